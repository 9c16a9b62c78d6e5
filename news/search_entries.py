"""Search entries of news, events, conventions and publications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from news.models import (
    ConventionIndexPage,
    ConventionPage,
    EventPage,
    NewsCategory,
    NewsIndexPage,
    NewsPage,
    NewsTheme,
    PublicationIndexPage,
    PublicationPage,
)
from portal.french.partial_date import PartialDate
from search.index.entry import PLAIN_PAGES, Kind
from search.index.page_text import stream_text
from search.index.registry import name_values, register
from search.index.sources import PageEntries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from search.index.entry import SearchEntry


def news_of(category: NewsCategory) -> Iterable[int]:
    """The news items that show the name of a category."""
    return NewsPage.objects.filter(category=category).values_list("pk", flat=True)


def theme_names() -> dict[str, str]:
    """Themes by their identifier in addresses."""
    return dict(NewsTheme.objects.values_list("slug", "name"))


def news_about(theme: NewsTheme) -> Iterable[int]:
    """The news items that show the name of a theme."""
    return NewsPage.objects.filter(theme=theme).values_list("pk", flat=True)


class NewsEntries(PageEntries):
    """One entry a news item."""

    model = NewsPage
    kind = Kind("actualites", "Actualités", "Actualité", rank=7)
    touched_by = {NewsCategory: news_of, NewsTheme: news_about}

    def with_details(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("category", "theme").prefetch_related("regions")

    def describe(self, instance: Any) -> SearchEntry | None:
        day = instance.published_on
        return self.page_entry(
            instance,
            summary=instance.lead,
            body="\n".join(filter(None, [stream_text(instance.body), instance.caption])),
            keywords=(*instance.region_names, *(str(each) for each in (instance.category, instance.theme) if each)),
            regions=tuple(region.slug for region in instance.regions.all()),
            themes=(instance.theme.slug,) if instance.theme else (),
            where=", ".join(instance.region_names),
            date=day,
            when=PartialDate(day.year, day.month, day.day).label,
        )


class ConventionEntries(PageEntries):
    """One entry a convention."""

    model = ConventionPage
    kind = Kind("conventions", "Conventions", "Convention", rank=6)

    def with_details(self, rows: QuerySet) -> QuerySet:
        return rows.prefetch_related("regions", "parties", "figures", "documents")

    def describe(self, instance: Any) -> SearchEntry | None:
        lists = (instance.priorities, instance.commitments, instance.actions, instance.legal_basis, instance.body)
        said = [
            instance.audience,
            instance.eligibility,
            *map(stream_text, lists),
            instance.results,
            instance.earlier_results,
            instance.advisers_sentence,
            instance.means,
            instance.contact,
            *(f"{figure} ({figure.where_and_when})" for figure in instance.figures.all()),
            *(f"{party.organisation} {party.office}".strip() for party in instance.parties.all()),
            *(document.label for document in instance.documents.all()),
            instance.names_note,
        ]
        return self.page_entry(
            instance,
            summary=instance.lead,
            body="\n".join(filter(None, said)),
            keywords=(*instance.region_names, *instance.party_names),
            regions=tuple(region.slug for region in instance.regions.all()),
            where=", ".join(instance.region_names),
            date=instance.known_since,
            when=instance.period,
        )


class EventEntries(PageEntries):
    """One entry an event; its date is the day it takes place."""

    model = EventPage
    kind = Kind("agenda", "Agenda", "Rendez-vous", rank=8)

    def with_details(self, rows: QuerySet) -> QuerySet:
        return rows.prefetch_related("regions")

    def describe(self, instance: Any) -> SearchEntry | None:
        details = [instance.place, instance.audience, instance.access, instance.accessibility]
        return self.page_entry(
            instance,
            summary=instance.lead,
            body="\n".join(filter(None, [*details, stream_text(instance.body)])),
            keywords=tuple(instance.region_names),
            regions=tuple(region.slug for region in instance.regions.all()),
            where=instance.place,
            date=instance.local_start.date(),
            when=f"{instance.when} (annulé)" if instance.is_cancelled else instance.when,
        )


class PublicationEntries(PageEntries):
    """One entry an issue of a letter."""

    model = PublicationPage
    kind = Kind("publications", "Publications", "Publication", rank=9)

    def describe(self, instance: Any) -> SearchEntry | None:
        day = instance.published_on
        return self.page_entry(
            instance,
            summary=instance.lead,
            body="\n".join(filter(None, [stream_text(instance.contents), stream_text(instance.body)])),
            keywords=(instance.label,),
            date=day,
            when=PartialDate(day.year, day.month, day.day).label,
        )


class NewsIndexEntries(PageEntries):
    """The list of news itself."""

    model = NewsIndexPage
    kind = PLAIN_PAGES

    def describe(self, instance: Any) -> SearchEntry | None:
        return self.page_entry(instance, summary=instance.lead)


class ConventionIndexEntries(NewsIndexEntries):
    """The list of conventions itself."""

    model = ConventionIndexPage


class PublicationIndexEntries(NewsIndexEntries):
    """The list of publications itself."""

    model = PublicationIndexPage


register(PublicationEntries())
register(PublicationIndexEntries())
name_values("theme", theme_names)
for source in (NewsEntries(), EventEntries(), ConventionEntries(), NewsIndexEntries(), ConventionIndexEntries()):
    register(source)
