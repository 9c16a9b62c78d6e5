"""Pages and documents behind a shared password: tries are counted before the password is compared."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from wagtail.documents.views.serve import authenticate_with_password as of_document
from wagtail.views import authenticate_with_password as of_page

from portal.web.limits import network_of, seconds_to_wait
from portal.web.private_pages import too_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

BY_NETWORK = "20/h"
BY_PAGE = "200/h"  # from all networks together


def counted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, which answers 429 to who tries too often."""

    @wraps(view)
    def guarded(request: HttpRequest, restriction: int, *further: Any, **named: Any) -> HttpResponse:
        if request.method == "POST":
            wait = seconds_to_wait(
                request, "sign_in.page_network", BY_NETWORK, f"{network_of(request)} {view.__module__} {restriction}"
            ) or seconds_to_wait(request, "sign_in.page", BY_PAGE, f"{view.__module__} {restriction}")
            if wait:
                return too_many(render(request, "sign_in/too_many.html", {"minutes": -(-wait // 60)}, status=429), wait)
        return view(request, restriction, *further, **named)

    return guarded


authenticate_for_page, authenticate_for_document = counted(of_page), counted(of_document)
