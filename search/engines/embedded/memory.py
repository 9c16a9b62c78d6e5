"""Per-process cache of what an index file holds, until the file or what it holds is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

WRITES = "writes"  # a row of `total`: how often the index was written
Read = TypeVar("Read")
State = tuple[str, int]  # the name of a file, which no other one ever had, and how often it was written
_kept: dict[tuple[str, str], tuple[State, Any]] = {}  # by folder and by what reads: one index of each is kept


def kept(connection: sqlite3.Connection, path: Path, read: Callable[[sqlite3.Connection], Read]) -> Read:
    """What `read` tells of the open file, from memory when nothing changed."""
    row = connection.execute("SELECT number FROM total WHERE name = ?", (WRITES,)).fetchone()
    state = (path.name, row[0] if row else 0)
    name = (str(path.parent), read.__qualname__)
    known = _kept.get(name)
    if known is None or known[0] != state:
        _kept[name] = known = (state, read(connection))
    found: Read = known[1]
    return found
