"""Requests are forgotten when their time is over: the row, its history, its mails, who read it, what was logged of it.

What stays is a line of figures (`directory.contact.retention.statistics`). Months count from the last thing that
happened, for open requests too: nobody answers one after two years.
"""

from __future__ import annotations

import calendar
import datetime
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from directory.contact.models import ContactRequest, FormDraft
from directory.contact.retention import statistics
from directory.contact.thread import PREFIX
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from directory.contact.models.querysets import ContactRequestQuerySet

logger = logging.getLogger(__name__)

HELD_DAYS = 14  # twice as long as the link to confirm an address is good
BATCH = 100  # requests of one transaction


@dataclass
class Forgotten:
    """How many rows went, or would go."""

    requests: int = 0
    events: int = 0
    mails: int = 0
    reads: int = 0
    log_entries: int = 0

    def __add__(self, other: Forgotten) -> Forgotten:
        return Forgotten(*(getattr(self, name) + getattr(other, name) for name in self.__dict__))

    def __str__(self) -> str:
        return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.__dict__.items())


def due(now: datetime.datetime) -> ContactRequestQuerySet:
    """Requests whose time is over."""
    unwanted = ContactRequest.State.UNWANTED
    return ContactRequest.objects.filter(
        Q(last_event_at__lt=months_before(now, settings.REQUEST_KEPT_MONTHS))
        | Q(state=unwanted, last_event_at__lt=months_before(now, settings.REQUEST_KEPT_MONTHS_UNWANTED))
        | Q(is_held=True, received_at__lt=now - datetime.timedelta(days=HELD_DAYS))
    )


def purge(now: datetime.datetime, *, dry_run: bool = False) -> Forgotten:
    """Forget what is due; with `dry_run`, only count. Bears being run twice or beside itself."""
    total = Forgotten()
    for keys in _batches(sorted(due(now).order_by().values_list("pk", flat=True))):  # in an order, no index would serve
        total += count(keys) if dry_run else forget(keys)
    if total.requests and not dry_run:
        logger.info("Retention: %s forgotten.", total)
    return total


def purge_due(now: datetime.datetime) -> str:
    """The periodic job."""
    return str(purge(now))


@transaction.atomic
def forget(keys: Collection[int]) -> Forgotten:
    """Erase these requests with all that hangs on them; their figures stay."""
    requests = list(ContactRequest.objects.select_for_update().filter(pk__in=keys))
    keys = [each.pk for each in requests]  # those that another process has not erased in between
    forgotten = count(keys)
    statistics.keep(*requests)
    if requests:
        FormDraft.objects.of_emails(*(each.email for each in requests if each.email)).delete()
    for traces in _traces(keys):
        traces.delete()
    ContactRequest.objects.filter(pk__in=keys).delete()
    return forgotten


def count(keys: Collection[int]) -> Forgotten:
    """What `forget` would erase."""
    mails, log_entries, *_ = _traces(keys)
    requests = ContactRequest.objects.filter(pk__in=keys)
    return Forgotten(
        requests=requests.count(),
        events=requests.filter(events__isnull=False).values("events").count(),
        mails=mails.count(),
        reads=requests.filter(reads__isnull=False).values("reads").count(),
        log_entries=log_entries.count(),
    )


def _traces(keys: Collection[int]) -> tuple:
    """What no foreign key takes with it: mails first, then Wagtail's logs, versions and references."""
    kind = ContentType.objects.get_for_model(ContactRequest)
    of_these = {"content_type": kind, "object_id__in": [str(key) for key in keys]}
    return (
        OutboxMessage.objects.filter(about__in=[f"{PREFIX}{key}" for key in keys]),
        ModelLogEntry.objects.filter(**of_these),
        Revision.objects.filter(**of_these),
        ReferenceIndex.objects.filter(**of_these),
    )


def months_before(moment: datetime.datetime, months: int) -> datetime.datetime:
    """The same day of an earlier month, or the last one of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(keys), BATCH):
        yield keys[first : first + BATCH]
