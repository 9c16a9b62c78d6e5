"""Whole pages kept in the memory of each process, for visitors who are nobody in particular (docs/decisions/0029).

A page is remembered within one generation of the content (`portal.cms.cached`) and one minute of the clock: whatever is
typed by day or minute, from an event that ends to an absence that begins, is right without anybody thinking of it.
Only pages of the tree and views marked by `same_for_everybody` are kept, and only as long as no cookie has anything to
do with them. Two processes that share no cache remember a second at most.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import set_response_etag

from portal.cms import cached

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.urls import ResolverMatch

View = TypeVar("View", bound="Callable[..., HttpResponse]")

MINUTE = 60
MOST_BYTES = 8 * 1024 * 1024  # of one process; the page that was asked longest ago goes first
LARGEST = 512 * 1024
# What chooses among the rows of a list. Pages of any other address are built: typed words and invented parameters
# would push the others out, and what people type is kept nowhere.
PARAMETERS = {"annee", "lettre", "page", "region", "rubrique", "theme"}
MARK = "is_same_for_everybody"
TREE = "wagtail_serve"
SHARED = "public, no-cache"  # may be kept, and is asked for each time: with its ETag that costs a line
OWN = "private, no-cache"
# What a proxy of ours may remember, for the second in which it was asked (ops/nginx). Browsers do not get to see it.
PROXIED, SECOND = "X-Accel-Expires", "1"
VARIES = {"", "cookie", "accept-encoding"}  # who asks here has no cookie, and nothing in here compresses


class _Kept(NamedTuple):
    content: bytes
    headers: dict[str, str]
    match: ResolverMatch
    until: float


class _Pages:
    """The pages of one generation and minute. Replaced as a whole: what is built meanwhile lands in the old one."""

    def __init__(self, moment: tuple[str, int]) -> None:
        self.moment = moment
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> _Kept | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        return found if found and found.until > time.monotonic() else None

    def put(self, key: str, page: _Kept) -> None:
        with self._lock:
            if old := self._kept.pop(key, None):
                self._bytes -= len(old.content)
            self._kept[key] = page
            self._bytes += len(page.content)
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1].content)


_pages = _Pages(("", 0))


def same_for_everybody(view: View) -> View:
    """Mark a view whose answers depend on nothing but the address, the content and the minute; innermost decorator."""
    setattr(view, MARK, True)
    return view


class WholePagesMiddleware:
    """Answers from memory, else remembers; says of every page how long it is good."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        pages = _pages_now() if settings.WHOLE_PAGES and _is_anybody(request) else None
        key = f"{request.scheme}://{request.get_host()}{request.get_full_path()}" if pages else ""
        if pages and (kept := pages.get(key)):
            request.resolver_match = kept.match
            return HttpResponse(kept.content, headers=kept.headers)
        response = self.get_response(request)
        is_shared = _is_anybody(request) and _is_for_everybody(request, response)
        if response.status_code == 200:
            response.setdefault("Cache-Control", SHARED if is_shared else OWN)
        if pages and is_shared and request.method == "GET" and len(response.content) <= LARGEST:
            set_response_etag(response)
            seconds = cached.ALONE
            if cached.is_shared():  # else this process may be late by a second already
                seconds, response[PROXIED] = MINUTE, SECOND
            match, until = request.resolver_match, time.monotonic() + seconds
            pages.put(key, _Kept(response.content, dict(response.headers), match, until))
        return response


def _pages_now() -> _Pages | None:
    """The memory that is good now; None while nobody would hear of what another process publishes."""
    global _pages  # noqa: PLW0603 - one memory a process
    moment = (cached.current_generation(), _minute())
    if getattr(cache, "trouble", ""):
        return None
    pages = _pages
    if pages.moment != moment:
        _pages = pages = _Pages(moment)
    return pages


def _minute() -> int:
    return int(time.time() // MINUTE)


def _is_anybody(request: HttpRequest) -> bool:
    """Whether nothing about this request tells who asks, nor is it Wagtail's own for a draft."""
    return (
        request.method in {"GET", "HEAD"}
        and not request.COOKIES
        and "Authorization" not in request.headers
        and not getattr(request, "is_dummy", False)
        and all(name in PARAMETERS for name, _ in parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True))
    )


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    match: Any = request.resolver_match
    return (
        match is not None
        and (match.view_name == TREE or getattr(match.func, MARK, False))
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META  # it holds a token
        and {each.strip().lower() for each in response.get("Vary", "").split(",")} <= VARIES
        and response.get("Content-Type", "").startswith("text/html")
        and response.get("Cache-Control", SHARED) == SHARED
    )
