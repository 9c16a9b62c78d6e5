"""Title completion: titles by the beginnings of their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.french.clean_text import clean_text
from search.language import french

if TYPE_CHECKING:
    import sqlite3

    from search.index.entry import SearchEntry

LOOKED_AT = 200  # titles read for a few proposals, the last written first
# Folded words, not stems: « formati » begins « formation », whose stem it is not. Only which row holds which word.
SCHEMA = """CREATE VIRTUAL TABLE titles USING fts5(
    words, detail = none, prefix = '2 3 4', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0');"""


def store(connection: sqlite3.Connection, row: int, entry: SearchEntry) -> None:
    """Add the title of an entry under its row id."""
    words = " ".join(folded for _, _, folded in french.words(entry.title))
    connection.execute("INSERT INTO titles (rowid, words) VALUES (?, ?)", (row, words))


def forget(connection: sqlite3.Connection, key: str) -> None:
    """Remove the title of an entry."""
    connection.execute("DELETE FROM titles WHERE rowid = (SELECT id FROM entry WHERE key = ?)", (key,))


def starting_with(connection: sqlite3.Connection, typed: str, limit: int) -> list[tuple[str, str, str]]:
    """(key, kind, title) of entries with a word in the title that begins as the last one typed, and all those before.

    Titles that begin with what was typed come first, then the shortest.
    """
    words = [folded for _, _, folded in french.words(clean_text(typed))]
    if not words:
        return []
    asked = " ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}" *'])
    rows = connection.execute(
        "SELECT key, kind, title FROM (SELECT rowid AS id FROM titles WHERE titles MATCH ? ORDER BY rowid DESC LIMIT ?)"
        " JOIN entry USING (id) JOIN shown USING (id)",
        (asked, LOOKED_AT),
    ).fetchall()
    start = " ".join(words)

    def order(row: sqlite3.Row) -> tuple[bool, int, str]:
        folded = " ".join(word for _, _, word in french.words(row["title"]))
        return not folded.startswith(start), len(folded), row["key"]

    return [(row["key"], row["kind"], row["title"]) for row in sorted(rows, key=order)[:limit]]
