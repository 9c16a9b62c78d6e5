"""Compare an index with what the database shows, and repair it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from search.index import change_log, indexing, registry
from search.index.digests import digest_of

if TYPE_CHECKING:
    from search.index.protocol import SearchEngine


class Differences(NamedTuple):
    """Keys, in their order: not in the index, in it without reason, and with another content than the database has."""

    missing: list[str]
    spare: list[str]
    stale: list[str]

    @property
    def keys(self) -> list[str]:
        """All of them."""
        return sorted({*self.missing, *self.spare, *self.stale})


def differences(engine: SearchEngine) -> Differences:
    """Compare every entry; reads the whole index and the whole database."""
    held, expected = engine.digests(), {entry.key: digest_of(entry) for entry in registry.all_entries()}
    return Differences(
        missing=sorted(expected.keys() - held.keys()),
        spare=sorted(held.keys() - expected.keys()),
        stale=sorted(key for key in expected.keys() & held.keys() if expected[key] != held[key]),
    )


def repair(engine: SearchEngine) -> int:
    """Mend what differs without building anew; return how many entries were mended.

    The keys are recorded as changes: whatever happens to them meanwhile, each engine follows the log in its order.
    """
    indexing.catch_up(engine)
    keys = differences(engine).keys
    change_log.record(keys)
    indexing.catch_up(engine)
    indexing.report(engine)
    return len(keys)
