"""What the list of news can be narrowed to, and the newest publications: cached, renewed by whatever changes them.

With ten thousand items, counting them and gathering their years would cost more than the ten rows that a page shows.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import post_page_move

from directory.models import Region
from portal.cms.list_filters import Option

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from news.models import NewsCategory, NewsIndexPage, NewsTheme, PublicationPage
    from news.models.news_pages import NewsQuerySet

NEWS, PUBLICATIONS, LATEST, EVENTS, SUBJECTS = KEYS = [
    f"news:archive:{name}" for name in ("news", "publications", "latest", "events", "subjects")
]
CACHE_SECONDS = 600  # only a safety net: signals renew it
PUBLICATIONS_SHOWN = 3


@dataclass(frozen=True)
class Archive:
    """How many public items there are, and the choices that lead to some of them."""

    count: int
    years: tuple[int, ...]
    regions: tuple[Region, ...]
    categories: tuple[Option, ...]
    themes: tuple[Option, ...]
    stamp: str = field(default_factory=lambda: uuid.uuid4().hex)  # another one whenever something changed


@dataclass(frozen=True)
class Shelf:
    """How many public issues there are, and of which years."""

    count: int
    years: tuple[int, ...]


def cached(key: str, build: Callable[[], Any]) -> Any:
    """What is cached under a key, built when it is not there."""
    value = cache.get(key)
    if value is None:
        value = build()
        cache.set(key, value, CACHE_SECONDS)
    return value


def archive_of(index: NewsIndexPage) -> Archive:
    """The archive of the list of news."""
    return cached(NEWS, lambda: build(index))


def counted(archive: Archive, news: NewsQuerySet, query: str) -> int:
    """How many items some choices leave; `query` is the choices as an address says them, so there are not many."""
    return cached(f"{NEWS}:{archive.stamp}:{query}", news.order_by().count) if query else archive.count


def build(index: NewsIndexPage) -> Archive:
    """Read it from the database: five queries."""
    from news.models import NewsCategory, NewsTheme  # noqa: PLC0415 - the models of lists use this module

    news = index.news().order_by()
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


def subject(key: int | None, model: type[Model]) -> Any:
    """The category or theme of this key: there are few of them, and each article names two."""
    from news.models import NewsCategory, NewsTheme  # noqa: PLC0415 - the models of lists use this module

    if key is None:
        return None
    known = cached(SUBJECTS, lambda: {each: each.objects.in_bulk() for each in (NewsCategory, NewsTheme)})[model]
    return known.get(key) or model.objects.filter(pk=key).first()


def latest_publications() -> list[PublicationPage]:
    """The newest issues of the letters; they change a few times a year."""
    from news.models import PublicationPage  # noqa: PLC0415 - the models of lists use this module

    return cached(LATEST, lambda: list(PublicationPage.objects.listed().defer_streamfields()[:PUBLICATIONS_SHOWN]))


def shelf() -> Shelf:
    """What the list of publications may be narrowed to."""
    from news.models import PublicationPage  # noqa: PLC0415 - the models of lists use this module

    def build() -> Shelf:
        listed = PublicationPage.objects.listed().order_by().select_related(None)
        return Shelf(listed.count(), tuple(day.year for day in listed.dates("published_on", "year", order="DESC")))

    return cached(PUBLICATIONS, build)


def event_count() -> int:
    """How many public events there are, over or to come."""
    from news.models import EventPage  # noqa: PLC0415 - the models of lists use this module

    return cached(EVENTS, lambda: EventPage.objects.listed().order_by().count())


def forget(**_: Any) -> None:
    """Drop what is cached: at once for this transaction, and for all others when it is committed."""
    cache.delete_many(KEYS)
    transaction.on_commit(lambda: cache.delete_many(KEYS))


def connect_signals() -> None:
    """Listen to what changes the list: items, their subjects and files, who may read what."""
    from news import models  # noqa: PLC0415 - models exist only once the apps are loaded
    from portal.models import PortalDocument  # noqa: PLC0415

    lists = (models.NewsIndexPage, models.PublicationIndexPage)
    pages = (models.NewsPage, models.EventPage, models.PublicationPage, *lists)
    for model in (*pages, models.NewsCategory, models.NewsTheme, Region, PageViewRestriction, PortalDocument):
        post_save.connect(forget, sender=model, dispatch_uid=f"news-archive-save-{model.__name__}")
        post_delete.connect(forget, sender=model, dispatch_uid=f"news-archive-delete-{model.__name__}")
    post_page_move.connect(forget, dispatch_uid="news-archive-move")
