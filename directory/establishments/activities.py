"""What workshops make: the portal's own short nomenclature, read from ``directory/data``. Pure.

A code is never taken away while a workshop or an address holds it; labels, words and lines may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from directory.territory.csv_lines import read_lines

FILE = Path(__file__).parents[1] / "data" / "activities.csv"
COLUMNS = {"code": 20, "label": 60, "words": 200, "description": 120}


@dataclass(frozen=True, slots=True)
class Activity:
    """One line: `words` are what people call it, as a search knows it."""

    code: str
    label: str
    words: tuple[str, ...]
    description: str


@lru_cache(maxsize=1)
def activities() -> dict[str, Activity]:
    """Every activity by its code, in the order of the file."""
    lines = (line.values for line in read_lines(FILE, COLUMNS, unique=["code"]))
    return {
        code: Activity(code, label, tuple(words.split("|")), description) for code, label, words, description in lines
    }


def choices() -> list[tuple[str, str]]:
    """Pairs of (code, label), for a select."""
    return [(each.code, each.label) for each in activities().values()]
