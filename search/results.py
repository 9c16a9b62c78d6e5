"""What an engine answers, without a trace of which engine it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from search.excerpts import Part

# Up to this many found keys come back with the hits, so that all of them are compared with the database and the
# counts are exact even from a late index.
COMPARED = 200


@dataclass(frozen=True)
class Hit:
    """One entry found: what a row of results shows. The database gives its address at the last moment."""

    key: str
    kind: str
    title: str
    excerpt: tuple[Part, ...] = ()
    where: str = ""
    when: str = ""
    date: datetime.date | None = None
    url: str = ""


@dataclass(frozen=True)
class SearchResults:
    """Hits of one page, how many there are in all, and how many of each kind whatever kind was chosen."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    found: frozenset[str] | None = frozenset()  # keys of everything found in every kind; None: more than COMPARED
