"""Slugs that a page may not have: the portal answers there itself, so the page would never be reached."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import URLResolver, get_resolver
from wagtail.contrib.routable_page.models import RoutablePageMixin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.urls import URLPattern
    from wagtail.models import Page

REFUSAL = "Cette adresse est déjà celle d’une page fixe du portail\u00a0: choisissez-en une autre."
_NAME = re.compile(r"[\w.-]+")


def refuse_fixed_address(slug: str, parent: Page | None) -> None:
    """Raise ValidationError for a slug whose address is answered before any page is asked."""
    if is_fixed_address(slug, parent):
        raise ValidationError({"slug": ValidationError(REFUSAL, code="fixed_address")})


def is_fixed_address(slug: str, parent: Page | None) -> bool:
    """Whether the site, or the parent itself (an agenda, a file), answers at the address of such a child."""
    if parent is None:
        return False
    if parent.depth == 2 and slug in first_names():
        return True
    own = parent.specific
    if not isinstance(own, RoutablePageMixin):
        return False
    try:
        own.resolve_subpage(f"/{slug}/")
    except Http404:
        return False
    return True


@cache
def first_names() -> frozenset[str]:
    """The first parts of all addresses that the portal lists: « contact », « flux », « robots.txt »…"""
    static = settings.STATIC_URL.strip("/").split("/")[0]
    return frozenset({static, *_first_names(get_resolver().url_patterns)})


def _first_names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        text = str(each.pattern).removeprefix("^")
        if found := _NAME.match(text):
            yield found[0]
        elif not text and isinstance(each, URLResolver):
            yield from _first_names(each.url_patterns)
