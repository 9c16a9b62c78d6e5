"""French typesetting: non-breaking spaces, guillemets, apostrophes and ellipses as printers set them. Pure, idempotent.

Addresses of the web and of mail, and the tags and references of HTML are left alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

NO_BREAK, NARROW = "\u00a0", "\u202f"
_LEFT_ALONE = re.compile(r"(<[^<>]*>|&\#?\w+;|\b(?:https?|mailto|tel):\S+|\bwww\.\S+|[^\s<>@]+@[^\s<>@]+|(?<!\S)/\S*)")
_BLANK = f"[ {NO_BREAK}{NARROW}]"
_QUOTES = (
    re.compile(r'(?<![\w="])"([^"\n]*[^"\s][^"\n]*)"(?![\w"])'),
    re.compile(r"(?<!\w)“([^“”\n]*[^“”\s][^“”\n]*)”(?!\w)"),
)
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W_])")
_SPACES = (
    (re.compile(f"«(?:{_BLANK}*(?=\\S))"), f"«{NO_BREAK}"),
    (re.compile(f"(?<=[^\\s«]){_BLANK}*»"), f"{NO_BREAK}»"),
    (re.compile(r"(?<=[^\W_]|[)»%€]) +(?=[;:!?])"), NO_BREAK),
    (re.compile(r"(?<=[^\W\d_]|[)%€])(?=[;!?]+(?:\s|$|[)»]))|(?<=[^\W\d_]|[)%€])(?=:(?:\s|$))"), NO_BREAK),
    (re.compile(r"(?<=\d) (?=[%€°](?!\w))|(?<=\bn°) (?=\d)"), NO_BREAK),
)
_THOUSANDS = re.compile(r"(?<![\d.,/-])(?<!\d )\d{1,3}(?: \d{3})+(?![\d ]*\d|[/.-]\d)")


class Typeset(NamedTuple):
    """A text with what was set in it: spaces, pairs of guillemets, apostrophes and other signs."""

    text: str
    spaces: int = 0
    quotes: int = 0
    signs: int = 0

    @property
    def changes(self) -> int:
        """How much was set."""
        return self.spaces + self.quotes + self.signs


def typeset(text: str) -> Typeset:
    """The text, plain or HTML, as a printer would set it."""
    spaces = quotes = signs = 0
    parts = _LEFT_ALONE.split(text)
    for place in range(0, len(parts), 2):
        if not (part := parts[place]):
            continue
        for pattern in _QUOTES:
            part, count = pattern.subn(lambda match: f"«{NO_BREAK}{match[1].strip()}{NO_BREAK}»", part)
            quotes += count
        part, apostrophes = _APOSTROPHE.subn("’", part)
        part, ellipses = re.subn(r"(?<![.\w/])\.\.\.(?![.\w/])|(?<=\w)\.\.\.(?![.\w/])", "…", part)
        signs += apostrophes + ellipses
        for pattern, right in _SPACES:
            before = part
            part = pattern.sub(right, part)
            spaces += before != part
        part, count = _THOUSANDS.subn(lambda match: match[0].replace(" ", NARROW), part)
        spaces += count
        parts[place] = part
    return Typeset("".join(parts), spaces, quotes, signs)
