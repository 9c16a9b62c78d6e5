"""« Départ »: a referent leaves. One action closes the account and its sessions, passes the open requests on, and
publishes the post as vacant, without name nor line. All or nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import LockableMixin, ModelLogEntry

from directory.contact.workflow.handover import hand_over, open_requests
from directory.models import Referent
from directory.staff.access import keepers_only

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

DEPARTED = "directory.departure"
DIRECTION = "direction"
# What a vacant post knows of nobody.
NOBODY: dict[str, Any] = {
    "first_name": "",
    "last_name": "",
    "gender": Referent.Gender.TEAM,
    "shows_name": False,
    "telephone": "",
    "shows_telephone": False,
}
PERSONAL = ("first_name", "last_name", "telephone")


class DepartureForm(forms.Form):
    """Who takes the open requests over: the substitute first, colleagues of the direction, or its mailbox."""

    to = forms.ChoiceField(label="Qui reprend ses demandes ouvertes", widget=forms.RadioSelect)

    def __init__(self, sheet: Referent, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        substitute = sheet.available_substitute
        colleagues = Referent.objects.published().occupied().filter(disp=sheet.disp).exclude(pk=sheet.pk)
        self.heirs = {str(each.pk): each for each in colleagues if not each.is_absent}
        choices = [(pk, str(each)) for pk, each in self.heirs.items()]
        if substitute:
            pk = str(substitute.pk)
            self.heirs[pk] = substitute
            choices = [(pk, f"{substitute} (remplaçant)"), *(each for each in choices if each[0] != pk)]
        choices.append((DIRECTION, f"La boîte de la {sheet.disp.plain_name} : {sheet.disp.mailbox}"))
        self.fields["to"].choices = choices
        self.fields["to"].initial = choices[0][0] if substitute else DIRECTION

    @property
    def heir(self) -> Referent | None:
        """The colleague who was chosen; None for the mailbox of the direction."""
        return self.heirs.get(self.cleaned_data["to"])


@transaction.atomic
def depart(*, sheet: Referent, heir: Referent | None, user: AbstractBaseUser) -> int:
    """Close what belongs to who leaves; return how many requests changed hands.

    Raises PermissionDenied when the account is an administrator's and `user` is none: a keeper may close the accounts
    of referents, not take the portal away from its owner.
    """
    sheet = Referent.objects.select_for_update().get(pk=sheet.pk)
    if sheet.account:
        close_account(sheet.account, by=user)
    if sheet.current_workflow_state:
        sheet.current_workflow_state.cancel(user=user)
    sheet.revisions.update(approved_go_live_at=None)
    # Vacant first: the direction's mailbox answers for a vacant sheet.
    for name, value in NOBODY.items():
        setattr(sheet, name, value)
    sheet.is_vacant = True
    sheet.account = sheet.substitute = sheet.asked_on = sheet.correction_asked_on = None
    sheet.absent_from = sheet.absent_until = None
    sheet.go_live_at = None
    sheet.save()
    count = hand_over(leaving=sheet, to=heir or sheet, user=user)
    forget_person(sheet)
    revision = sheet.save_revision(user=user, clean=False)
    if sheet.live:
        revision.publish(user=user, log_action=False)
    log(instance=sheet, action=DEPARTED, user=user, data={"requests": count})
    return count


def close_account(account: AbstractBaseUser, *, by: AbstractBaseUser) -> None:
    """Disable an account. Sessions are bound to the password: without one, all of them end, and stay ended."""
    if account.is_superuser and not by.is_superuser:
        raise PermissionDenied
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    unlock_all(account)


def unlock_all(account: AbstractBaseUser) -> None:
    """Open the pages and sheets that an account locked: its lock would keep its colleagues out."""
    for model in apps.get_models():
        if issubclass(model, LockableMixin) and model._meta.get_field("locked_by").model is model:  # noqa: SLF001 - documented
            locked = model._default_manager.filter(locked_by=account)  # noqa: SLF001 - documented
            locked.update(locked=False, locked_by=None, locked_at=None)


def forget_person(sheet: Referent) -> None:
    """Take name and line out of earlier versions and of the log: they could be restored, and are read by keepers."""
    for revision in sheet.revisions.all():
        revision.content |= dict.fromkeys(PERSONAL, "") | {"shows_name": False, "shows_telephone": False}
        revision.object_str = sheet.office
        revision.save(update_fields=["content", "object_str"])
    ModelLogEntry.objects.for_instance(sheet).update(label=sheet.office)


@keepers_only
@require_http_methods(["GET", "POST"])
def departure(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will happen; a POST does it."""
    sheet = get_object_or_404(Referent.objects.select_related("disp", "account", "substitute"), pk=pk)
    form = DepartureForm(sheet, request.POST or None)
    edit_url = reverse("wagtailsnippets_directory_referent:edit", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            count = depart(sheet=sheet, heir=form.heir, user=request.user)
        except PermissionDenied:
            form.add_error(None, "Ce compte est celui d’un administrateur : seul un administrateur peut le fermer.")
        else:
            messages.success(request, f"Départ enregistré. Demandes réattribuées : {count}. Le poste est à pourvoir.")
            return redirect(edit_url)
    context = {
        "page_title": "Départ",
        "page_subtitle": sheet.office,
        "header_icon": "user",
        "breadcrumbs_items": [],
        "sheet": sheet,
        "form": form,
        "request_count": open_requests(sheet).count(),
        "edit_url": edit_url,
    }
    return render(request, "directory/admin/departure.html", context)
