"""Error pages, in French. None of them shows what the visitor sent, but for a form of ours that was too old."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, HttpResponseServerError
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token

from portal.web import sent_again
from portal.web.spellings import usual_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

RETRY_SECONDS = 10  # as nginx says of what does not answer at all
READ_ONLY = "25006"  # PostgreSQL's word for a server that takes nothing, which Django calls an internal error
# The disk is full, or what stands for it does not answer (`portal.files.bucket`).
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EHOSTUNREACH}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the page does not exist, or no more; or a redirect when its address is only written otherwise."""
    return usual_address(request) or HttpResponse(loader.render_to_string("404.html", {}, request), status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: an address or a form that no browser of ours sends. Static: the request itself cannot be trusted."""
    return HttpResponse(loader.render_to_string("400.html"), status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403, and refused form tokens (CSRF_FAILURE_VIEW): then the words are kept, to be sent again."""
    if reason and sent_again.may_be_sent_again(request):
        page = loader.render_to_string("sent_again.html", sent_again.context_of(request), request)
        return HttpResponse(page, status=403, headers={"Cache-Control": "no-store"})
    return HttpResponse(loader.render_to_string("403.html", {}, request), status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when only something that we need is out of reach: Django asks for it while it handles the error.

    Rendered without database, context processors or request, since any of them may be what failed.
    """
    context = {"mailbox": settings.NATIONAL_MAILBOX}
    if passes_by_itself(sys.exception()):
        headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
        return HttpResponse(loader.render_to_string("503.html", context), status=503, headers=headers)
    return HttpResponseServerError(loader.render_to_string("500.html", context))


def passes_by_itself(error: BaseException | None) -> bool:
    """Whether the same request is right later: database gone or read-only, disk full, bucket of media gone."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    is_read_only = getattr(getattr(error, "__cause__", None), "sqlstate", "") == READ_ONLY
    return is_read_only or isinstance(error, OperationalError | InterfaceError)


class FrenchNotFoundMiddleware:
    """In development, show visitors of the demonstration the real 404 instead of Django's list of routes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace the answer to an address that no route matches: Django makes it without asking any middleware."""
        response = self.get_response(request)
        return not_found(request) if response.status_code == 404 and request.resolver_match is None else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer Http404 as production would; leave every other exception to Django."""
        return not_found(request, exception) if isinstance(exception, Http404) else None
