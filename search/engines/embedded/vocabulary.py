"""Weighed texts and the vocabulary of an index: counted as entries come and go, read by every query."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.engines.embedded.memory import WRITES, kept
from search.language import french
from search.query.lexicon import MOST_KIN, Fact, Facts, Near, are_kin, kin_prefix
from search.query.ranking import FIELDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from search.index.entry import SearchEntry

COLUMNS = (*FIELDS, "forms")
# `analysed` holds stems by field, then the folded words of all; `words` finds the rows that hold a stem. What a row
# held must be told to `words` when it goes: that is what `content` is for.
SCHEMA = f"""
    CREATE TABLE analysed (
        id INTEGER PRIMARY KEY REFERENCES entry, {", ".join(f"{name} TEXT NOT NULL" for name in COLUMNS)}
    );
    CREATE VIRTUAL TABLE words USING fts5(
        {", ".join(FIELDS)}, content = 'analysed', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
    );
    CREATE TABLE stem (stem TEXT PRIMARY KEY, documents INTEGER NOT NULL, titles INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE form (form TEXT PRIMARY KEY, documents INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE total (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
"""
DOCUMENTS, WORDS = "documents", "words"  # rows of `total`, beside `writes`: how many there are, and of all their words


class Tally:
    """What entries added and took away, until it is written in one go."""

    def __init__(self) -> None:
        self.stems: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()
        self.forms: Counter[str] = Counter()
        self.totals: Counter[str] = Counter()

    def count(self, texts: Sequence[str], sign: int) -> None:
        """Add (1) or take away (-1) what one row of `analysed` holds."""
        stems = texts[: len(FIELDS)]
        for counter, parts in (
            (self.stems, stems),
            (self.titles, stems[:1]),
            (self.forms, texts[len(FIELDS) :]),
        ):
            for word in {word for part in parts for word in part.split()}:
                counter[word] += sign
        self.totals[DOCUMENTS] += sign
        self.totals[WORDS] += sign * sum(text.count(" ") - 1 for text in stems)

    def write(self, connection: sqlite3.Connection) -> None:
        """Bring the stored counts up to date, and begin anew."""
        self.totals[WRITES] += 1
        connection.executemany(
            "INSERT INTO stem VALUES (?1, ?2, ?3)"
            " ON CONFLICT DO UPDATE SET documents = documents + ?2, titles = titles + ?3",
            [(stem, number, self.titles[stem]) for stem, number in self.stems.items()],
        )
        connection.executemany(
            "INSERT INTO form VALUES (?1, ?2) ON CONFLICT DO UPDATE SET documents = documents + ?2", self.forms.items()
        )
        connection.executemany(
            "INSERT INTO total VALUES (?1, ?2) ON CONFLICT DO UPDATE SET number = number + ?2", self.totals.items()
        )
        if any(number < 0 for number in self.forms.values()):
            connection.execute("DELETE FROM form WHERE documents <= 0")
            connection.execute("DELETE FROM stem WHERE documents <= 0")
        self.__init__()  # type: ignore[misc]  # every counter at nothing


def store(connection: sqlite3.Connection, row: int, entry: SearchEntry, tally: Tally) -> None:
    """Add the words of an entry under its row id."""
    pairs = [french.analysed(entry.texts[name]) for name in FIELDS]
    values = [f" {text} " for text in (*(stems for _, stems in pairs), " ".join(forms for forms, _ in pairs))]
    connection.execute(f"INSERT INTO analysed VALUES (?{', ?' * len(COLUMNS)})", (row, *values))  # nosec B608 # noqa: S608 - question marks
    connection.execute(
        f"INSERT INTO words (rowid, {', '.join(FIELDS)}) VALUES (?{', ?' * len(FIELDS)})",  # nosec B608 # noqa: S608 - names of ours
        (row, *values[: len(FIELDS)]),
    )
    tally.count(values, 1)


def forget(connection: sqlite3.Connection, key: str, tally: Tally) -> None:
    """Remove the words of an entry."""
    found = connection.execute(
        "SELECT * FROM analysed WHERE id = (SELECT id FROM entry WHERE key = ?)", (key,)
    ).fetchone()
    if found is None:
        return
    row, *values = found
    connection.execute(
        f"INSERT INTO words (words, rowid, {', '.join(FIELDS)}) VALUES ('delete', ?{', ?' * len(FIELDS)})",  # nosec B608 # noqa: S608 - names of ours
        (row, *values[: len(FIELDS)]),
    )
    connection.execute("DELETE FROM analysed WHERE id = ?", (row,))
    tally.count(values, -1)


@dataclass(frozen=True)
class EmbeddedLexicon:
    """What the file of an open connection knows of words."""

    connection: sqlite3.Connection
    path: Path

    def facts(self, stems: Collection[str], *, kin_of: Collection[str] = ()) -> Facts:
        """Counts of these stems; one or two look-ups each."""
        totals = dict(self.connection.execute("SELECT name, number FROM total").fetchall())
        size = totals.get(DOCUMENTS, 0)
        length = max(1.0, totals.get(WORDS, 0) / max(size, 1))
        return Facts(size, length, {stem: self._fact(stem, kin=stem in kin_of) for stem in stems})

    def _fact(self, stem: str, *, kin: bool) -> Fact:
        known = self.connection.execute("SELECT documents, titles FROM stem WHERE stem = ?", (stem,)).fetchone()
        documents, titles = known or (0, 0)
        prefix = kin_prefix(stem) if kin else ""
        found = {}
        if prefix:
            rows = self.connection.execute(
                "SELECT stem, documents FROM stem WHERE stem >= ? AND stem < ?", (prefix, prefix + "\uffff")
            )
            related = sorted(((number, other) for other, number in rows if are_kin(stem, other)), reverse=True)
            found = {other: number for number, other in related[:MOST_KIN]}
        return Fact(documents, titles > 0, found)

    def near(self, form: str, errors: int) -> Near:
        """Compare with every word of about this length; they stay in memory until the index changes."""
        forms, stems = (kept(self.connection, self.path, read) for read in (_forms, _stems))
        return Near(_near(form, forms, errors), _near(french.stem(form), stems, errors))


Known = dict[int, dict[str, int]]  # {length: {form: documents}}


def _near(typed: str, known: Known, errors: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for length in range(len(typed) - errors, len(typed) + errors + 1):
        words = known.get(length, {})
        for word, _, _ in process.extract_iter(typed, words.keys(), scorer=OSA.distance, score_cutoff=errors):
            found[word] = words[word]
    return found


def _forms(connection: sqlite3.Connection) -> Known:
    """Every word of the index by its length."""
    return _by_length(connection.execute("SELECT form, documents FROM form"))


def _stems(connection: sqlite3.Connection) -> Known:
    """Every stem of the index by its length."""
    return _by_length(connection.execute("SELECT stem, documents FROM stem"))


def _by_length(rows: Iterable[tuple[str, int]]) -> Known:
    known: Known = {}
    for word, documents in rows:
        known.setdefault(len(word), {})[word] = documents
    return known
