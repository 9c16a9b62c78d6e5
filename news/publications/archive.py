"""Archive of publications: how many issues of which years, and the newest; cached."""

from __future__ import annotations

from dataclasses import dataclass

from news.publications.models import PublicationPage
from portal.cms.cached import cached

SHELF_KEY, LATEST_KEY = "news:archive:publications", "news:archive:latest"
PUBLICATIONS_SHOWN = 3


@dataclass(frozen=True)
class Shelf:
    """How many public issues there are, and of which years."""

    count: int
    years: tuple[int, ...]


def shelf() -> Shelf:
    """What the list of publications may be narrowed to."""

    def build() -> Shelf:
        listed = PublicationPage.objects.listed().order_by().select_related(None)
        return Shelf(listed.count(), tuple(day.year for day in listed.dates("published_on", "year", order="DESC")))

    return cached(SHELF_KEY, build)


def latest_publications() -> list[PublicationPage]:
    """The newest issues of the letters; they change a few times a year."""
    return cached(LATEST_KEY, lambda: list(PublicationPage.objects.listed().defer_streamfields()[:PUBLICATIONS_SHOWN]))
