"""Inviting anybody to the admin: an account without a password, its groups, and a mail with a link to choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from directory.staff.access import REFERENTS
from directory.staff.invitation import USERNAME_LENGTH, account_of, password_link
from home.people.viewset import MAY_INVITE
from portal.french.words import listed
from portal.mail import outbox
from portal.mail.rendering import mail_from
from portal.web.staff_views import only_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse


class InvitationForm(forms.Form):
    """Who is invited, and to which groups."""

    email = forms.EmailField(
        label="Adresse e-mail professionnelle",
        max_length=USERNAME_LENGTH,
        help_text="Une adresse nominative\u00a0: elle sert d’identifiant et reçoit le lien.",
    )
    first_name = forms.CharField(label="Prénom", max_length=150)
    last_name = forms.CharField(label="Nom", max_length=150)
    groups = forms.ModelMultipleChoiceField(
        label="Groupes",
        queryset=Group.objects.exclude(name=REFERENTS).order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        help_text="Ce que la personne pourra faire. Un référent s’invite depuis sa fiche.",
    )

    def clean_email(self) -> str:
        """Refuse an address that has an account."""
        email = self.cleaned_data["email"].lower()
        if account_of(email):
            raise forms.ValidationError("Cette adresse a déjà un compte\u00a0: cherchez-le dans la liste.")
        return email


@transaction.atomic
def invite(
    *, email: str, first_name: str, last_name: str, groups: list[Group], by: AbstractBaseUser
) -> AbstractBaseUser:
    """Make the account and store the mail."""
    account = get_user_model().objects.create_user(email, email, None, first_name=first_name, last_name=last_name)
    account.groups.set(groups)
    log(instance=account, action="wagtail.create", user=by)
    send(account)
    return account


@transaction.atomic
def send(account: AbstractBaseUser) -> None:
    """Store the mail with a new link; a link serves once, and dies with the next one's use."""
    names = [f"«\u00a0{name}\u00a0»" for name in account.groups.order_by("name").values_list("name", flat=True)]
    outbox.add(mail_from("account_invitation", to=(account.email,), groups=listed(names), **password_link(account)))


@only_for(lambda user: user.has_perm(MAY_INVITE))
@require_http_methods(["GET", "HEAD", "POST"])
def invite_account(request: HttpRequest) -> HttpResponse:
    """Ask who, and invite."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = invite(**form.cleaned_data, by=request.user)
        messages.success(request, f"L’invitation part à {account.email}.")
        return redirect("wagtailusers_users:index")
    context = {
        "page_title": "Inviter",
        "page_subtitle": "",
        "header_icon": "mail",
        "breadcrumbs_items": [],
        "form": form,
    }
    return render(request, "home/admin/invite_account.html", context)


@only_for(lambda user: user.has_perm(MAY_INVITE))
@require_http_methods(["GET", "HEAD", "POST"])
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Another link, for an account that never chose a password."""
    account = get_object_or_404(get_user_model(), pk=pk, is_active=True)
    if account.has_usable_password() or not account.email or (account.is_superuser and not request.user.is_superuser):
        raise PermissionDenied
    if request.method == "POST":
        send(account)
        messages.success(request, f"L’invitation part de nouveau à {account.email}.")
        return redirect("wagtailusers_users:index")
    context = {
        "page_title": "Renvoyer l’invitation",
        "page_subtitle": account.get_full_name() or account.get_username(),
        "header_icon": "mail",
        "breadcrumbs_items": [],
        "account": account,
    }
    return render(request, "home/admin/invite_again.html", context)
