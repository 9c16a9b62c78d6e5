"""« Ma fiche »: what a referent may say about their own sheet, submitted to the keepers of the directory.

The sheet is the one of the account; no address and no field names another. What is taken back (a name, a line, an
e-mail) leaves the public sheet at once: consent is not moderated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from directory.models import Referent
from directory.staff.access import own_sheet_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

CONSENTS = ("shows_name", "shows_telephone", "shows_email")
EMAIL_HELP = "Sinon, les employeurs n’ont que le formulaire."


class OwnSheetForm(forms.ModelForm):
    """The fields a referent may change: neither post, mailbox, territory, missions nor account."""

    class Meta:
        model = Referent
        fields = [
            "first_name", "last_name", "gender", "shows_name", "telephone", "shows_telephone", "shows_email", "hours",
            "absent_until", "substitute",
        ]  # fmt: skip
        widgets = {"absent_until": AdminDateInput}
        help_texts = {
            "shows_name": "Vous pouvez revenir sur cet accord à tout moment : l’effet est immédiat.",
            "shows_telephone": "Vous pouvez revenir sur cet accord à tout moment : l’effet est immédiat.",
            "shows_email": EMAIL_HELP,
            "gender": "Comment le site parle de vous.",
            "absent_until": "Le jour de votre retour. Laissez vide si vous êtes là.",
            "substitute": "Qui répond aux employeurs pendant votre absence.",
        }

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        colleagues = Referent.objects.published().occupied().exclude(pk=self.instance.pk).select_related("disp")
        field = self.fields["substitute"]
        field.queryset = colleagues
        field.label_from_instance = lambda colleague: f"{colleague.display_name} ({colleague.disp.short_label})"


@transaction.atomic
def submit_own_sheet(*, sheet: Referent, user: AbstractBaseUser) -> None:
    """Store a draft of the sheet as it was filled in and submit it; what was under review gives way to it."""
    live = Referent.objects.select_for_update().get(pk=sheet.pk)
    taken_back = [name for name in CONSENTS if getattr(live, name) and not getattr(sheet, name)]
    if taken_back:
        for name in taken_back:
            setattr(live, name, False)
        live.save(update_fields=taken_back)
        log(instance=live, action="directory.consent", user=user)
    sheet.save_revision(user=user, log_action=True)
    live.refresh_from_db()
    if live.current_workflow_state:
        live.current_workflow_state.cancel(user=user)
    workflow = live.get_workflow()
    if workflow:
        workflow.start(live, user)


@require_http_methods(["GET", "POST"])
def own_sheet(request: HttpRequest) -> HttpResponse:
    """The form of the account's own sheet; a POST submits it to review."""
    live = own_sheet_of(request.user)
    if live is None:
        return permission_denied(request)
    drafted = live.get_latest_revision_as_object()
    form = OwnSheetForm(request.POST or None, instance=drafted)
    if request.method == "POST" and not live.locked and form.is_valid():
        submit_own_sheet(sheet=form.save(commit=False), user=request.user)
        messages.success(request, "Votre fiche est envoyée : un gestionnaire de l’annuaire la relit avant publication.")
        return redirect("staff:own_sheet")
    if request.method == "POST":
        messages.error(request, "La fiche n’est pas envoyée : voyez ci-dessous.")
    context = {
        "page_title": "Ma fiche",
        "page_subtitle": live.office,
        "header_icon": "user",
        "breadcrumbs_items": [],
        "form": form,
        "media": form.media,
        "sheet": live,
        "is_under_review": live.workflow_in_progress,
        "public_url": live.get_absolute_url() if live.live else "",
        "action_url": reverse("staff:own_sheet"),
    }
    return render(request, "directory/admin/own_sheet.html", context)
