"""What the list of conventions can be narrowed to, and what it covers: cached, renewed by whatever changes it.

With ten thousand conventions, counting them and gathering their years would cost more than the rows that a page shows.
What depends on the day, since states change at midnight, is kept under that day.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.signals import post_page_move

from directory.models import Region
from news.convention_coverage import coverage

if TYPE_CHECKING:
    from news.convention_coverage import Coverage
    from news.models.convention_querysets import ConventionQuerySet

CACHE_KEY = "news:conventions"
STANDING_KEY = "news:conventions:standing"
CACHE_SECONDS = 600  # only a safety net: signals renew it


@dataclass(frozen=True)
class ConventionArchive:
    """How many public conventions there are, the years they began in, and the regions they cover."""

    count: int
    years: tuple[int, ...]
    coverage: Coverage
    stamp: str = field(default_factory=lambda: uuid.uuid4().hex)  # another one whenever something changed


def archive_of(conventions: ConventionQuerySet) -> ConventionArchive:
    """The archive of these conventions, all those of the list; four queries when it is not cached."""
    archive = cache.get(CACHE_KEY)
    if archive is None:
        conventions = conventions.order_by()
        years = tuple(day.year for day in conventions.dates("binds_from", "year"))
        archive = ConventionArchive(conventions.count(), years, coverage(conventions))
        cache.set(CACHE_KEY, archive, CACHE_SECONDS)
    return archive


def narrowed(archive: ConventionArchive, conventions: ConventionQuerySet, query: str) -> tuple[int, Coverage]:
    """How many conventions some choices leave, and what those cover; `query` is the choices as an address says them.

    Three queries when it is not cached. The choices are those of the list, so there are not many.
    """
    if not query:
        return archive.count, archive.coverage
    key = f"{CACHE_KEY}:{archive.stamp}:{timezone.localdate()}:{query}"
    found = cache.get(key)
    if found is None:
        found = conventions.order_by().count(), coverage(conventions)
        cache.set(key, found, CACHE_SECONDS)
    return found


def rows_of(archive: ConventionArchive, part: ConventionQuerySet, query: str, number: int) -> ConventionQuerySet:
    """The rows of page `number` of the list that some choices leave; `part` is its slice, in list order.

    Which conventions they are is remembered for the day, since to sort all by their state costs more than the rows;
    they are read anew, one query. One more when it is not cached.
    """
    key = f"{CACHE_KEY}:{archive.stamp}:{timezone.localdate()}:{query}:{number}"
    keys = cache.get(key)
    if keys is None:
        keys = list(part.values_list("pk", flat=True))
        cache.set(key, keys, CACHE_SECONDS)
    return part.model.objects.rows_of(keys)


def standing(conventions: ConventionQuerySet, count: int) -> ConventionQuerySet:
    """The first of these public conventions that nothing has replaced, with what their rows show.

    Which ones they are is remembered for the day; they are read anew, one query, and left out when they are not public.
    """
    today = timezone.localdate()
    known = cache.get(STANDING_KEY)
    if known is None or known[0] != today:
        first = conventions.unrenewed().in_list_order()[:count]
        known = today, list(first.values_list("pk", flat=True))
        cache.set(STANDING_KEY, known, CACHE_SECONDS)
    return conventions.rows_of(known[1])


def forget(**_: Any) -> None:
    """Drop what is cached: at once for this transaction, and for all others when it is committed."""
    cache.delete_many([CACHE_KEY, STANDING_KEY])
    transaction.on_commit(lambda: cache.delete_many([CACHE_KEY, STANDING_KEY]))


def connect_signals() -> None:
    """Listen to what changes the list: conventions, their list, the territory, who may read what."""
    from news.models import ConventionIndexPage, ConventionPage  # noqa: PLC0415 - they exist only once apps are loaded

    for model in (ConventionPage, ConventionIndexPage, Region, PageViewRestriction):
        post_save.connect(forget, sender=model, dispatch_uid=f"conventions-save-{model.__name__}")
        post_delete.connect(forget, sender=model, dispatch_uid=f"conventions-delete-{model.__name__}")
    post_page_move.connect(forget, dispatch_uid="conventions-move")
