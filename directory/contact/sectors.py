"""Sectors of activity: the 88 divisions of NAF rév. 2 in their 21 sections, read from ``directory/data``. Pure.

NAF 2025 will replace it: the file changes then, and old codes stay in it as long as requests hold them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from pathlib import Path

from directory.csv_lines import read_lines

FILE = Path(__file__).parents[1] / "data" / "sectors.csv"
COLUMNS = {"code": 2, "label": 70, "section": 1, "section_label": 60}


@lru_cache(maxsize=1)
def _lines() -> list[list[str]]:
    return [line.values for line in read_lines(FILE, COLUMNS, unique=["code"])]


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The sections by label, each with its divisions: pairs of (code, label)."""
    by_section = groupby(_lines(), key=lambda values: values[3])
    return [(section, [(code, label) for code, label, *_ in lines]) for section, lines in by_section]


def sector_label(code: str) -> str:
    """« Meubles » for « 31 »; empty for no code, and for one that the table does not have."""
    return next((label for known, label, *_ in _lines() if known == code), "")
