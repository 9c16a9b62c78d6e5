"""French as it is written for print and read aloud: spaces that may not break, and words that are not French."""

from __future__ import annotations

import re

# No line may end before one of these signs, nor after «.
BREAKABLE = re.compile(r"(?<=[\wÀ-ÿ)’»%.…}]) (?:[;?»]|!(?!=)|:(?=[\s\"'<{]|$))|« ")
# « 10 h 12 » in a text, in an f-string (whose values stand as « } »), and in a format of Django's filter `date`.
HOUR = re.compile(r"(?<=[\d}]) h\b|(?<=[\d}][ \u00a0]h) (?=[\d}])| \\h|\\h ")
# Words that English cannot do without, and that French has not.
ENGLISH = re.compile(
    r"(?<![/\w-])(?:the|and|with|your|this|that|from|is|are|you|click|search|please)(?![\w-])", re.IGNORECASE
)


def breakable(text: str) -> list[str]:
    """Where a line could end badly, with what stands around."""
    return [
        f"{found[0]!r} in {text[max(0, found.start() - 30) : found.end() + 10]!r}"
        for pattern in (BREAKABLE, HOUR)
        for found in pattern.finditer(text)
    ]


def english(text: str) -> list[str]:
    """English words, with what stands around."""
    return [
        f"{found[0]!r} in {text[max(0, found.start() - 30) : found.end() + 30]!r}" for found in ENGLISH.finditer(text)
    ]
