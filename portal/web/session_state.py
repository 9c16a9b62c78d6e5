"""Session keep-alive check of the admin: whether a browser is signed in still, and the form token that fits by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def session_state(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and a token; without a session Wagtail answers before us, by its login page."""
    return JsonResponse({"account": request.user.get_username(), "token": get_token(request)})


@never_cache
@require_safe
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Where the login beside a page leads: back to the tab where somebody was writing."""
    return render(request, "portal/admin/signed_in_again.html", {"page_title": "Vous êtes connecté"})
