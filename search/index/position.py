"""Positions in the change log, and batches of changes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.index.entry import SearchEntry


@dataclass(frozen=True)
class Position:
    """A place in one log. `log` is empty as long as nothing was ever recorded."""

    log: str = ""
    number: int = 0


@dataclass(frozen=True)
class Changes:
    """What an engine applies in one step: entries as they are now, keys that are no more, and where it then stands.

    Entries are read after `upto` was: they are at least as new. An engine that already stands further leaves them.
    `vectors` are those of their passages by key (`search.index.vectors`); entries that have none yet are missing.
    """

    upto: Position
    put: tuple[SearchEntry, ...] = ()
    removed: tuple[str, ...] = ()
    vectors: Mapping[str, bytes] = field(default_factory=dict)
