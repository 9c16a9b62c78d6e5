"""Photographs of a workshop's objects, uploaded by its referent in « Mes ateliers »: checked, described, of nobody.

They are shown, and hidden, with their workshop. A page of their own: a file that a browser sent is lost when another
field is refused, so nothing else is asked beside it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.log_actions import log

from directory.establishments.workshops import MOST_PHOTOS
from directory.models import Referent, Workshop, WorkshopPhoto
from directory.staff.own_workshops import forget_images, frame_of, own_establishments
from portal.files.forms import NOT_STORED, SafeImageField
from portal.models import PortalImage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

DESCRIPTION_HELP = "Pour qui ne voit pas l’image\u00a0: «\u00a0Une scie à panneaux devant des chutes de bois\u00a0»."


class DescriptionForm(forms.ModelForm):
    """What a photograph shows, in words: nobody may leave it out."""

    class Meta:
        model = WorkshopPhoto
        fields = ["alt"]
        help_texts = {"alt": DESCRIPTION_HELP}
        error_messages = {"alt": {"required": "Décrivez en quelques mots ce que montre la photographie."}}


class PhotoForm(DescriptionForm):
    """A new photograph. `workshop` is where it will hang."""

    file = SafeImageField(
        label="Photographie",
        help_text="JPEG, PNG, WebP ou AVIF, 10 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": "Choisissez une photographie."},
    )
    credit = PortalImage._meta.get_field("credit").formfield()  # noqa: SLF001 - documented
    shows_nobody = forms.BooleanField(
        label="On n’y voit personne",
        help_text="Ni visage, ni silhouette, ni nom, ni numéro d’écrou, même sur un écran ou sur une affiche.",
        error_messages={"required": "Cochez pour le confirmer\u00a0: une photographie de personnes n’est pas publiée."},
    )
    field_order = ["file", "alt", "credit", "shows_nobody"]

    def clean(self) -> dict[str, Any]:
        """Refuse one photograph too many."""
        if self.instance.workshop.photos.count() >= MOST_PHOTOS:
            raise ValidationError(f"Un atelier a au plus {MOST_PHOTOS} photographies\u00a0: retirez-en une d’abord.")
        return super().clean()

    def was_stored(self, user: AbstractBaseUser) -> bool:
        """Store what was sent; whether it could be, else it is told at the field."""
        try:
            self.store(user)
        except OSError:
            logger.exception("A photograph could not be stored.")
            self.add_error("file", NOT_STORED)
            return False
        return True

    @transaction.atomic
    def store(self, user: AbstractBaseUser) -> WorkshopPhoto:
        """Keep the picture in the library and hang it last, with a line in the history of the workshop."""
        alt = self.cleaned_data["alt"]
        image = PortalImage(
            title=alt,
            description=alt,
            credit=self.cleaned_data["credit"],
            file=self.cleaned_data["file"],
            uploaded_by_user=user,
        )
        image._set_image_file_metadata()  # noqa: SLF001 - Wagtail's forms do so, and offer nothing else
        image.save()
        photo = self.save(commit=False)
        photo.image, photo.sort_order = image, photo.workshop.photos.count()
        photo.save()
        log(instance=photo.workshop, action="wagtail.edit", user=user)
        return photo


@transaction.atomic
def take_away(photo: WorkshopPhoto, user: AbstractBaseUser) -> None:
    """Take a photograph down, and its file with it."""
    image, workshop = photo.image, photo.workshop
    photo.delete()
    log(instance=workshop, action="wagtail.edit", user=user)
    forget_images([image], user, workshop.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def own_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """The photographs of a workshop, and the form for one more; 404 outside the account's territory."""
    sheet = Referent.objects.of_account(request.user)
    if sheet is None:
        return permission_denied(request)
    workshop = get_object_or_404(Workshop, pk=pk, establishment__in=own_establishments(sheet))
    form = PhotoForm(request.POST or None, request.FILES or None, instance=WorkshopPhoto(workshop=workshop))
    if request.method == "POST" and form.is_valid() and form.was_stored(request.user):
        hidden = "" if workshop.is_fresh else " Elle se montrera quand l’atelier sera confirmé."
        messages.success(request, f"La photographie est ajoutée.{hidden}")
        return redirect("staff:own_photos", pk)
    if request.method == "POST":
        messages.error(request, "La photographie n’est pas ajoutée : voyez ci-dessous, et choisissez-la de nouveau.")
    photos = list(workshop.photos.select_related("image"))
    context = {
        "workshop": workshop,
        "described": [(photo, DescriptionForm(instance=photo, prefix=f"photo-{photo.pk}")) for photo in photos],
        "most": MOST_PHOTOS,
        "has_room": len(photos) < MOST_PHOTOS,
        "form": form,
    }
    title = f"Photographies : {workshop.name}"
    return render(request, "directory/admin/own_photos.html", frame_of(title, sheet) | context)


@require_POST
def act_on_photo(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """`decrire` or `retirer` one photograph; 404 outside the account's territory."""
    sheet = Referent.objects.of_account(request.user)
    if sheet is None:
        return permission_denied(request)
    own = WorkshopPhoto.objects.filter(workshop__establishment__in=own_establishments(sheet))
    photo = get_object_or_404(own.select_related("image", "workshop"), pk=pk)
    workshop = photo.workshop
    if what == "retirer":
        take_away(photo, request.user)
        messages.success(request, "La photographie est retirée.")
        return redirect("staff:own_photos", workshop.pk)
    form = DescriptionForm(request.POST, instance=photo, prefix=f"photo-{photo.pk}")
    if form.is_valid():
        form.save()
        log(instance=workshop, action="wagtail.edit", user=request.user)
        messages.success(request, "La description est enregistrée.")
    else:
        messages.error(request, " ".join(form.errors["alt"]))
    return redirect("staff:own_photos", workshop.pk)
