"""One search in one open file: what is known of the words, what holds them, the best of it weighed, the rows shown."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING

from search import ranking
from search.engines.embedded import facets, queries
from search.engines.embedded.vocabulary import EmbeddedLexicon
from search.excerpts import excerpt
from search.results import COMPARED, Hit, SearchResults
from search.understanding import understand

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from pathlib import Path

    from search.excerpts import Marks
    from search.query import SearchQuery


class Answering:
    """The search behind one query."""

    def __init__(self, connection: sqlite3.Connection, path: Path, query: SearchQuery) -> None:
        self.connection = connection
        self.query = query
        self.ask = understand(query.plan, EmbeddedLexicon(connection, path), is_exact=query.is_exact)
        self.groups = facets.groups(connection, path)

    def results(self) -> SearchResults:
        """What the page shows; nothing when nothing found is surely about what was asked."""
        found = self._found()
        counts, chosen, total = facets.read_counts(
            self.connection, self.query.choices, Counter(map(self.groups.__getitem__, found))
        )
        narrowed = self.query.choices.chosen()
        hits = [row for row in found if self.groups[row] in chosen] if narrowed else found
        best = self._best(hits)
        # Under a choice, what is left says little about what there is.
        if not narrowed and ranking.is_silent(self.ask, list(best.values())):
            return SearchResults()
        shown = tuple(self._hits(self._page(list(best), hits)))
        return SearchResults(
            shown,
            total,
            counts,
            frozenset(self._keys(found)) if len(found) <= COMPARED else None,
            self.ask.corrected_as_in(shown),
        )

    def _found(self) -> list[int]:
        """Rows of what holds enough of what was asked, else of what holds any of it; never of what is withheld.

        Where no name is written anywhere, its words are looked for, common as they may be.
        """
        found = self._matching()
        if not found and self.ask.groups and not self.ask.phrases:
            self.ask = self.ask.apart()
            found = self._matching()
        if not self.query.withheld:
            return found
        withheld = {row for (row,) in self.connection.execute(queries.ROWS, (queries.listed(self.query.withheld),))}
        return [row for row in found if row not in withheld]

    def _matching(self) -> list[int]:
        found: list[int] = []
        for expression in dict.fromkeys((queries.enough(self.ask), queries.anything(self.ask))):
            found = [row for (row,) in self.connection.execute(queries.MATCHING, (expression,))]
            if found or self.ask.phrases:
                break
        return found

    def _best(self, hits: list[int]) -> dict[int, ranking.Weighed]:
        """The hits that are weighed, the best first."""
        among = set(hits)
        rows: dict[int, None] = {}
        for sql, values, most in queries.best(self.ask, narrowed=bool(self.query.choices.chosen())):
            kept = (row for (row,) in self.connection.execute(sql, values) if row in among)
            rows |= dict.fromkeys(row for row, _ in zip(kept, range(most), strict=False))
        by_key = {}
        candidates = []
        for row in self.connection.execute(queries.TEXTS, (queries.listed(rows),)):
            by_key[row["key"]] = row["id"]
            candidates.append(_candidate(row))
        return {by_key[each.key]: each for each in ranking.rank(self.ask, candidates)}

    def _page(self, best: list[int], hits: list[int]) -> list[int]:
        """Rows of the page: among the weighed ones, then the others by their date; or all by their date."""
        start, end = self.query.offset, self.query.offset + self.query.limit
        if self.query.by_date:
            best = []
        if end <= len(best) or len(hits) == len(best):
            return best[start:end]
        others = set(hits).difference(best)
        after = max(0, start - len(best))
        rows = self.connection.execute(
            queries.BY_DATE, (queries.listed(others), self.query.limit - len(best[start:end]), after)
        )
        return best[start:end] + [row for (row,) in rows]

    def _keys(self, rows: Collection[int]) -> list[str]:
        return [key for (key,) in self.connection.execute(queries.KEYS, (queries.listed(rows),))]

    def _hits(self, rows: list[int]) -> list[Hit]:
        found = {row["id"]: row for row in self.connection.execute(queries.SHOWN, (queries.listed(rows),))}
        marks = self.ask.marks
        return [_hit(found[row], marks) for row in rows]


def _candidate(row: sqlite3.Row) -> ranking.Candidate:
    return ranking.Candidate(
        row["key"],
        row["date"] or "",
        {name: row[name] for name in ranking.FIELDS},
        {name: row[f"form_{name}"] for name in ranking.FIELDS},
    )


def _hit(row: sqlite3.Row, marks: Marks) -> Hit:
    return Hit(
        row["key"],
        row["kind"],
        row["title"],
        excerpt(row["summary"], row["body"], marks),
        row["place"],
        row["date_label"],
        datetime.date.fromisoformat(row["date"]) if row["date"] else None,
    )
