"""Throttling of passwords, by account and by network, before any hash is computed.

A stranger who tries passwords must neither find one nor lock the owner out. A browser that has signed in to an account
keeps a signed cookie for it (OWASP, « device cookies »): it has tries of its own, which nobody else can use up.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from portal.models import User
from portal.web.limits import network_of, seconds_to_wait
from portal.web.signed_links import LinkExpiredError, LinkUnknownError, SignedLink

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

COOKIE = "appareil"
KNOWN_FOR = datetime.timedelta(days=180)
DEVICE = SignedLink("portal.sign_in.device", KNOWN_FOR)  # a signed value as those of links are
LONGEST_PASSWORD = 1000  # signs; a longer one is nobody's, and costs to hash
BY_KNOWN_DEVICE = "10/h"  # for one account
BY_NETWORK = "60/h"  # for all accounts: an office behind one address
BY_NETWORK_AND_ACCOUNT = "10/h"
BY_ACCOUNT = "50/h"  # from all networks together, but for the devices that the account knows
BY_ALL = "300/m"  # hashes that all unknown devices together may cost


class ThrottledBackend(ModelBackend):
    """Django's own, which checks no password while there are too many tries; the request then says how long."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **further: Any
    ) -> AbstractBaseUser | None:
        if request is not None and username and password:
            request.seconds_to_sign_in = wait = seconds_to_sign_in(request, username)  # type: ignore[attr-defined]
            if wait or len(password) > LONGEST_PASSWORD:
                raise PermissionDenied
        user = super().authenticate(request, username=username, password=password, **further)
        if user is None and request is not None and username and password:
            count_wrong_try(request, username)
        return user

    def user_can_authenticate(self, user: User) -> bool:
        """Where the single sign-on is the only door: accounts alone for which a command has opened this one."""
        is_open = settings.LOCAL_LOGIN or (user.local_until is not None and user.local_until > timezone.now())
        return is_open and super().user_can_authenticate(user)

    def get_user(self, user_id: int) -> User | None:
        """The account of a session: one that a password began lasts to its end."""
        user = User.objects.filter(pk=user_id).first()
        return user if user is not None and user.is_active else None


def seconds_to_sign_in(request: HttpRequest, username: str) -> int:
    """0, or the seconds until one more try for an account is welcome here. What it may cost to hash is counted."""
    limits = _limits_of(request, username)
    if "sign_in.device" not in limits and (wait := seconds_to_wait(request, "sign_in.all", BY_ALL, "")):
        return wait
    waits = (seconds_to_wait(request, purpose, *limit, counts=False) for purpose, limit in limits.items())
    return next(filter(None, waits), 0)


def count_wrong_try(request: HttpRequest, username: str) -> None:
    """Whoever knows the password may sign in as often as they like: right ones are no tries."""
    for purpose, limit in _limits_of(request, username).items():
        seconds_to_wait(request, purpose, *limit)


def _limits_of(request: HttpRequest, username: str) -> dict[str, tuple[str, str]]:
    """The rates that hold for an account here, and who is counted, by purpose."""
    account, network = username.strip().casefold(), network_of(request)
    if device := known_device(request, account):
        return {"sign_in.device": (BY_KNOWN_DEVICE, f"{device} {account}")}
    return {
        "sign_in.network": (BY_NETWORK, network),
        "sign_in.both": (BY_NETWORK_AND_ACCOUNT, f"{network} {account}"),
        "sign_in.account": (BY_ACCOUNT, account),
    }


def known_device(request: HttpRequest, account: str) -> str:
    """The name by chance of the browser, when this account has signed in with it; else empty."""
    try:
        device, digest = DEVICE.read(request.COOKIES.get(COOKIE, ""))
    except (LinkUnknownError, LinkExpiredError, TypeError, ValueError):
        return ""
    return str(device) if digest == _digest(account) else ""


class DeviceCookieMiddleware:
    """Give the cookie to the browser that has just signed in; nobody else gets one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if account := getattr(request, "signed_in_account", ""):
            response.set_cookie(
                COOKIE,
                DEVICE.sign([get_random_string(16), _digest(account)]),
                max_age=KNOWN_FOR,
                path="/admin/",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def connect_signals() -> None:
    """Hear of every sign-in."""
    user_logged_in.connect(_remember, dispatch_uid="portal.sign_in.throttling")


def _remember(sender: Any, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    if request is not None:
        request.signed_in_account = user.get_username().casefold()  # type: ignore[attr-defined]  # for the cookie


def _digest(account: str) -> str:
    return salted_hmac("portal.sign_in.device", account, algorithm="sha256").hexdigest()[:20]
