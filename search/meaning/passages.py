"""Passages: the pieces of an entry that are encoded, each behind its title. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.meaning.nearness import Nearness

LONGEST = 450  # signs of a piece
MOST = 4  # passages of an entry: all of a news item; of a long sheet what it begins with, which says what it is about
END = re.compile(r"\n+|(?<=[.!?;…])\s+")


def passages(title: str, summary: str, body: str) -> list[str]:
    """What is encoded of an entry, from its beginning; its title where it holds no other text."""
    return [f"{title}. {piece}" for piece in pieces(summary, body)] or [title]


def pieces(summary: str, body: str) -> list[str]:
    """The same without the title: whole sentences, as many as a piece holds."""
    text = body if body.startswith(summary) else f"{summary}\n{body}"
    found, piece = [], ""
    for part in _parts(text):
        if piece and len(piece) + len(part) >= LONGEST:
            found.append(piece)
            if len(found) == MOST:
                return found
            piece = part
        else:
            piece = f"{piece} {part}" if piece else part
    return [*found, piece] if piece else found


def nearest_piece(nearness: Nearness | None, key: str, summary: str, body: str) -> str:
    """The nearest passage of an entry as it was written, with its lines; its beginning where nobody knows which one
    that is.
    """
    found = pieces(summary, body)
    at = nearness.passage(key) if nearness else 0
    if at >= len(found):
        return summary or body
    written = re.search(r"\s+".join(map(re.escape, found[at].split())), f"{summary}\n{body}")
    return written.group() if written else found[at]


def _parts(text: str) -> Iterator[str]:
    """Sentences and lines; one that is too long by itself in stretches of whole words."""
    for part in END.split(text[: 4 * MOST * LONGEST]):
        rest = " ".join(part.split())
        while len(rest) > LONGEST:
            cut = rest.rfind(" ", 1, LONGEST)
            yield rest[: cut if cut > 0 else LONGEST]
            rest = rest[cut if cut > 0 else LONGEST :].lstrip()
        if rest:
            yield rest
