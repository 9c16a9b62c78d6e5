"""The admin's part of signing in: addresses of the second factor, and the panel « Connexion » of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel

from portal.models import User
from portal.sign_in import history, second_factor, views
from portal.sign_in.forms import NoFields

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern


class AccountForm(NoFields):
    class Meta(NoFields.Meta):
        model = User


class SignInPanel(BaseSettingsPanel):
    """The second factor, and who has signed in lately."""

    name = "sign_in"
    title = "Connexion"
    order = 150
    form_class = AccountForm
    template_name = "sign_in/panel.html"

    def get_context_data(self) -> dict[str, Any]:
        """The panel's words."""
        application = second_factor.application_of(self.user)
        return super().get_context_data() | {"application": application, "sign_ins": history.latest(self.user)}


@hooks.register("register_account_settings_panel")
def show_sign_ins(request: HttpRequest, user: User, profile: object) -> SignInPanel:
    return SignInPanel(request, user, profile)


@hooks.register("register_admin_urls")
def register_second_factor_urls() -> list[URLPattern]:
    return [
        path("code/", views.verify, name="second_factor"),
        path("code/application/", views.set_up, name="second_factor_setup"),
        path("code/secours/", views.renew_codes, name="second_factor_codes"),
    ]
