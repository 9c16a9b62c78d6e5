"""Archive of the list of news: the choices that narrow it and their count, cached (see `news.signal_handlers`).

With ten thousand items, counting them and gathering their years would cost more than the ten rows that a page shows.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from directory.models import Region
from news.subjects import NewsCategory, NewsTheme
from portal.cms.cached import cached
from portal.cms.list_filters import Option

if TYPE_CHECKING:
    from news.articles.models import NewsQuerySet

CACHE_KEY = "news:archive:news"


@dataclass(frozen=True)
class Archive:
    """How many public items there are, and the choices that lead to some of them."""

    count: int
    years: tuple[int, ...]
    regions: tuple[Region, ...]
    categories: tuple[Option, ...]
    themes: tuple[Option, ...]
    stamp: str = field(default_factory=lambda: uuid.uuid4().hex)  # another one whenever something changed


def archive_of(news: NewsQuerySet) -> Archive:
    """The archive of these news, all those of the list; five queries when it is not cached."""
    return cached(CACHE_KEY, lambda: build(news.order_by()))


def counted(archive: Archive, news: NewsQuerySet, query: str) -> int:
    """How many items some choices leave; `query` is the choices as an address says them, so there are not many."""
    return cached(f"{CACHE_KEY}:{archive.stamp}:{query}", news.order_by().count) if query else archive.count


def build(news: NewsQuerySet) -> Archive:
    """Read it from the database: five queries."""
    through = news.model.regions.through
    of_region = through.objects.filter(region=OuterRef("pk"), newspage__in=news.values("pk"))

    def used(model: type[NewsCategory | NewsTheme], name: str) -> tuple[Option, ...]:
        rows = model.objects.filter(Exists(news.filter(**{name: OuterRef("pk")})))
        return tuple(Option(row.slug, row.name) for row in rows)

    return Archive(
        news.count(),
        tuple(day.year for day in news.dates("published_on", "year", order="DESC")),
        tuple(Region.objects.filter(Exists(of_region))),
        used(NewsCategory, "category"),
        used(NewsTheme, "theme"),
    )
