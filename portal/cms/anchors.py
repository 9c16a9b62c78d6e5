"""Anchors of the titles in a text, so that a summary and other pages can lead to them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.text import slugify

TITLE = re.compile(r"<h2(?P<attributes>(?:\s[^>]*)?)>(?P<words>.*?)</h2>", re.DOTALL)
ID = re.compile(r'\sid="([^"]*)"')
# Anchors of the page around the text.
TAKEN = frozenset({"contenu", "navigation", "pied", "sommaire", "partager", "lieu"})


@dataclass(frozen=True)
class Heading:
    """A title of the text: its anchor and its words, without markup."""

    anchor: str
    text: str


@dataclass(frozen=True)
class AnchoredText:
    """A text whose titles of level 2 all have an anchor of their own."""

    html: str
    headings: tuple[Heading, ...]


def anchored(text: str) -> AnchoredText:
    """Give each `<h2>` that has none an id made of its words, unique in the page."""
    taken = set(TAKEN) | set(ID.findall(text))
    headings = []

    def with_anchor(match: re.Match[str]) -> str:
        words = html.unescape(strip_tags(match["words"])).strip()
        known = ID.search(match["attributes"])
        anchor = known[1] if known else _free(slugify(words) or "section", taken)
        taken.add(anchor)
        headings.append(Heading(anchor, words))
        attributes = match["attributes"] if known else f'{match["attributes"]} id="{anchor}"'
        return f"<h2{attributes}>{match['words']}</h2>"

    return AnchoredText(TITLE.sub(with_anchor, text), tuple(headings))


def _free(anchor: str, taken: set[str]) -> str:
    number = 1
    candidate = anchor
    while candidate in taken:
        number += 1
        candidate = f"{anchor}-{number}"
    return candidate
