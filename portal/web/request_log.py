"""Request log: a number for each request, its time and queries; told in its lines, its answer and the measures."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from portal.web import measures
from portal.web.log_lines import current

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("portal.request")

GIVEN = re.compile(r"[0-9a-f]{32}")  # as nginx numbers requests ($request_id)
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


def view_of(request: HttpRequest) -> str:
    """Which view answered: a name of ours, « admin » for all of it, nothing when none was found."""
    match = request.resolver_match
    if match is None:
        return ""
    return "admin" if request.path_info.startswith("/admin/") else match.view_name or match.route


class RequestLogMiddleware:
    """Outermost: what it measures is what a visitor waits for. No address, no name, no query string is noted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.tells = settings.LOG_FORMAT == "json"  # else nginx's line will do

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Number, answer, measure, tell."""
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        current.set(number)  # until the next one: Django itself writes its line about this one later
        start, queries = time.perf_counter(), 0

        def count(execute: Callable[..., object], *asked: object) -> object:
            nonlocal queries
            queries += 1
            return execute(*asked)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        seconds, view = time.perf_counter() - start, view_of(request)
        method = request.method if request.method in METHODS else "other"
        measures.ANSWERS.labels(view, method, response.status_code).observe(seconds)
        measures.QUERIES.labels(view).observe(queries)
        if self.tells:
            figures = {"status": response.status_code, "duration_ms": round(seconds * 1000), "queries": queries}
            logger.info("%s %s", method, request.path, extra={"figures": figures | {"view": view}})
        response.headers["X-Request-ID"] = number
        return response
