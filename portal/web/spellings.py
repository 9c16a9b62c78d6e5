"""Address canonicalisation: one in capitals, with accents or with letters and accents apart leads to its page."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from wagtail.models import Site

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGES = "wagtail_serve"  # the name of whatever no address of ours matches
LONGEST = 2000  # signs that a person may have written; Django refuses to send anybody to a much longer address


def usual_address(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """A redirect to the page that the address means in small letters and Unicode NFC, or else without accents; or None.

    Only what no view of ours answered is read again: signed links and file names mean their capitals.
    """
    if request.method not in {"GET", "HEAD"} or not _is_nobodys(request.path):
        return None
    if len(request.get_full_path()) > LONGEST:
        return None
    composed = unicodedata.normalize("NFC", request.path).lower()
    plain = "".join(each for each in unicodedata.normalize("NFD", composed) if not unicodedata.combining(each))
    for path in dict.fromkeys((composed, plain)):
        if path != request.path and (not _is_nobodys(path) or _is_page(request, path)):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    return None


def _is_nobodys(path: str) -> bool:
    try:
        return resolve(path).view_name == PAGES
    except Resolver404:
        return True


def _is_page(request: HttpRequest, path: str) -> bool:
    site = Site.find_for_request(request)
    if site is None:
        return False
    try:
        site.root_page.specific.route(request, [part for part in path.split("/") if part])
    except Http404:
        return False
    return True
