"""Middlewares that set security headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


# What no page of ours asks of a browser.
NOT_ASKED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{each}=()" for each in NOT_ASKED)
# Where one signs in: what no frame may show, not even one of ours.
DOORS = ("login", "password_reset", "code", "identite")


class SecurityHeadersMiddleware:
    """Headers that Django does not send by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class AdminPolicyMiddleware:
    """Give Wagtail's admin the policy it needs; public pages keep the strict one.

    Comes after django-csp in MIDDLEWARE: on the way out it runs first and leaves its word on the response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")
        self.doors = tuple(f"{self.prefix}{each}/" for each in DOORS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(self.prefix):
            is_door = request.path_info.startswith(self.doors)
            policy = settings.DOORS_CONTENT_SECURITY_POLICY if is_door else settings.ADMIN_CONTENT_SECURITY_POLICY
            response._csp_replace = policy  # noqa: SLF001 - django-csp's hook
        return response
