"""Session limits: two hours without a sign of its owner, twelve hours in all; then one signs in again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

BEGUN, SEEN = "signed_in_at", "seen_at"
NOTED_EVERY = 300  # seconds: a page does not cost a write of its session
# What an open tab asks by itself is no sign of anybody.
BY_ITSELF = ("/admin/editing-sessions/", "/admin/session/")


class SessionLimitsMiddleware:
    """End sessions that are over; what an editor was writing is kept by the page itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.user.is_authenticated:
            now, session = int(time.time()), request.session
            begun, seen = session.setdefault(BEGUN, now), session.setdefault(SEEN, now)
            if now - begun > settings.SESSION_LONGEST_SECONDS or now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - seen > NOTED_EVERY and not request.path_info.startswith(BY_ITSELF):
                session[SEEN] = now
        return self.get_response(request)


def connect_signals() -> None:
    """Hear of every sign-in: its session begins then."""
    user_logged_in.connect(_begin, dispatch_uid="portal.sign_in.session_limits")


def _begin(sender: Any, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    if request is not None and hasattr(request, "session"):
        request.session[BEGUN] = request.session[SEEN] = int(time.time())
