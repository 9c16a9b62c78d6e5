"""Change log of entries: written, read, forgotten (stored by `search.models`)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from search.index.position import Position
from search.models import Change, ChangeLog, Follower

if TYPE_CHECKING:
    from collections.abc import Iterable

KEPT_FOR = datetime.timedelta(days=30)  # an engine that is further behind rebuilds


@dataclass(frozen=True)
class Head:
    """The end of the log, and up to where it was forgotten."""

    position: Position
    pruned: int = 0


def head() -> Head:
    """How far the log goes now: one query."""
    log = ChangeLog.objects.first()
    return Head(Position(str(log.identity), log.last), log.pruned) if log else Head(Position())


def begin() -> Head:
    """The end of the log, which is made when nothing was ever recorded: an index that is built can follow it."""
    ChangeLog.objects.get_or_create(pk=1)
    return head()


def record(keys: Iterable[str]) -> None:
    """Note that these entries may have changed, in the transaction that changes them.

    Only the keys are written: what the entries are is read once the transaction is committed.
    """
    ordered = list(dict.fromkeys(keys))
    if not ordered:
        return
    with transaction.atomic():
        first = _advance(len(ordered)) - len(ordered) + 1
        Change.objects.bulk_create(
            [Change(position=first + rank, key=key) for rank, key in enumerate(ordered)], batch_size=500
        )


def _advance(count: int) -> int:
    """Move the end of the log; the row stays locked until the transaction ends."""
    log = ChangeLog.objects.filter(pk=1)
    if not log.update(last=F("last") + count):
        ChangeLog.objects.get_or_create(pk=1)
        log.update(last=F("last") + count)
    return log.values_list("last", flat=True).get()


def after(position: int, limit: int) -> list[tuple[int, str]]:
    """Positions and keys of the next changes behind a position."""
    return list(Change.objects.filter(position__gt=position).values_list("position", "key")[:limit])


def recorded_after(position: int) -> datetime.datetime | None:
    """When the first change behind a position was recorded."""
    return Change.objects.filter(position__gt=position).values_list("recorded_at", flat=True).first()


def report(name: str, position: Position) -> None:
    """Note how far an engine has come, so that the log is kept for it."""
    Follower.objects.update_or_create(name=name, defaults={"position": position.number})


def prune() -> int:
    """Forget what every engine has followed, and what is older than `KEPT_FOR`; return how many changes went."""
    log = ChangeLog.objects.first()
    slowest = Follower.objects.aggregate(slowest=Min("position"))["slowest"]
    if log is None or slowest is None:
        return 0
    old = Change.objects.filter(recorded_at__lt=timezone.now() - KEPT_FOR)
    upto = max(slowest, old.order_by("-position").values_list("position", flat=True).first() or 0)
    if upto <= log.pruned:
        return 0
    with transaction.atomic():
        ChangeLog.objects.filter(pk=1, pruned__lt=upto).update(pruned=upto)
        gone, _ = Change.objects.filter(position__lte=upto).delete()
        Follower.objects.filter(position__lt=upto).delete()
    return gone
