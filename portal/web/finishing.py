"""Typographic finish of HTML pages: « 1er » and « 1re » with their ending raised, lines that break well.

Dates stand in sentences of Python, in rich text of editors and in templates; what is stored, mailed or fed keeps the
plain « 1er ». So the page is finished as it leaves, in its text alone: never in tags, fields, the window's title or
scripts.

No line of a heading ends with a conjunction, a relative or « à », nor within « Saint-Denis » or « peut-on »: what
belongs together is one box, that breaks only where it is wider than the screen. `portal.french.unbroken` says what
stays together wherever it stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse

from portal.french.unbroken import held_together, unbroken

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_ORDINAL = re.compile(rb"\b1(?:er|re)s?\b")  # most pages hold none, and are left alone
# What is passed over whole, then tags and comments; what is left is text.
_TOKENS = re.compile(
    r"<(script|style|title|textarea|select|svg|template)\b.*?</\1\s*>|<!--.*?-->"
    r"|<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>"
    r"|(?<![\w.,])1(?P<ending>(?:er|re)s?)(?!\w)",
    re.DOTALL | re.IGNORECASE,
)
_HEADING = re.compile(r"<h([1-3])\b[^>]*>.*?</h\1>", re.DOTALL)
_TIES = "et|ou|ni|or|car|mais|donc|puis|à|qui|que|quels?|quelles?"
_ARTICLES = "le|la|les|un|une|de|du|des|en|au|aux"
_ASKED = "je|tu|ils?|elles?|on|nous|vous|ce"
_WHOLE = re.compile(
    rf"<[^>]*>|(?P<whole>(?<= )(?:{_TIES}) (?:(?:{_ARTICLES}|à|qui) )*[^ \t\n<]+"
    rf"|(?<![\w’-])(?:[^\W_]+-(?:{_ASKED})(?![\w-])|(?:[^\W_]+-)+(?:[A-ZÀ-Ý\d][^\W_]*|t-(?:{_ASKED})(?![\w-]))))",
)


class FinishingMiddleware:
    """Finishes whole HTML pages; of the admin, their ordinals alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = not response.streaming and response.get("Content-Type", "").startswith("text/html")
        if not is_page:
            return response
        page = response.content.decode(response.charset)
        finished = raised(page) if _ORDINAL.search(response.content) else page
        if not request.path_info.startswith(self.admin):
            finished = held_together(unbroken(kept_together(finished)))
        if finished != page:
            response.content = finished.encode(response.charset)
        return response


def raised(page: str) -> str:
    """The HTML with `<sup>` around the endings in its text: « 1<sup>er</sup> mars »."""
    return _TOKENS.sub(_raise, page)


def kept_together(page: str) -> str:
    """The HTML with `<span class="p-whole">` around words of its headings that one line holds."""
    return _HEADING.sub(lambda heading: _WHOLE.sub(_box, heading[0]), page)


def _box(found: re.Match[str]) -> str:
    return f'<span class="p-whole">{found["whole"]}</span>' if found["whole"] else found[0]


def _raise(token: re.Match[str]) -> str:
    ending = token["ending"]
    return f"1<sup>{ending}</sup>" if ending else token[0]
