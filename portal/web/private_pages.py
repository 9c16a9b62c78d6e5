"""Headers of pages with personal data: nothing stays in a cache, a search engine or another site's logs."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]


def kept_private(view: View) -> View:
    """Nothing of these pages stays in a cache: they show what people typed."""

    @wraps(view)
    def private_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return private_view


def of_one_request(view: View) -> View:
    """A page behind a signed link: its address passes to no other site and into no search engine either."""

    @wraps(view)
    def signed_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.is_behind_link = True  # the page states no address of its own
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return kept_private(signed_view)


def too_many(response: HttpResponse, seconds: int) -> HttpResponse:
    """The answer to who must wait, with the time for programs."""
    response["Retry-After"] = str(seconds)
    return response
