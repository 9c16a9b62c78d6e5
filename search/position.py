"""Where an engine stands in the change log, and what brings it further. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.entry import SearchEntry


@dataclass(frozen=True)
class Position:
    """A place in one log. `log` is empty as long as nothing was ever recorded."""

    log: str = ""
    number: int = 0


@dataclass(frozen=True)
class Changes:
    """What an engine applies in one step: entries as they are now, keys that are no more, and where it then stands.

    Entries are read after `upto` was: they are at least as new. An engine that already stands further leaves them.
    """

    upto: Position
    put: tuple[SearchEntry, ...] = ()
    removed: tuple[str, ...] = ()
