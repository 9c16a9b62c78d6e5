"""« Départ »: somebody of any role leaves. What waits for them goes to a colleague, then the account is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from directory.contact.desk.access import manages_requests
from directory.contact.models import ContactRequest
from directory.models import Referent
from directory.staff.accounts import close, release_requests
from home.people.viewset import MAY_CLOSE
from portal.web.staff_views import only_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Held:
    """What an account has in hand."""

    drafts: int
    reviews: int
    locks: int
    requests: int


def held_by(account: AbstractBaseUser) -> Held:
    """What waits for an account: unfinished drafts of its own, texts in review, locked pages, open requests."""
    return Held(
        drafts=Page.objects.filter(owner=account, has_unpublished_changes=True).count(),
        reviews=_reviews(account).count(),
        locks=Page.objects.filter(locked_by=account).count(),
        requests=ContactRequest.objects.still_open().filter(owner=account).count(),
    )


class DepartureForm(forms.Form):
    """Who takes over."""

    heir = forms.ModelChoiceField(
        label="Qui reprend ses textes et ses demandes",
        queryset=None,
        required=False,
        empty_label="Personne en particulier\u00a0: l’équipe",
        help_text="Ses brouillons lui reviennent ; ses demandes ouvertes aussi, si cette personne les suit toutes.",
    )

    def __init__(self, leaving: AbstractBaseUser, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        colleagues = get_user_model().objects.filter(is_active=True, groups__in=leaving.groups.all())
        self.fields["heir"].queryset = colleagues.exclude(pk=leaving.pk).distinct().order_by("last_name", "username")
        self.fields["heir"].label_from_instance = lambda each: each.get_full_name() or each.get_username()


@transaction.atomic
def depart(account: AbstractBaseUser, *, heir: AbstractBaseUser | None, by: AbstractBaseUser) -> Held:
    """Hand on what an account holds, close it, its locks and its sessions; say what changed hands.

    Raises PermissionDenied for a superuser's when `by` is none.
    """
    held = held_by(account)
    if heir:
        Page.objects.filter(owner=account).update(owner=heir)
        _reviews(account).update(requested_by=heir)
        if manages_requests(heir):
            release_requests(account, by=by, heir=heir)
    close(account, by=by)
    log(instance=account, action="wagtail.edit", user=by)
    return held


@only_for(lambda user: user.has_perm(MAY_CLOSE))
@require_http_methods(["GET", "HEAD", "POST"])
def account_departure(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will happen; a POST does it. A referent's departure is asked on the sheet, which becomes vacant."""
    account = get_object_or_404(get_user_model(), pk=pk, is_active=True)
    if account == request.user or (account.is_superuser and not request.user.is_superuser):
        raise PermissionDenied
    if sheet := Referent.objects.filter(account=account).first():
        return redirect("staff:departure", sheet.pk)
    name = account.get_full_name() or account.get_username()
    form = DepartureForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        depart(account, heir=form.cleaned_data["heir"], by=request.user)
        messages.success(request, f"Le compte de {name} est fermé. Rien de ce qui a été fait n’est effacé.")
        return redirect("wagtailusers_users:index")
    context = {
        "page_title": "Départ",
        "page_subtitle": name,
        "header_icon": "logout",
        "breadcrumbs_items": [],
        "account": account,
        "held": held_by(account),
        "form": form,
    }
    return render(request, "home/admin/account_departure.html", context)


def _reviews(account: AbstractBaseUser) -> Any:
    return WorkflowState.objects.active().filter(requested_by=account)
