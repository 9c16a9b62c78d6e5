"""Accounts in the admin: only a superuser makes superusers, or touches the account of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest

MAY_INVITE, MAY_CLOSE = "portal.add_user", "portal.delete_user"


class _KnowsWho:
    """A form that offers « Administrateur » to superusers alone."""

    def __init__(self, *args: Any, by: AbstractBaseUser, **options: Any) -> None:
        super().__init__(*args, **options)
        if not by.is_superuser:
            self.fields.pop("is_superuser", None)  # type: ignore[attr-defined]  # forms come after


class PortalUserCreationForm(_KnowsWho, UserCreationForm):
    """A new account."""


class PortalUserEditForm(_KnowsWho, UserEditForm):
    """An account that is there."""


class _TellsWho:
    def get_form_kwargs(self) -> dict[str, Any]:
        """The same, with who asks."""
        return super().get_form_kwargs() | {"by": self.request.user}  # type: ignore[misc,attr-defined]  # views come after


class PortalCreateView(_TellsWho, CreateView):
    """« Ajouter un utilisateur »."""


class PortalEditView(_TellsWho, EditView):
    """The form of an account."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """With what is done to an account beside changing it."""
        return [*super().header_more_buttons, *account_buttons(self.object, self.request.user)]


class PortalIndexView(IndexView):
    """The list, with the invitation as its first button."""

    @property
    def header_buttons(self) -> list[Button]:
        """« Inviter » before the form that wants a password."""
        own = (
            [HeaderButton("Inviter…", reverse("invite_account"), icon_name="mail")]
            if self.request.user.has_perm(MAY_INVITE)
            else []
        )
        return [*own, *super().header_buttons]


class PortalUserViewSet(UserViewSet):
    """Wagtail's, with these forms."""

    index_view_class = PortalIndexView
    add_view_class = PortalCreateView
    edit_view_class = PortalEditView

    def get_form_class(self, for_update: bool = False) -> type:
        """Ours, which know who asks."""
        return PortalUserEditForm if for_update else PortalUserCreationForm


def account_buttons(account: AbstractBaseUser, by: AbstractBaseUser) -> list[Button]:
    """« Renvoyer l’invitation… » and « Départ… » of one account, for who may."""
    buttons = []
    if account.is_superuser and not by.is_superuser:
        return buttons
    if account.is_active and not account.has_usable_password() and by.has_perm(MAY_INVITE):
        buttons.append(
            Button("Renvoyer l’invitation…", reverse("invite_again", args=[account.pk]), icon_name="mail", priority=80)
        )
    if account.is_active and account != by and by.has_perm(MAY_CLOSE):
        buttons.append(
            Button("Départ…", reverse("account_departure", args=[account.pk]), icon_name="logout", priority=90)
        )
    return buttons


@hooks.register("register_user_listing_buttons")
def offer_account_buttons(user: AbstractBaseUser, request_user: AbstractBaseUser) -> list[Button]:
    return account_buttons(user, request_user)


@hooks.register("before_edit_user")
def keep_superusers_to_themselves(request: HttpRequest, account: AbstractBaseUser) -> None:
    """Whoever changed a superuser's address or password would be one."""
    if account.is_superuser and not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("before_bulk_action", order=-10)
def keep_superusers_to_themselves_in_lists(request: HttpRequest, action: str, objects: list[Any], _: object) -> None:
    """The same for a selection: closing, opening, or giving a group."""
    if (
        any(isinstance(each, get_user_model()) and each.is_superuser for each in objects)
        and not request.user.is_superuser
    ):
        raise PermissionDenied
