"""Digests of entries in 16 signs, to see whether an index holds what the database shows. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.index.entry import SearchEntry


def digest(facets: Sequence[Sequence[str]], *told: str | None) -> str:
    """The digest of facets, then title, summary, body, place, date in words, and date as such."""
    return hashlib.sha256(json.dumps([facets, told]).encode()).hexdigest()[:16]


def digest_of(entry: SearchEntry) -> str:
    """The digest an engine should hold for an entry."""
    date = entry.date.isoformat() if entry.date else None
    return digest(entry.facets, entry.title, entry.summary, entry.body, entry.where, entry.when, date)
