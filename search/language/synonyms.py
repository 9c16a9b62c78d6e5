"""Everyday synonyms, which no glossary explains: words the search takes for one another (`data/synonyms.txt`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from portal.french.clean_text import clean_text
from search.language import french

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from search.query.plan import Name

FILE = Path(__file__).parents[1] / "data" / "synonyms.txt"


@cache
def plain_french() -> Mapping[Name, tuple[Name, ...]]:
    """The other names of each name, in the order of the file."""
    found: dict[Name, dict[Name, None]] = {}
    for names, others in _lines(FILE.read_text(encoding="utf-8")):
        for name in names:
            found.setdefault(name, {}).update(dict.fromkeys(other for other in others if other != name))
    return {name: tuple(others) for name, others in found.items() if others}


def _lines(text: str) -> Iterator[tuple[list[Name], list[Name]]]:
    """Names that may be typed, with those that are looked for too."""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        typed, only, others = line.partition(">")
        yield ([_name(typed)], _names(others)) if only else (_names(line), _names(line))


def _names(text: str) -> list[Name]:
    return [_name(part) for part in text.split("=")]


def _name(text: str) -> Name:
    return tuple(french.stems(clean_text(text)))
