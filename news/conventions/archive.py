"""Archive of the list of conventions: the choices that narrow it, what it covers; cached (see `news.signal_handlers`).

With ten thousand conventions, counting them and gathering their years would cost more than the rows that a page shows.
What depends on the day, since states change at midnight, is kept under that day.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from news.conventions.coverage import coverage
from portal.cms.cached import cached, cached_rows

if TYPE_CHECKING:
    from django.core.paginator import Page

    from news.conventions.coverage import Coverage
    from news.conventions.models import ConventionPage
    from news.conventions.querysets import ConventionQuerySet

CACHE_KEY = "news:conventions"


@dataclass(frozen=True)
class ConventionArchive:
    """How many public conventions there are, the years they began in, and the regions they cover."""

    count: int
    years: tuple[int, ...]
    coverage: Coverage
    stamp: str = field(default_factory=lambda: uuid.uuid4().hex)  # another one whenever something changed


def archive_of(conventions: ConventionQuerySet) -> ConventionArchive:
    """The archive of these conventions, all those of the list; five queries when it is not cached for the day."""
    return cached(_archive_key(), lambda: build(conventions.order_by()))


def build(conventions: ConventionQuerySet) -> ConventionArchive:
    """Read it from the database: five queries."""
    years = tuple(day.year for day in conventions.dates("binds_from", "year"))
    return ConventionArchive(conventions.count(), years, coverage(conventions))


def narrowed(
    archive: ConventionArchive, conventions: ConventionQuerySet, query: str, *, is_of_one_state: bool
) -> tuple[int, Coverage]:
    """How many conventions some choices leave, and what those cover; `query` is the choices as an address says them.

    Four queries when it is not cached. The choices are those of the list, so there are not many.
    """
    if not query:
        return archive.count, archive.coverage
    key = f"{CACHE_KEY}:{archive.stamp}:{timezone.localdate()}:{query}"
    return cached(key, lambda: (conventions.order_by().count(), coverage(conventions, is_of_one_state=is_of_one_state)))


def rows_of(
    archive: ConventionArchive, conventions: ConventionQuerySet, shown: Page, query: str, *, is_of_one_state: bool
) -> list[ConventionPage]:
    """The rows that a page of the list shows; `shown` holds their places among what some choices leave, in list order.

    Which conventions they are is remembered for the day, since to sort all by their state costs more than the rows, and
    to say that order costs more than to ask for them by key. One query a second where processes share no cache, and one
    more when nothing is cached.
    """
    key = f"{CACHE_KEY}:{archive.stamp}:{timezone.localdate()}:{query}:{shown.number}"

    def keys() -> list[int]:
        ordered = conventions.newest_first() if is_of_one_state else conventions.in_list_order()
        part = shown.object_list
        return list(ordered.values_list("pk", flat=True)[part.start : part.stop])

    return cached_rows(f"{key}:rows", lambda: list(conventions.model.objects.rows_of(cached(key, keys))))


def standing(conventions: ConventionQuerySet, count: int) -> ConventionQuerySet:
    """The first of these public conventions that nothing has replaced, with what their rows show; examples come last.

    Which ones they are is remembered for the day; they are read anew, one query, and left out when they are not public.
    """
    first = conventions.unrenewed().examples_last()[:count]
    keys = cached(_standing_key(), lambda: list(first.values_list("pk", flat=True)))
    return conventions.rows_of(keys).examples_last()


def _archive_key() -> str:
    return f"{CACHE_KEY}:{timezone.localdate()}"  # what is in force changes at midnight


def _standing_key() -> str:
    return f"{CACHE_KEY}:standing:{timezone.localdate()}"
