"""Frequent French words, whether or not a document holds them: nobody who typed one mistyped another."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from search.language import french

FILE = Path(__file__).parents[1] / "data" / "french_words.txt"


def is_french(folded: str) -> bool:
    """Whether a folded word is a frequent one, in any of its forms that share a stem."""
    return french.stem(folded) in _stems()


@cache
def _stems() -> frozenset[str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    stem = french.stem.__wrapped__  # what it remembers are words that somebody wrote
    return frozenset(stem(word) for line in lines if not line.startswith("#") for word in line.split())
