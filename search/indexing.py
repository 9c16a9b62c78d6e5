"""The life of an index: it follows the change log, and is rebuilt beside the one that answers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from search import changes, registry
from search.engines import patience
from search.engines.protocol import SearchUnavailable
from search.position import Changes, Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from search.engines.protocol import Index, SearchEngine

BATCH = 200  # changes applied, or entries stored, in one step


class NotBuilt(SearchUnavailable):
    """The log does not lead to where the index should stand: it must be built, by `manage.py search_index rebuild`."""


def note(keys: Iterable[str]) -> None:
    """Record changes in the running transaction and let the engines of this process follow once it is committed."""
    changes.record(keys)
    # robust: the content is committed by then; an engine that fails must not turn that into an error page.
    transaction.on_commit(catch_up_after_commit, robust=True)


def catch_up(engine: SearchEngine, most: int | None = None) -> None:
    """Bring an engine to the end of the log. Raise NotBuilt when the log does not lead there.

    Never inside a transaction that changed content: what is not committed is nobody's to find. `most` is how many
    changes somebody who waits can wait for; SearchUnavailable when there are more.
    """
    head = changes.head()
    if engine.has_reached(head.position):
        return
    try:
        follow(engine, head, most)
    except NotBuilt:
        if not engine.builds_itself:
            raise
        rebuild(engine, only_if_needed=True)


def why_not_built(index: Index, head: changes.Head) -> str:
    """Why an index cannot reach the end of the log by following it; nothing when it can."""
    position = index.position()
    if position is None:
        return "there is none, or one made by another version"
    if position.log != head.position.log or position.number > head.position.number:
        return "it belongs to another database"
    return "the log does not reach back to it" if position.number < head.pruned else ""


def follow(index: Index, head: changes.Head, most: int | None = None) -> None:
    """Apply to an index every change between where it stands and the end of the log."""
    reason, position = why_not_built(index, head), index.position()
    if reason or position is None:
        raise NotBuilt(f"the index must be rebuilt: {reason}")
    number = position.number
    if most is not None and head.position.number - number > most:
        raise SearchUnavailable(f"{head.position.number - number} changes behind")
    while number < head.position.number:
        if patience.left() == 0:
            raise SearchUnavailable(f"still {head.position.number - number} changes behind")
        rows = changes.after(number, BATCH)
        if not rows or rows[0][0] != number + 1:
            raise NotBuilt("the index must be rebuilt: the log was forgotten meanwhile")
        number, keys = rows[-1][0], {key for _, key in rows}
        entries = tuple(registry.entries(keys))
        gone = keys - {entry.key for entry in entries}
        index.apply(Changes(Position(head.position.log, number), entries, tuple(sorted(gone))))


def rebuild(
    engine: SearchEngine, progress: Callable[[int], None] | None = None, *, only_if_needed: bool = False
) -> int:
    """Build a new index from the database while the old one answers, then swap; return how many entries it holds."""
    count = 0
    with patience.endless(), engine.alone():
        start = changes.begin()
        if only_if_needed and not why_not_built(engine, start):  # somebody built it while this process waited
            return count
        with engine.rebuilding(start.position) as index:
            entries = registry.all_entries()
            while batch := tuple(islice(entries, BATCH)):
                index.apply(Changes(start.position, batch))
                count += len(batch)
                if progress:
                    progress(count)
            follow(index, changes.head())  # what changed while it was built
    report(engine)
    return count


def report(engine: SearchEngine) -> None:
    """Tell the log how far an engine has come, then forget what nobody needs any more."""
    if position := engine.position():
        changes.report(engine.name, position)
    changes.prune()


def catch_up_after_commit() -> None:
    """Let every engine of this process follow what was just committed; one that cannot does it at its next chance."""
    from search.engines import in_use  # noqa: PLC0415 - engines follow the log: they import this module

    for engine, outage in in_use.followers():
        if outage.rests():
            continue
        try:
            catch_up(engine)
            report(engine)
        except SearchUnavailable as error:
            outage.begins(error)
        else:
            outage.ends()
