"""Inviting a referent: an account without a password, tied to one sheet, and a mail with a link to choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from directory.models import Referent
from directory.staff.access import REFERENTS, keepers_only
from portal.mail import outbox
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

INVITED = "directory.invitation"
USERNAME_LENGTH = 150


class InvitationForm(forms.Form):
    """The address of the person; it becomes their user name."""

    email = forms.EmailField(
        label="Adresse e-mail professionnelle de la personne",
        max_length=USERNAME_LENGTH,
        help_text="Une adresse nominative : elle sert d’identifiant et reçoit le lien.",
    )

    def clean_email(self) -> str:
        """Refuse an address whose account may do more than keep a sheet, or keeps another one."""
        email = self.cleaned_data["email"].lower()
        account = account_of(email)
        if account is None:
            return email
        others = account.groups.exclude(name=REFERENTS).exists() or account.user_permissions.exists()
        if account.is_superuser or account.is_staff or others:
            raise forms.ValidationError("Cette adresse est celle d’un compte qui a d’autres droits.")
        if Referent.objects.filter(account=account).exists():
            raise forms.ValidationError("Cette adresse est celle du compte d’une autre fiche.")
        return email


def account_of(email: str) -> AbstractBaseUser | None:
    """The account of this address, by its user name or its e-mail."""
    users = get_user_model().objects
    return users.filter(username__iexact=email).first() or users.filter(email__iexact=email).first()


@transaction.atomic
def invite(*, sheet: Referent, email: str, user: AbstractBaseUser) -> AbstractBaseUser:
    """Tie an account to the sheet and store the mail; the same person may come back to an account of before."""
    account = account_of(email)
    if account is None:
        account = get_user_model().objects.create_user(
            email, email, None, first_name=sheet.first_name[:150], last_name=sheet.last_name[:150]
        )
    elif not account.is_active:
        account.is_active = True
        account.save(update_fields=["is_active"])
    account.groups.add(Group.objects.get_or_create(name=REFERENTS)[0])
    sheet.account = account
    sheet.save(update_fields=["account"])
    send(sheet=sheet, user=user)
    return account


@transaction.atomic
def send(*, sheet: Referent, user: AbstractBaseUser) -> None:
    """Store the mail with a new link; a link serves once, and dies with the next one's use."""
    outbox.add(mail_from("invitation", to=(sheet.account.email,), sheet=sheet, **password_link(sheet.account)))
    log(instance=sheet, action=INVITED, user=user)


def password_link(account: AbstractBaseUser) -> dict[str, Any]:
    """What a mail says to who has no password yet: `link`, `login`, `username` and how many `days` the link lives."""
    confirm = reverse(
        "wagtailadmin_password_reset_confirm",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(account.pk)),
            "token": default_token_generator.make_token(account),
        },
    )
    return {
        "username": account.get_username(),
        "link": settings.PORTAL_URL + confirm,
        "login": settings.PORTAL_URL + reverse("wagtailadmin_login"),
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
    }


@keepers_only
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the address and invite; a sheet that has an account gets its mail again."""
    sheet = get_object_or_404(Referent.objects.select_related("account"), pk=pk)
    edit_url = reverse("wagtailsnippets_directory_referent:edit", args=[pk])
    if sheet.account and request.method == "POST":
        send(sheet=sheet, user=request.user)
        messages.success(request, f"L’invitation part de nouveau à {sheet.account.email}.")
        return redirect(edit_url)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = invite(sheet=sheet, email=form.cleaned_data["email"], user=request.user)
        messages.success(request, f"L’invitation part à {account.email}.")
        return redirect(edit_url)
    context = {
        "page_title": "Inviter",
        "page_subtitle": sheet.office,
        "header_icon": "mail",
        "breadcrumbs_items": [],
        "sheet": sheet,
        "form": form,
        "edit_url": edit_url,
    }
    return render(request, "directory/admin/invitation.html", context)
