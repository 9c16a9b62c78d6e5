"""Requests as the dashboard counts them: those of a past month once, until one of them changes."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import Case, Count, DateField, F, IntegerField, Min, Value, When
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from directory.contact.models import ContactRequest
from portal.cms.cached import is_shared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from directory.contact.models.querysets import ContactRequestQuerySet

COUNTED = {"state", "received_at", "due_on", "disp", "projects", "establishment", "is_held", "answer_days"}
LIVE = 2  # the last months change all day: they are counted each time
SECONDS = 86_400  # only a safety net: a change ends what is remembered
ALONE = 1  # the same where processes share no cache, and nobody hears of what another one changes


class Month(NamedTuple):
    """Requests that are alike: direction, projects, answer in days, promised day if without answer, and how many.

    Then those that aim at an establishment: its key, and the same. Nothing of it depends on the day.
    """

    alike: list[tuple[str | None, list[str], int | None, datetime.date | None, int]]
    aimed: list[tuple[int, int | None, datetime.date | None, int]]


def number_of(day: datetime.date) -> int:
    """Its month, counted from the year 0."""
    return day.year * 12 + day.month - 1


def counted(requests: ContactRequestQuerySet, since: datetime.date, *, is_whole: bool) -> dict[int, Month]:
    """Months since that day by their number. `is_whole`: these are all requests, whose past months are remembered.

    « Indésirables » and requests whose address nobody confirmed are left out. Three queries at most.
    """
    demand = requests.confirmed().exclude(state=ContactRequest.State.UNWANTED).order_by()
    first = demand.filter(received_at__gte=_start(number_of(since))).aggregate(first=Min("received_at"))["first"]
    if first is None:
        return {}
    today = number_of(timezone.localdate())
    asked = range(number_of(timezone.localdate(first)), today + 1)
    past = [number for number in asked if number <= today - LIVE] if is_whole else []
    stamps = _stamps(past)
    held = cache.get_many([_key(number) for number in past])
    known = {
        number: held[_key(number)][1]
        for number in past
        if _key(number) in held and held[_key(number)][0] == stamps[number]
    }
    found = known | _count(demand, [number for number in asked if number not in known])
    new = {_key(number): (stamps[number], found[number]) for number in past if number not in known}
    if new:
        cache.set_many(new, SECONDS if is_shared() else ALONE)
    return dict(sorted(found.items()))


def _count(demand: ContactRequestQuerySet, numbers: Iterable[int]) -> dict[int, Month]:
    """Of columns of the index `request_figures` alone, a month after the other: groups of a month are few."""
    promised = Case(When(answer_days=None, then=F("due_on")), default=None, output_field=DateField())
    parts = [
        demand.filter(received_at__gte=_start(number), received_at__lt=_start(number + 1)).annotate(
            month=Value(number, IntegerField()), promised=promised
        )
        for number in numbers
    ]
    found: dict[int, Month] = {number: Month([], []) for number in numbers}
    for month, *row in _together(parts, "disp", "projects"):
        found[month].alike.append(tuple(row))
    for month, *row in _together([each.exclude(establishment=None) for each in parts], "establishment"):
        found[month].aimed.append(tuple(row))
    return found


def _together(parts: list[ContactRequestQuerySet], *names: str) -> Any:
    if not parts:
        return []
    rows = [each.values_list("month", *names, "answer_days", "promised").annotate(number=Count("pk")) for each in parts]
    return rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]


def _start(number: int) -> datetime.datetime:
    return timezone.make_aware(
        datetime.datetime.combine(datetime.date(number // 12, number % 12 + 1, 1), datetime.time())
    )


def _key(number: int) -> str:
    return f"desk:month:{number}"


def _stamp(number: int) -> str:
    return f"{_key(number)}:stamp"


def _stamps(numbers: list[int]) -> dict[int, str]:
    """What each month bears until one of its requests changes, read before anything is counted."""
    held = cache.get_many([_stamp(number) for number in numbers])
    return {
        number: held.get(_stamp(number)) or cache.get_or_set(_stamp(number), lambda: uuid.uuid4().hex, None)
        for number in numbers
    }


def _forget(instance: ContactRequest, update_fields: Iterable[str] | None = None, **_: Any) -> None:
    """At once for who counts within the same transaction, and once it is there for everybody."""
    if update_fields is None or COUNTED.intersection(update_fields):
        stamp = _stamp(number_of(timezone.localdate(instance.received_at)))
        cache.delete(stamp)
        transaction.on_commit(lambda: cache.delete(stamp))


def connect() -> None:
    """Hear of each request that changes or goes."""
    post_save.connect(_forget, sender=ContactRequest, dispatch_uid="directory.contact.desk.months")
    post_delete.connect(_forget, sender=ContactRequest, dispatch_uid="directory.contact.desk.months")
