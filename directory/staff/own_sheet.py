"""« Ma fiche »: what a referent may say about their own sheet, submitted to the keepers of the directory.

The sheet is the one of the account; no address and no field names another. What is taken back (a name, a line, an
e-mail) leaves the public sheet at once: consent is not moderated. So does an absence: who is ill today cannot wait for
a reading, and says nothing but that somebody else answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from directory.models import Referent
from directory.referents.absence import ABSENCE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

CONSENTS = ("shows_name", "shows_telephone", "shows_email")
ABSENCE_DECLARED = "directory.absence"
READ_FIRST = "Votre fiche est envoyée\u00a0: un gestionnaire de l’annuaire la relit avant publication."
SHOWN_AT_ONCE = "C’est enregistré, et déjà en ligne."
EMAIL_HELP = "Sinon, les employeurs n’ont que le formulaire."


class OwnSheetForm(forms.ModelForm):
    """The fields a referent may change: neither post, mailbox, territory, missions nor account."""

    class Meta:
        model = Referent
        fields = [
            "first_name", "last_name", "gender", "shows_name", "telephone", "shows_telephone", "shows_email", "hours",
            *ABSENCE_FIELDS,
        ]  # fmt: skip
        widgets = {"absent_from": AdminDateInput, "absent_until": AdminDateInput}
        help_texts = {
            "shows_name": "Vous pouvez revenir sur cet accord à tout moment : l’effet est immédiat.",
            "shows_telephone": "Vous pouvez revenir sur cet accord à tout moment : l’effet est immédiat.",
            "shows_email": EMAIL_HELP,
            "gender": "Comment le site parle de vous.",
            "absent_from": "Vide\u00a0: dès maintenant.",
            "absent_until": "Le jour de votre retour. Videz ce champ si vous êtes là.",
            "substitute": "Qui répond aux employeurs pendant votre absence.",
        }

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        colleagues = Referent.objects.published().occupied().exclude(pk=self.instance.pk).select_related("disp")
        field = self.fields["substitute"]
        field.queryset = colleagues
        field.empty_label = "Un collègue présent, ou la direction"
        field.label_from_instance = lambda colleague: f"{colleague.display_name} ({colleague.disp.short_label})"


@transaction.atomic
def submit_own_sheet(*, sheet: Referent, changed: Collection[str], user: AbstractBaseUser) -> bool:
    """Store the fields `changed` as they were filled in; return whether a keeper has to read them.

    What is taken back and an absence show at once, and in every stored version, so that no draft undoes them. The rest
    is a draft, submitted; what was under review gives way to it.
    """
    live = Referent.objects.select_for_update().get(pk=sheet.pk)
    at_once = [name for name in CONSENTS if getattr(live, name) and not getattr(sheet, name)]
    if at_once:
        log(instance=live, action="directory.consent", user=user)
    absence = [name for name in ABSENCE_FIELDS if getattr(live, name) != getattr(sheet, name)]
    if absence:
        log(instance=live, action=ABSENCE_DECLARED, user=user)
    if at_once or absence:
        for name in (*at_once, *absence):
            setattr(live, name, getattr(sheet, name))
        live.save(update_fields=[*at_once, *absence])
        _write_into_versions(live, [*at_once, *absence])
    if not set(changed) - {*at_once, *ABSENCE_FIELDS}:
        return False
    sheet.save_revision(user=user, log_action=True)
    live.refresh_from_db()
    if live.current_workflow_state:
        live.current_workflow_state.cancel(user=user)
    workflow = live.get_workflow()
    if workflow:
        workflow.start(live, user)
    return True


def _write_into_versions(live: Referent, names: Sequence[str]) -> None:
    """Put these fields of the sheet into its stored versions: to publish one must not undo what was declared."""
    content = live.serializable_data()
    values = {name: content[name] for name in names}
    for revision in live.revisions.all() if values else ():
        revision.content |= values
        revision.save(update_fields=["content"])


@never_cache
@require_http_methods(["GET", "POST"])
def own_sheet(request: HttpRequest) -> HttpResponse:
    """The form of the account's own sheet; a POST submits it to review, and declares an absence at once."""
    live = Referent.objects.of_account(request.user)
    if live is None:
        return permission_denied(request)
    drafted = live.get_latest_revision_as_object()
    form = OwnSheetForm(request.POST or None, instance=drafted)
    if request.method == "POST" and not live.locked and form.is_valid():
        sheet = form.save(commit=False)
        is_read = submit_own_sheet(sheet=sheet, changed=form.changed_data, user=request.user)
        messages.success(request, READ_FIRST if is_read else SHOWN_AT_ONCE)
        return redirect("staff:own_sheet")
    if request.method == "POST":
        messages.error(request, "La fiche n’est pas envoyée : voyez ci-dessous.")
    context = {
        "page_title": "Ma fiche",
        "page_subtitle": live.office,
        "header_icon": "user",
        "breadcrumbs_items": [],
        "form": form,
        "sections": [
            ("Vos coordonnées", "coordonnees", [each for each in form if each.name not in ABSENCE_FIELDS]),
            ("Votre absence", "absence", [form[name] for name in ABSENCE_FIELDS]),
        ],
        "media": form.media,
        "sheet": live,
        "is_under_review": live.workflow_in_progress,
        "public_url": live.get_absolute_url() if live.live else "",
        "action_url": reverse("staff:own_sheet"),
    }
    return render(request, "directory/admin/own_sheet.html", context)
