"""Counts of every facet over the temporary table `found`.

Entries that are the same in every facet share one row of `grouped`: thousands of hits make a few dozen groups, which
are counted in one pass and told apart in Python.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from search.facets import FACETS, Values, count

if TYPE_CHECKING:
    import sqlite3

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


def read_counts(connection: sqlite3.Connection, choices: Choices) -> tuple[dict[str, dict[str, int]], list[int], int]:
    """Counts by facet and value of what was `found`; the groups that meet every choice; how many hits are in them."""
    rows = connection.execute(
        "SELECT grouped.id, facets, number FROM grouped JOIN"
        " (SELECT grouped AS id, count(*) AS number FROM found GROUP BY grouped) USING (id)"
    ).fetchall()
    groups = [(identifier, _values(facets), number) for identifier, facets, number in rows]
    matching = [(identifier, number) for identifier, values, number in groups if choices.match(values)]
    return (
        count(((values, number) for _, values, number in groups), choices),
        [identifier for identifier, _ in matching],
        sum(number for _, number in matching),
    )


def _values(stored: str) -> Values:
    return Values(**dict(zip(FACETS, map(tuple, json.loads(stored)), strict=True)))
