"""Second factor: codes of an application (TOTP, RFC 6238) and ten recovery codes, kept by django-otp.

Whoever enters the admin edits what the public reads or answers employers: with `SECOND_FACTOR` each of them needs one.
Without, it is for who wants it; who has one is always asked for it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import django_otp
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.models import SignIn
from portal.sign_in import history

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

RECOVERY_CODES = 10
NAME = "application"
NEEDED = "needs_second_factor"  # in the session: the account has an application
SINGLE_SESSION = "signed_in_elsewhere"  # in the session: the provider of the single sign-on asked for a second factor
# What an account reaches before it is verified: the way out, the pages of the second factor, what draws them.
OPEN = {
    "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite",
    "second_factor", "second_factor_setup", "single_sign_on",
    "oidc_authentication_callback", "wagtailadmin_password_reset", "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm", "wagtailadmin_password_reset_complete",
}  # fmt: skip


def application_of(user: AbstractBaseUser) -> TOTPDevice | None:
    """The application that an account has confirmed."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def new_application(user: AbstractBaseUser) -> TOTPDevice:
    """The key to be scanned: the same one until a code of it was typed."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": NAME})
    return device


def picture_of(device: TOTPDevice) -> str:
    """The key as a QR code: SVG as an address of its own, which the policy of the admin shows."""
    import segno  # noqa: PLC0415 - drawn once an account

    return str(segno.make(device.config_url).svg_data_uri(scale=5, border=4, light="white"))  # read on a dark page, too


@transaction.atomic
def check(request: HttpRequest, code: str) -> bool:
    """Whether a code is good, by its shape of the application or a recovery code; then the session is verified."""
    kind, outcome = (TOTPDevice, SignIn.Outcome.CODE) if code.isdigit() else (StaticDevice, SignIn.Outcome.RECOVERY)
    device = kind.objects.select_for_update().filter(user=request.user, confirmed=True).first()
    if device is None or not device.verify_token(code):
        history.record(request.user, SignIn.Outcome.CODE_REFUSED, request)
        return False
    history.record(request.user, outcome, request)
    request.session.cycle_key()
    django_otp.login(request, device)
    return True


@transaction.atomic
def confirm(request: HttpRequest, code: str) -> list[str] | None:
    """Take a new application into use, in the place of an earlier one; its recovery codes, or None for a wrong code."""
    device = TOTPDevice.objects.select_for_update().filter(user=request.user, confirmed=False).first()
    if device is None or not device.verify_token(code):
        return None
    TOTPDevice.objects.filter(user=request.user, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    history.record(request.user, SignIn.Outcome.CODE, request)
    request.session.cycle_key()
    django_otp.login(request, device)
    return new_recovery_codes(request.user)


@transaction.atomic
def new_recovery_codes(user: AbstractBaseUser) -> list[str]:
    """Ten codes that serve once each; earlier ones are void."""
    device, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": NAME})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]} {code[4:]}" for code in codes]


@transaction.atomic
def forget(user: AbstractBaseUser) -> bool:
    """Take the second factor away; whether there was one."""
    found = bool(TOTPDevice.objects.filter(user=user, confirmed=True))
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    return found


def is_missing(request: HttpRequest) -> bool:
    """Whether this session still needs a code before it is more than a visitor's. No query."""
    session = request.session
    if not request.user.is_authenticated or request.user.is_verified() or session.get(SINGLE_SESSION):
        return False
    return bool(settings.SECOND_FACTOR or session.get(NEEDED))


def connect_signals() -> None:
    """Hear of every sign-in: whether the account has an application is asked once a session."""
    user_logged_in.connect(_note, dispatch_uid="portal.sign_in.second_factor")


def _note(sender: Any, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    if request is not None and hasattr(request, "session"):
        request.session[NEEDED] = application_of(user) is not None


class SecondFactorMiddleware:
    """Lead whoever is signed in, but not verified, to the page of the code; there is no other page for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with suppress(Resolver404):
            has_session = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
            if has_session and resolve(request.path_info).url_name not in OPEN and is_missing(request):
                return redirect(f"{reverse('second_factor')}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)
