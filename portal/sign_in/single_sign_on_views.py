"""Doors of the single sign-on: the way there, the way back, the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView
from wagtail.admin.views.account import LogoutView

from portal.sign_in import second_factor
from portal.sign_in.single_sign_on import Failure, SingleSignOnError, logout_address, setting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NO_RIGHT_YET = (
    "Votre compte existe, mais il n’a encore aucun droit ici\u00a0: demandez-les à la personne qui gère les comptes."
)


def refused(request: HttpRequest, failure: Failure) -> HttpResponse:
    """Back to the login page, with the reason."""
    messages.error(request, failure.value)
    return redirect("wagtailadmin_login")


@method_decorator(never_cache, name="dispatch")
class Begin(OIDCAuthenticationRequestView):
    """« S’identifier avec ProConnect »."""

    get_settings = staticmethod(setting)

    def __init__(self, **options: Any) -> None:
        """Without the library's own, which would ask the provider where nobody hears its silence."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.OIDC_ISSUER:
            raise Http404("no single sign-on")
        try:
            super().__init__()
            return super().get(request)
        except SingleSignOnError as error:
            return refused(request, error.failure)

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        """The levels that are enough."""
        return {"acr_values": " ".join(settings.OIDC_LEVELS)} if settings.OIDC_LEVELS else {}


@method_decorator(never_cache, name="dispatch")
class Return(OIDCAuthenticationCallbackView):
    """Where the provider sends people back."""

    get_settings = staticmethod(setting)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.OIDC_ISSUER:
            raise Http404("no single sign-on")
        if request.GET.get("state") not in request.session.get("oidc_states", {}):
            return refused(request, Failure.STATE)
        try:
            return super().get(request)
        except SingleSignOnError as error:
            return refused(request, error.failure)

    def login_failure(self) -> HttpResponse:
        return refused(self.request, Failure.REFUSED)

    def login_success(self) -> HttpResponse:
        response = super().login_success()
        # Levels are asked for where the provider itself sees to a second factor.
        self.request.session[second_factor.SINGLE_SESSION] = bool(settings.OIDC_LEVELS)
        if not self.user.has_perm("wagtailadmin.access_admin"):
            messages.warning(self.request, NO_RIGHT_YET)
            return redirect("wagtailadmin_login")
        return response

    @property
    def success_url(self) -> str:
        return self.request.session.get("oidc_login_next") or reverse("wagtailadmin_home")


class Leave(LogoutView):
    """Wagtail's logout, which ends the session of the provider as well, where one began there."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.session.get("oidc_id_token") if settings.OIDC_ISSUER else None
        response = super().post(request, *args, **kwargs)
        if not token:
            return response
        back = request.build_absolute_uri(reverse("wagtailadmin_login"))
        return HttpResponseRedirect(logout_address(token, back))
