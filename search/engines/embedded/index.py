"""One index: one SQLite file, opened for each operation, written in whole transactions."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from search.engines.embedded import contents, facets, queries, titles, vocabulary
from search.engines.embedded.schema import APPLICATION, MADE_BY, SCHEMA
from search.engines.embedded.searching import Searching
from search.index.position import Position
from search.index.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.index.entry import SearchEntry
    from search.index.position import Changes
    from search.query import ranking
    from search.query.plan import SearchQuery
    from search.query.results import SearchResults
    from search.query.understanding import ParsedQuery

PATIENCE = 1.0  # seconds to wait for another process that writes
# Locked too long, removed, not ours to write, or the disk is full or failing; every other error is a mistake of ours.
OUT_OF_REACH = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
}  # fmt: skip


class UnreadableIndex(SearchUnavailable):
    """The file is damaged, or no index at all: it has to be built again."""


class EmbeddedIndex:
    """An index file that exists. `durable` is off while it is built: nobody reads it before it is whole."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self.durable = durable
        self.tally = vocabulary.Tally()

    @classmethod
    def create(cls, path: Path, position: Position) -> EmbeddedIndex:
        """Make an empty index that stands at a position."""
        index = cls(path, durable=False)
        with index._open("rwc", is_new=True) as connection:
            connection.executescript(SCHEMA)
            connection.execute("INSERT INTO state VALUES (?, ?, ?)", (position.log, position.number, MADE_BY))
        return index

    @contextlib.contextmanager
    def _open(self, mode: str = "rw", *, is_new: bool = False) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(
                sqlite3.connect(f"{self.path.as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None)
            ) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA temp_store = MEMORY")
                if not self.durable:
                    connection.execute("PRAGMA synchronous = OFF")
                if not is_new and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
                    raise UnreadableIndex("embedded index: the file is none")
                yield connection
        except sqlite3.DatabaseError as error:
            code = error.sqlite_errorcode & 0xFF
            if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                raise UnreadableIndex(f"embedded index: {error}") from error
            if code in OUT_OF_REACH:
                raise SearchUnavailable(f"embedded index: {error}") from error
            raise

    def position(self) -> Position | None:
        """Where it stands; None when another version of this code made it."""
        with self._open() as connection:
            log, number, made_by = connection.execute("SELECT log, number, made_by FROM state").fetchone()
        return Position(log, number) if made_by == MADE_BY else None

    def apply(self, changes: Changes) -> None:
        """Store, forget and move on in one transaction, unless another process has been further already."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            log, number = connection.execute("SELECT log, number FROM state").fetchone()
            if log == changes.upto.log and number <= changes.upto.number:
                for key in (*changes.removed, *(entry.key for entry in changes.put)):
                    _forget(connection, key, self.tally)
                for entry in changes.put:
                    _store(connection, entry, changes.vectors.get(entry.key), self.tally)
                if self.durable:
                    self.tally.write(connection)
                connection.execute("UPDATE state SET number = ?", (changes.upto.number,))
            connection.execute("COMMIT")

    def finish(self) -> None:
        """Make a freshly built index small, quick and safe on disk."""
        with self._open() as connection:
            connection.execute("PRAGMA synchronous = FULL")
            with connection:
                connection.execute("BEGIN")
                self.tally.write(connection)
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")
            connection.execute("PRAGMA optimize")

    def keys(self) -> set[str]:
        """Keys of everything it holds."""
        with self._open() as connection:
            return {key for (key,) in connection.execute("SELECT key FROM entry")}

    def digests(self) -> dict[str, str]:
        """A digest of each entry, by key."""
        with self._open() as connection:
            return contents.digests(connection)

    def without_vectors(self, most: int) -> list[str]:
        """Keys of entries of which no passage was encoded yet, so many at most."""
        with self._open() as connection:
            return [key for (key,) in connection.execute(queries.WITHOUT_VECTORS, (most,))]

    def titles_starting_with(self, typed: str, limit: int) -> list[tuple[str, str, str]]:
        """(key, kind, title) of entries whose titles hold a word that begins so."""
        with self._open() as connection:
            return titles.starting_with(connection, typed, limit)

    def explain(self, query: SearchQuery) -> tuple[ParsedQuery, list[ranking.Weighed]]:
        """How a query is understood, and all that is weighed for it, the best first."""
        with self._open() as connection:
            connection.execute("BEGIN")
            searching = Searching(connection, self.path, query)
            searching.results()
            return searching.ask, searching.weighed

    def search(self, query: SearchQuery) -> SearchResults:
        """Find with FTS5, weigh the best in Python, count every facet over what was found."""
        with self._open() as connection:
            connection.execute("BEGIN")  # all that is read belongs together, whoever writes meanwhile
            return Searching(connection, self.path, query).results()


def _forget(connection: sqlite3.Connection, key: str, tally: vocabulary.Tally) -> None:
    titles.forget(connection, key)
    vocabulary.forget(connection, key, tally)
    connection.execute("DELETE FROM vector WHERE id = (SELECT id FROM entry WHERE key = ?)", (key,))
    connection.execute("DELETE FROM shown WHERE id = (SELECT id FROM entry WHERE key = ?)", (key,))
    connection.execute("DELETE FROM entry WHERE key = ?", (key,))


def _store(connection: sqlite3.Connection, entry: SearchEntry, vectors: bytes | None, tally: vocabulary.Tally) -> None:
    date = entry.date.isoformat() if entry.date else None
    row = connection.execute(
        "INSERT INTO entry (key, grouped, date) VALUES (?, ?, ?)",
        (entry.key, facets.group_of(connection, entry), date),
    )
    connection.execute(
        "INSERT INTO shown (id, kind, title, summary, body, place, date_label, url) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (row.lastrowid, entry.kind, entry.title, entry.summary, entry.body, entry.where, entry.when, entry.url),
    )
    if vectors:
        connection.execute("INSERT INTO vector (id, vectors) VALUES (?, ?)", (row.lastrowid, vectors))
    titles.store(connection, int(row.lastrowid or 0), entry)
    vocabulary.store(connection, int(row.lastrowid or 0), entry, tally)
