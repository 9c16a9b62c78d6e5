"""Facet counts over what was found.

Entries that are the same in every facet share one row of `grouped`. Hits are counted by their group, groups by the
number of what they are in each facet; names come in at the end.
"""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, NamedTuple

from search.engines.embedded.memory import kept
from search.query.facets import FACETS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

    from search.index.entry import SearchEntry
    from search.query.facets import Choices

# A group is what its entries are: the values of each facet, as JSON.
SCHEMA = "CREATE TABLE grouped (id INTEGER PRIMARY KEY, facets TEXT NOT NULL UNIQUE);"


class Facet(NamedTuple):
    """One facet: of each group the number of the values it has there, which values those are, and groups by value."""

    numbers: array[int]
    values: list[tuple[str, ...]]
    groups: dict[str, set[int]]


class Groups(NamedTuple):
    """The group of each row by its number, and the facets by name."""

    rows: array[int]
    facets: dict[str, Facet]

    def meeting(self, chosen: Mapping[str, str]) -> set[int]:
        """Groups that meet every choice, of which there is one at least."""
        return set.intersection(*(self.facets[name].groups.get(value, set()) for name, value in chosen.items()))

    def counts(self, choices: Choices, hits: Mapping[int, int]) -> dict[str, dict[str, int]]:
        """How many hits each value would leave, the other facets' choices kept: {facet: {value: count}}.

        `hits` are counted by their group. A facet's own choice does not change its counts: they say what choosing
        another value would show.
        """
        return {name: self._counted(facet, choices.chosen(but=name), hits) for name, facet in self.facets.items()}

    def _counted(self, facet: Facet, chosen: Mapping[str, str], hits: Mapping[int, int]) -> dict[str, int]:
        among = {group: hits[group] for group in self.meeting(chosen).intersection(hits)} if chosen else hits
        totals = [0] * len(facet.values)
        numbers = facet.numbers
        for group, number in among.items():
            totals[numbers[group]] += number
        found: dict[str, int] = {}
        for values, total in zip(facet.values, totals, strict=True):
            for value in values if total else ():
                found[value] = found.get(value, 0) + total
        return found


def group_of(connection: sqlite3.Connection, entry: SearchEntry) -> int:
    """The id of an entry's group, which is made when it is the first of its kind."""
    facets = json.dumps(entry.facets)
    connection.execute("INSERT OR IGNORE INTO grouped (facets) VALUES (?)", (facets,))
    (group,) = connection.execute("SELECT id FROM grouped WHERE facets = ?", (facets,)).fetchone()
    return int(group)


def groups(connection: sqlite3.Connection, path: Path) -> Groups:
    """What every row is; kept in memory until the index changes."""
    return kept(connection, path, _groups)


def _groups(connection: sqlite3.Connection) -> Groups:
    (most,) = connection.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()
    rows = array("L", [0]) * (most + 1)
    for row, group in connection.execute("SELECT id, grouped FROM entry"):
        rows[row] = group
    stored = [(group, json.loads(facets)) for group, facets in connection.execute("SELECT id, facets FROM grouped")]
    last = max((group for group, _ in stored), default=0)
    return Groups(
        rows,
        {name: _facet(last, [(group, tuple(every[at])) for group, every in stored]) for at, name in enumerate(FACETS)},
    )


def _facet(last: int, groups: list[tuple[int, tuple[str, ...]]]) -> Facet:
    numbered: dict[tuple[str, ...], int] = {}
    found = Facet(array("L", [0]) * (last + 1), [], {})
    for group, values in groups:
        found.numbers[group] = numbered.setdefault(values, len(numbered))
        for value in values:
            found.groups.setdefault(value, set()).add(group)
    found.values.extend(numbered)
    return found
