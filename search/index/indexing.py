"""Indexing: an index follows the change log, and is rebuilt beside the one that answers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from search.index import change_log, registry, time_budget, vectors
from search.index.position import Changes, Position
from search.index.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.index.protocol import Index, SearchEngine

BATCH = 200  # changes applied, or entries stored, in one step


class NotBuilt(SearchUnavailable):
    """The log does not lead to where the index should stand: it must be built, by `manage.py search_index rebuild`."""


def catch_up(engine: SearchEngine, most: int | None = None) -> None:
    """Bring an engine to the end of the log. Raise NotBuilt when the log does not lead there.

    Never inside a transaction that changed content: what is not committed is nobody's to find. `most` is how many
    changes somebody who waits can wait for; SearchUnavailable when there are more.
    """
    head = change_log.head()
    if engine.has_reached(head.position):
        return
    try:
        follow(engine, head, most)
    except NotBuilt:
        if not engine.builds_itself:
            raise
        rebuild(engine, only_if_needed=True)


def why_not_built(index: Index, head: change_log.Head) -> str:
    """Why an index cannot reach the end of the log by following it; nothing when it can."""
    position = index.position()
    if position is None:
        return "there is none, or one made by another version"
    if position.log != head.position.log or position.number > head.position.number:
        return "it belongs to another database"
    return "the log does not reach back to it" if position.number < head.pruned else ""


def follow(index: Index, head: change_log.Head, most: int | None = None) -> None:
    """Apply to an index every change between where it stands and the end of the log."""
    reason, position = why_not_built(index, head), index.position()
    if reason or position is None:
        raise NotBuilt(f"the index must be rebuilt: {reason}")
    number = position.number
    if most is not None and head.position.number - number > most:
        raise SearchUnavailable(f"{head.position.number - number} changes behind")
    while number < head.position.number:
        if time_budget.remaining() == 0:
            raise SearchUnavailable(f"still {head.position.number - number} changes behind")
        rows = change_log.after(number, BATCH)
        if not rows or rows[0][0] != number + 1:
            raise NotBuilt("the index must be rebuilt: the log was forgotten meanwhile")
        number, keys = rows[-1][0], {key for _, key in rows}
        entries = tuple(registry.entries(keys))
        gone = keys - {entry.key for entry in entries}
        upto = Position(head.position.log, number)
        index.apply(Changes(upto, entries, tuple(sorted(gone)), vectors.stored(entries)))


def rebuild(
    engine: SearchEngine, progress: Callable[[int], None] | None = None, *, only_if_needed: bool = False
) -> int:
    """Build a new index from the database while the old one answers, then swap; return how many entries it holds."""
    count = 0
    with time_budget.unlimited(), engine.alone():
        start = change_log.begin()
        if only_if_needed and not why_not_built(engine, start):  # somebody built it while this process waited
            return count
        with engine.rebuilding(start.position) as index:
            entries = registry.all_entries()
            while batch := tuple(islice(entries, BATCH)):
                index.apply(Changes(start.position, batch, vectors=vectors.stored(batch)))
                count += len(batch)
                if progress:
                    progress(count)
            follow(index, change_log.head())  # what changed while it was built
    report(engine)
    return count


def report(engine: SearchEngine) -> None:
    """Tell the log how far an engine has come, then forget what nobody needs any more."""
    if position := engine.position():
        change_log.report(engine.name, position)
    change_log.prune()
