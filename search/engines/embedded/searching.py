"""One search in one open file: lexicon, what is found, the best of it weighed, the rows shown."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from search.engines.embedded import facets, queries
from search.engines.embedded.vocabulary import EmbeddedLexicon
from search.meaning import encoder
from search.meaning.passages import nearest_piece
from search.query import ranking
from search.query.excerpts import excerpt, opening
from search.query.ranking import Surety
from search.query.results import ACCENTS_FROM, COMPARED, Hit, SearchResults
from search.query.understanding import understand

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from pathlib import Path
    from types import ModuleType

    from search.meaning.nearness import Nearness
    from search.meaning.vectors import Matrix
    from search.query.plan import SearchQuery


class Searching:
    """The search behind one query."""

    def __init__(self, connection: sqlite3.Connection, path: Path, query: SearchQuery) -> None:
        self.connection = connection
        self.path = path
        self.query = query
        self.ask = understand(query.plan, EmbeddedLexicon(connection, path), is_exact=query.is_exact)
        self.groups = facets.groups(connection, path)
        self.nearness: Nearness | None = None
        self.weighed: list[ranking.Weighed] = []
        self.answering = ""  # the key of the entry whose passage answers

    def results(self) -> SearchResults:
        """What the page shows; nothing when nothing found is surely about what was asked."""
        withheld = self._rows(self.query.withheld)
        found = [row for row in self._found() if row not in withheld] if withheld else self._found()
        in_groups = Counter(map(self.groups.rows.__getitem__, found))
        narrowed = self.query.choices.chosen()
        chosen = self.groups.meeting(narrowed) if narrowed else set()
        hits = [row for row in found if self.groups.rows[row] in chosen] if narrowed else found
        best = self._best(hits, withheld)
        # Under a choice, what is left says little about what there is.
        surety = Surety.SURE if narrowed else ranking.surety(self.ask, self.weighed, self.nearness)
        if surety == Surety.NONE:
            return SearchResults()
        by_meaning = set(best).difference(hits)
        if self.query.plan.is_question and not self.query.offset:
            self.answering = ranking.answering(self.weighed, self.nearness)
        shown = tuple(self._hits(self._page(list(best), hits, len(best) - len(by_meaning)), by_meaning))
        return SearchResults(
            shown,
            len(hits),
            self.groups.counts(self.query.choices, in_groups),
            frozenset(self._keys(found)) if len(found) <= COMPARED else None,
            self.ask.corrected_as_in(shown),
            is_remote=surety == Surety.REMOTE,
            by_meaning=frozenset(self._keys(by_meaning)),
        )

    def _found(self) -> list[int]:
        """Rows of what holds enough of what was asked, else of what holds any of it.

        Where no name is written anywhere, its words are looked for, common as they may be.
        """
        found = self._matching()
        if not found and self.ask.groups and not self.ask.phrases:
            self.ask = self.ask.apart()
            found = self._matching()
        return found

    def _matching(self) -> list[int]:
        found: list[int] = []
        for expression in dict.fromkeys((queries.enough(self.ask), queries.anything(self.ask))):
            found = json.loads(self.connection.execute(queries.MATCHING, (expression,)).fetchone()[0])
            if found or self.ask.phrases:
                break
        return found

    def _rows(self, keys: Collection[str]) -> set[int]:
        return {row for (row,) in self.connection.execute(queries.ROWS, (queries.listed(keys),))} if keys else set()

    def _best(self, hits: list[int], withheld: Collection[int]) -> dict[int, ranking.Weighed]:
        """What is weighed, the best first: hits, and where there are vectors what is nearest by meaning."""
        among = set(hits)
        rows: dict[int, None] = {}
        for sql, values, most in queries.best(self.ask, narrowed=bool(self.query.choices.chosen())):
            kept = (row for (row,) in self.connection.execute(sql, values) if row in among)
            rows |= dict.fromkeys(row for row, _ in zip(kept, range(most), strict=False))
        asked = self._asked(rows)
        if asked is not None:
            rows |= dict.fromkeys(row for row in self._near(asked) if row not in withheld)
        by_key = {}
        candidates = []
        for row in self.connection.execute(queries.TEXTS, (queries.listed(rows),)):
            by_key[row["key"]] = row["id"]
            candidates.append(_candidate(row, is_found=row["id"] in among))
        if asked is not None:
            self.nearness = vectors_of().nearness(self.connection, asked, {row: key for key, row in by_key.items()})
        self.weighed = ranking.rank(self.ask, candidates, self.nearness)
        return {by_key[each.key]: each for each in self.weighed}

    def _asked(self, rows: Collection[int]) -> Matrix | None:
        """The vector of the query, where words are not all that counts and the index holds any vectors.

        Accents that were not typed are those of the best `rows` by words.
        """
        if self.query.is_of_words or not self.connection.execute(queries.ANY_VECTOR).fetchone():
            return None
        ready = encoder.encoder()
        return ready.query(self._meant(rows)) if ready else None

    def _meant(self, rows: Collection[int]) -> str:
        if not self.ask.is_unaccented:
            return self.ask.meant
        seen = self.connection.execute(queries.WRITTEN, (queries.listed(islice(rows, ACCENTS_FROM)),))
        return self.ask.meant_as_in(text for (text,) in seen)

    def _near(self, asked: Matrix) -> list[int]:
        """Rows of the entries nearest by meaning that meet every choice."""
        narrowed = self.query.choices.chosen()
        chosen = self.groups.meeting(narrowed) if narrowed else None
        near: list[int] = vectors_of().nearest(
            self.connection, self.path, asked, ranking.NEAREST_WEIGHED, self.groups.rows, chosen
        )
        return near

    def _page(self, best: list[int], hits: list[int], weighed: int) -> list[int]:
        """Rows of the page: among the weighed ones, then the others by their date; or all by their date."""
        start, end = self.query.offset, self.query.offset + self.query.limit
        if self.query.by_date:
            best = []
        if end <= len(best) or (len(hits) == weighed and best):
            return best[start:end]
        others = set(hits).difference(best)
        after = max(0, start - len(best))
        rows = self.connection.execute(
            queries.BY_DATE, (queries.listed(others), self.query.limit - len(best[start:end]), after)
        )
        return best[start:end] + [row for (row,) in rows]

    def _keys(self, rows: Collection[int]) -> list[str]:
        return [key for (key,) in self.connection.execute(queries.KEYS, (queries.listed(rows),))]

    def _hits(self, rows: list[int], by_meaning: Collection[int]) -> list[Hit]:
        found = {row["id"]: row for row in self.connection.execute(queries.SHOWN, (queries.listed(rows),))}
        return [self._hit(found[row], is_found=row not in by_meaning) for row in rows]

    def _hit(self, row: sqlite3.Row, *, is_found: bool) -> Hit:
        told = (row["summary"], row["body"])
        return Hit(
            row["key"],
            row["kind"],
            row["title"],
            excerpt(*told, self.ask.marks) if is_found else opening(nearest_piece(self.nearness, row["key"], *told)),
            row["place"],
            row["date_label"],
            datetime.date.fromisoformat(row["date"]) if row["date"] else None,
            passage=nearest_piece(self.nearness, row["key"], *told) if row["key"] == self.answering else "",
        )


def vectors_of() -> ModuleType:
    """What reads vectors: loaded where there are any, since it needs numpy."""
    from search.engines.embedded import vectors  # noqa: PLC0415 - as said

    return vectors


def _candidate(row: sqlite3.Row, *, is_found: bool) -> ranking.Candidate:
    text = f"{row['summary']}{row['body']}"[: ranking.LONGEST]
    return ranking.Candidate(row["key"], row["date"] or "", row["title"], row["keywords"], text, is_found)
