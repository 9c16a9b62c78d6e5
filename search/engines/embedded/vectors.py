"""Vectors of an index file: one matrix a process, asked as a whole for what is nearest (exact k nearest neighbours)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from search.engines.embedded.memory import kept
from search.meaning.nearness import Nearness
from search.meaning.vectors import BYTES, unpacked

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from search.meaning.vectors import Matrix

# One matrix of 32-bit floats, 1.5 KB a vector: 77 MB at the first bound, 154 MB at the second, never more.
MOST_PASSAGES = 50_000  # beyond, only the first passage of each entry is in it
MOST_VECTORS = 100_000  # beyond, only the entries that were written last


class _Held(NamedTuple):
    """The matrix, the rows of `entry` in ascending order, and the first line of each."""

    lines: Matrix
    entries: NDArray[np.int64]
    starts: NDArray[np.intp]


def nearest(
    connection: sqlite3.Connection, path: Path, query: Matrix, most: int, groups: array[int], chosen: set[int] | None
) -> list[int]:
    """Rows of the entries with the nearest passages, the nearest first.

    `groups` tells the group of each row (`facets`); where some are `chosen`, only entries of those are looked at.
    """
    import numpy as np  # noqa: PLC0415 - optional

    held = kept(connection, path, _held)
    if not len(held.lines):
        return []
    best = np.maximum.reduceat(held.lines @ query, held.starts)
    rows = held.entries
    if chosen is not None:
        among = np.isin(np.frombuffer(groups, dtype=groups.typecode)[rows], list(chosen))
        best, rows = best[among], rows[among]
    if len(rows) > most:
        kept_at = np.argpartition(-best, most)[:most]
        best, rows = best[kept_at], rows[kept_at]
    return [int(row) for row in rows[np.argsort(-best, kind="stable")]]


def nearness(connection: sqlite3.Connection, query: Matrix, keys: Mapping[int, str]) -> Nearness:
    """How near these entries are, by key; `keys` are theirs by row."""
    stored = connection.execute(
        "SELECT id, vectors FROM vector WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
    )
    return Nearness(query, {keys[row]: vectors for row, vectors in stored})


def _held(connection: sqlite3.Connection) -> _Held:
    import numpy as np  # noqa: PLC0415 - optional

    (passages,) = connection.execute("SELECT coalesce(sum(length(vectors)), 0) FROM vector").fetchone()
    part = "vectors" if passages <= MOST_PASSAGES * BYTES else f"substr(vectors, 1, {BYTES})"
    rows = connection.execute(
        f"SELECT id, {part} FROM vector ORDER BY id DESC LIMIT {MOST_VECTORS}"  # nosec B608 # noqa: S608 - numbers of ours
    ).fetchall()[::-1]
    lengths = np.array([len(vectors) // BYTES for _, vectors in rows], dtype=np.intp)
    entries = np.array([row for row, _ in rows], dtype=np.int64)
    return _Held(unpacked(b"".join(vectors for _, vectors in rows)), entries, np.cumsum(lengths) - lengths)
