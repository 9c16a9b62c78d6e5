"""« Mes ateliers »: a referent keeps the workshops of their departments. What is saved is confirmed, and shown at once.

No review: a wrong line costs an employer a call, and the referent is who knows; each change is in the history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from directory.models import Establishment, Referent, Workshop, WorkshopPhoto
from directory.staff import workshop_freshness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from portal.models import PortalImage


class WorkshopForm(forms.ModelForm):
    """What a referent may say of a workshop."""

    class Meta:
        model = Workshop
        fields = [
            "name", "activity", "regime", "products", "surface", "height", "has_dock", "power", "hours", "free_since",
        ]  # fmt: skip
        widgets = {"free_since": AdminDateInput}


def own_establishments(sheet: Referent) -> QuerySet[Establishment]:
    """The establishments of the departments that a sheet serves, but for closed ones."""
    served = sheet.departments.values("pk")
    return Establishment.objects.exclude(status="closed").filter(commune__department__in=served)


def frame_of(title: str, sheet: Referent) -> dict[str, Any]:
    """What the frame of the admin reads on the pages of a referent's workshops."""
    return {"page_title": title, "page_subtitle": sheet.office, "header_icon": "cogs", "breadcrumbs_items": []}


@never_cache
@require_safe
def own_workshops(request: HttpRequest) -> HttpResponse:
    """The establishments of the account's territory with their workshops, shown or hidden."""
    sheet = Referent.objects.of_account(request.user)
    if sheet is None:
        return permission_denied(request)
    places = own_establishments(sheet).with_place().prefetch_related("workshops__photos").order_by("name")
    return render(request, "directory/admin/own_workshops.html", frame_of("Mes ateliers", sheet) | {"places": places})


@never_cache
@require_http_methods(["GET", "POST"])
def edit_workshop(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Change a workshop, or add one to the establishment `slug`; 404 outside the account's territory."""
    sheet = Referent.objects.of_account(request.user)
    if sheet is None:
        return permission_denied(request)
    place = get_object_or_404(own_establishments(sheet), slug=slug)
    workshop = get_object_or_404(place.workshops, pk=pk) if pk else Workshop(establishment=place)
    form = WorkshopForm(request.POST or None, instance=workshop)
    if request.method == "POST" and form.is_valid():
        save_workshop(form, user=request.user)
        messages.success(request, "L’atelier est enregistré, confirmé aujourd’hui et affiché.")
        return redirect("staff:own_workshops")
    if request.method == "POST":
        messages.error(request, "L’atelier n’est pas enregistré : voyez ci-dessous.")
    context = {
        "form": form,
        "media": form.media,
        "place": place,
        "workshop": workshop if pk else None,
        "action_url": request.path,
    }
    return render(request, "directory/admin/own_workshop.html", frame_of(place.name, sheet) | context)


@transaction.atomic
def save_workshop(form: WorkshopForm, user: object) -> Workshop:
    """Store what the form says, confirmed today, with a line in the history."""
    workshop = form.save(commit=False)
    is_new = workshop.pk is None
    workshop.verified_on = timezone.localdate()
    workshop.save()
    log(instance=workshop, action="wagtail.create" if is_new else "wagtail.edit", user=user)
    return workshop


def forget_images(images: Iterable[PortalImage], user: AbstractBaseUser, workshop: int) -> None:
    """Delete the pictures of a workshop (its key) that this account sent, unless something else shows them."""
    for image in images:
        elsewhere = ReferenceIndex.get_references_to(image).exclude(
            base_content_type__app_label="directory", base_content_type__model="workshop", object_id=str(workshop)
        )
        shown = WorkshopPhoto.objects.filter(image=image).exists() or elsewhere.exists()
        if image.uploaded_by_user_id == user.pk and not shown:
            image.delete()


@require_POST
def act_on_workshop(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """« Toujours exact » (`confirmer`) or « Retirer » (`retirer`); 404 outside the account's territory."""
    sheet = Referent.objects.of_account(request.user)
    if sheet is None:
        return permission_denied(request)
    workshop = get_object_or_404(Workshop, pk=pk, establishment__in=own_establishments(sheet))
    if what == "confirmer":
        workshop_freshness.confirm([workshop], request.user)
        messages.success(request, f"{workshop.name} : confirmé aujourd’hui.")
    else:
        with transaction.atomic():
            log(instance=workshop, action="wagtail.delete", user=request.user, deleted=True)
            images = [photo.image for photo in workshop.photos.select_related("image")]
            workshop.delete()
            forget_images(images, request.user, pk)
        messages.success(request, f"{workshop.name} : retiré.")
    return redirect(reverse("staff:own_workshops"))
