"""Counts of every facet over what was found.

Entries that are the same in every facet share one row of `grouped`: thousands of hits make a few dozen groups, which
are counted in one pass and told apart in Python.
"""

from __future__ import annotations

import json
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from search.engines.embedded.memory import kept
from search.facets import FACETS, Values, count

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

    from search.entry import SearchEntry
    from search.facets import Choices

# A group is what its entries are: the values of each facet, as JSON.
SCHEMA = "CREATE TABLE grouped (id INTEGER PRIMARY KEY, facets TEXT NOT NULL UNIQUE);"


def group_of(connection: sqlite3.Connection, entry: SearchEntry) -> int:
    """The id of an entry's group, which is made when it is the first of its kind."""
    facets = json.dumps(entry.facets)
    connection.execute("INSERT OR IGNORE INTO grouped (facets) VALUES (?)", (facets,))
    (group,) = connection.execute("SELECT id FROM grouped WHERE facets = ?", (facets,)).fetchone()
    return int(group)


def groups(connection: sqlite3.Connection, path: Path) -> array[int]:
    """The group of each row by its number; kept in memory until the index changes."""
    return kept(connection, path, _groups)


def _groups(connection: sqlite3.Connection) -> array[int]:
    (most,) = connection.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()
    found: array[int] = array("L", [0]) * (most + 1)
    for row, group in connection.execute("SELECT id, grouped FROM entry"):
        found[row] = group
    return found


def read_counts(
    connection: sqlite3.Connection, choices: Choices, numbers: Mapping[int, int]
) -> tuple[dict[str, dict[str, int]], set[int], int]:
    """Counts by facet and value, from how many hits each group holds; the groups that meet every choice; their hits."""
    stored = connection.execute(
        "SELECT id, facets FROM grouped WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(numbers)),)
    )
    found = [(group, _values(facets), numbers[group]) for group, facets in stored]
    matching = {group: number for group, values, number in found if choices.match(values)}
    return count(((values, number) for _, values, number in found), choices), set(matching), sum(matching.values())


@lru_cache(maxsize=20_000)
def _values(stored: str) -> Values:
    return Values(**dict(zip(FACETS, map(tuple, json.loads(stored)), strict=True)))
