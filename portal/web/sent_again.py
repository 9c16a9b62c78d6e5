"""A refused POST that its sender may send again: a form whose token is too old, after signing in beside it (CSRF 403).

The page shows what was just sent, and carries it in a form with a token that fits. Only when the browser itself says
that the POST came from a page of ours: another site can neither fill this form in nor say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest

SHORT = 20  # characters: less, without a blank, is a key or a button


def may_be_sent_again(request: HttpRequest) -> bool:
    """Whether the sender of this refused POST sees it again: a form of our own pages, read by a person."""
    if request.method != "POST" or "text/html" not in request.headers.get("Accept", ""):
        return False
    if any("password" in name.lower() for name in request.POST):  # no page repeats one
        return False
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    scheme, _, host = request.headers.get("Origin", "").partition("://")
    return host == request.get_host() and (scheme == "https" or not settings.CSRF_COOKIE_SECURE)


def fields_of(request: HttpRequest) -> Iterator[tuple[str, list[str]]]:
    """What was sent, by name, but for its token."""
    return ((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")


def words_in(fields: Mapping[str, list[str]]) -> list[str]:
    """The values that a person wrote, to be read again: long ones, and those of several words."""
    values = (value.strip() for values in fields.values() for value in values)
    return [value for value in values if len(value) > SHORT or " " in value or "\n" in value]


def context_of(request: HttpRequest) -> dict[str, Any]:
    """For `sent_again.html`."""
    fields = dict(fields_of(request))
    return {
        "action": request.get_full_path(),
        "fields": fields.items(),
        "words": words_in(fields),
        "has_files": bool(request.FILES),
    }
