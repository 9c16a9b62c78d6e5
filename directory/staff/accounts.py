"""Accounts that worked are closed, never deleted: history keeps its authors, and what they had to do goes to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from directory.contact.models import ContactRequest
from directory.contact.models.event import Author
from directory.contact.workflow import transitions
from directory.models import Referent
from directory.staff.departure import close_account, depart, unlock_all
from portal.french.words import plural

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

State, Kind = transitions.State, transitions.Kind


def is_in_use(account: AbstractBaseUser) -> bool:
    """Whether something was made by this account, or waits for it."""
    return (
        Referent.objects.filter(account=account).exists()
        or ContactRequest.objects.filter(owner=account).exists()
        or Page.objects.filter(owner=account).exists()
        or any(model.objects.filter(user=account).exists() for model in (Revision, PageLogEntry, ModelLogEntry))
    )


@transaction.atomic
def close(account: AbstractBaseUser, *, by: AbstractBaseUser) -> int:
    """Close an account of any role, with its sheet; return how many open requests were given back.

    Raises PermissionDenied for an administrator's when `by` is none.
    """
    count = release_requests(account, by=by)
    sheet = Referent.objects.filter(account=account).first()
    if sheet:
        count += depart(sheet=sheet, heir=None, user=by)
    close_account(account, by=by)
    return count


@transaction.atomic
def release_requests(account: AbstractBaseUser, *, by: AbstractBaseUser, heir: AbstractBaseUser | None = None) -> int:
    """Give the open requests of an account to a colleague, or back to those who see them; return how many."""
    keys = ContactRequest.objects.still_open().filter(owner=account).order_by("pk").values_list("pk", flat=True)
    for pk in (found := list(keys)):
        request = transitions.locked(pk)
        request.owner, request.reminded_at, request.escalated_at = heir, None, None
        if request.state == State.TAKEN and heir is None:
            request.state, request.taken_at = State.RECEIVED, None
        request.save(update_fields=["owner", "reminded_at", "escalated_at", "state", "taken_at"])
        transitions.record(
            request,
            Kind.REASSIGNED,
            Author.of(by),
            data={"to": (heir and heir.get_full_name()) or request.recipient_name},
        )
    return len(found)


@hooks.register("before_delete_user")
def close_instead(request: HttpRequest, account: AbstractBaseUser) -> HttpResponse | None:
    """Close an account that worked, where Wagtail would delete it."""
    if not is_in_use(account):
        return None
    if request.method != "POST":
        messages.warning(
            request,
            "Ce compte a déjà servi\u00a0: il sera fermé, pas supprimé. Ses demandes ouvertes reviennent à l’équipe. "
            "Sa fiche, s’il en a une, devient un poste à pourvoir.",
        )
        return None
    _close_and_say(request, [account])
    return redirect("wagtailusers_users:index")


@hooks.register("before_bulk_action")
def close_several_instead(request: HttpRequest, action: str, objects: list[Any], _: object) -> HttpResponse | None:
    """The same for a selection; the others are deleted."""
    if action != "delete" or not objects or not isinstance(objects[0], get_user_model()):
        return None
    used = [account for account in objects if is_in_use(account)]
    if used:
        _close_and_say(request, used)
        objects[:] = [account for account in objects if account not in used]
    return None if objects else redirect("wagtailusers_users:index")


@hooks.register("after_edit_user")
def release_when_closed(request: HttpRequest, account: AbstractBaseUser) -> None:
    """« Actif » was unticked in the form: what waited for the account waits for the team."""
    if account.is_active:
        return
    unlock_all(account)
    if count := release_requests(account, by=request.user):
        messages.info(request, f"Demandes rendues à l’équipe\u00a0: {count}.")


@hooks.register("after_bulk_action")
def release_when_several_are_closed(request: HttpRequest, action: str, objects: list[Any], _: object) -> None:
    """The same for a selection."""
    for account in objects if action == "set_active_state" else ():
        account.refresh_from_db()
        release_when_closed(request, account)


def _close_and_say(request: HttpRequest, accounts: list[AbstractBaseUser]) -> None:
    count = sum(close(account, by=request.user) for account in accounts)
    names = ", ".join(account.get_full_name() or account.get_username() for account in accounts)
    given = f" {count} {plural(count, 'demande')} à reprendre." if count else ""
    messages.success(request, f"Fermé, sans rien effacer de ce qui a été fait\u00a0: {names}.{given}")
