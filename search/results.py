"""What an engine answers, without a trace of which engine it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search.facets import none_counted

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
    """Hits of one page, how many there are in all, and how many each value of a facet would leave (search.facets).

    `corrected_query` is what was searched instead of the words typed, when those stand nowhere.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=none_counted)
    found: frozenset[str] | None = (
        frozenset()
    )  # keys of everything found, whatever was chosen; None: more than COMPARED
    corrected_query: str | None = None
