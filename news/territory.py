"""Conventions, news and events of some regions: for region pages and for the sheets of referents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory.referents.sections import Section
from news.conventions.states import ConventionState
from news.models import ConventionPage, EventPage, NewsPage

if TYPE_CHECKING:
    from collections.abc import Collection

    from directory.models import Region
    from portal.cms.page_queries import ListedPageQuerySet

OVER = (ConventionState.RENEWED, ConventionState.ENDED)
SHEET_CONVENTIONS, SHEET_NEWS = 4, 3


def conventions_in(regions: Collection[Region], count: int) -> list[ConventionPage]:
    """The first conventions of these regions that are not over, those in force first; one query.

    It orders keys, and reads what rows show of the first ones only.
    """
    first = _about(ConventionPage, "conventionpage", regions).in_list_order().values("pk")[:count]
    found = ConventionPage.objects.all().rows_of(first)
    return [convention for convention in found if convention.state not in OVER]


def news_in(regions: Collection[Region], count: int) -> list[NewsPage]:
    """The newest items about these regions; one query."""
    return list(_about(NewsPage, "newspage", regions).with_list_details()[:count])


def events_in(regions: Collection[Region], count: int) -> list[EventPage]:
    """The next events in these regions; one query."""
    return list(_about(EventPage, "eventpage", regions).upcoming().with_list_details()[:count])


def _about(
    model: type[ConventionPage | NewsPage | EventPage], owner: str, regions: Collection[Region]
) -> ListedPageQuerySet:
    """Public pages that name one of the regions, each once; `owner` is the name of the page in the table between."""
    named = model.regions.through.objects.filter(region__in=regions)
    return model.objects.listed().filter(pk__in=named.values(owner))


def sheet_section(regions: Collection[Region]) -> Section | None:
    """What the sheet of a referent shows of its territory; two queries."""
    conventions = conventions_in(regions, SHEET_CONVENTIONS)
    news = news_in(regions, SHEET_NEWS)
    if not conventions and not news:
        return None
    return Section("news/territory_section.html", {"conventions": conventions, "news": news})
