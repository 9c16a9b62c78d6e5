"""Search results: what an engine answers, without a trace of which engine it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search.query.facets import none_counted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from search.query.excerpts import Part

# Up to this many found keys come back with the hits, so that all of them are compared with the database and the
# counts are exact even from a late index.
COMPARED = 200
# How many of the best texts, and signs of each, tell how words that were typed without accents are written.
ACCENTS_FROM, READ_FOR_ACCENTS = 8, 300


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
    passage: str = ""  # its own words that surely answer the question asked


@dataclass(frozen=True)
class SearchResults:
    """Hits of one page, how many there are in all, and how many each value of a facet would leave (see
    `search.query.facets`).

    `corrected_query` is what was searched instead of the words typed, when those stand nowhere. Where `is_remote`,
    nothing answers surely: these are the nearest. `by_meaning` holds the keys of hits that hold too little of what was
    asked and are near to it: they stand among the others by their rank, and neither `total` nor a facet counts them.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=none_counted)
    found: frozenset[str] | None = (
        frozenset()
    )  # keys of everything found, whatever was chosen; None: more than COMPARED
    corrected_query: str | None = None
    is_remote: bool = False
    by_meaning: frozenset[str] = frozenset()

    @property
    def shown(self) -> int:
        """How many hits there are to see: those of the words, and those of the meaning alone."""
        return self.total + len(self.by_meaning)
