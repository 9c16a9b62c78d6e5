"""The list of news, narrowed at addresses that can be shared, and the agenda of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.response import TemplateResponse
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from directory.models import Region
from news.articles.archive import archive_of, counted
from news.articles.models import NewsPage
from news.events.coming import keys_of, next_events
from news.events.models import AgendaOrder, EventPage, event_count
from news.feed_addresses import feeds_for
from news.filters import asked_slug, region_filter, subject_filter, year_filter
from news.publications.archive import latest_publications
from news.subjects import AGENDA_SLUG, NewsCategory, NewsTheme
from portal.cms.base_page import BasePage
from portal.cms.cached import cached_rows
from portal.cms.list_filters import FilterSet, Option, read_filter
from portal.cms.pagination import page_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from news.articles.archive import Archive
    from news.articles.models import NewsQuerySet
    from news.events.models import EventQuerySet

NEWS_PER_PAGE = 10
EVENTS_PER_PAGE = 20
EVENTS_SHOWN = 3


class NewsIndexPage(RoutablePageMixin, BasePage):
    """All news, newest first, narrowed at addresses that can be shared; and the agenda."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage", "news.EventPage"]
    max_count = 1
    page_description = "La liste des actualités et l’agenda"

    class Meta:
        verbose_name = "liste des actualités"

    def news(self) -> NewsQuerySet:
        """News of the list, newest first: all there are, since there is one list (`max_count`)."""
        return NewsPage.objects.listed()

    def events(self) -> EventQuerySet:
        """Events of the agenda: all there are."""
        return EventPage.objects.listed().with_list_details()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        every = self.news()
        archive = archive_of(every)
        regions = self.regions(request.GET, archive)
        filters = self.filters(request.GET, archive, regions)
        region = next((each for each in regions if each.slug == filters.value("region")), None)
        news = self.chosen_news(every, filters)
        shown = page_of(news, request, NEWS_PER_PAGE, counted(archive, news, filters.query))
        key = f"news:rows:{archive.stamp}:{filters.query}:{shown.number}"
        rows = list(cached_rows(key, lambda: list(shown.object_list.as_rows())))
        is_start = not filters.chosen and shown.number == 1
        events = next_events(EVENTS_SHOWN) if is_start else []
        return super().get_context(request, *args, **kwargs) | {
            "filters": filters,
            "canonical_query": filters.query,
            "nothing": nothing_sentence(filters, region),
            "news": shown,
            "lead_news": rows.pop(0) if rows and shown.number == 1 else None,
            "rows": rows,
            "years": archive.years,
            "events": events,
            "event_keys": keys_of(events),
            "publications": latest_publications() if is_start else [],
            "agenda_address": self.agenda_address(request),
            "feeds": feeds_for(filters),
        }

    def regions(self, asked: Mapping[str, str], archive: Archive) -> list[Region]:
        """The regions that news are about, and the one asked for."""
        slug = asked_slug(asked, "region")
        regions = list(archive.regions)
        if slug and all(region.slug != slug for region in regions):
            regions += Region.objects.filter(slug=slug)
        return regions

    def filters(self, asked: Mapping[str, str], archive: Archive, regions: list[Region]) -> FilterSet:
        """Category, theme, level, region and year, each with the choices that lead to something."""
        return FilterSet((
            subject_filter(asked, "rubrique", archive.categories, NewsCategory),
            subject_filter(asked, "theme", archive.themes, NewsTheme),
            read_filter(
                asked,
                name="niveau",
                label="Niveau",
                all_label="Tous les niveaux",
                options=[Option(*level) for level in NewsPage.Level.choices],
                unknown="Le niveau demandé n’existe pas : tous sont affichés.",
            ),
            region_filter(asked, regions),
            year_filter(asked, archive.years, "Année"),
        ))  # fmt: skip

    def chosen_news(self, news: NewsQuerySet, filters: FilterSet) -> NewsQuerySet:
        """News of the list that the filters leave, newest first."""
        if category := filters.value("rubrique"):
            news = news.filter(category__slug=category)
        if theme := filters.value("theme"):
            news = news.filter(theme__slug=theme)
        if level := filters.value("niveau"):
            news = news.filter(level=level)
        if region := filters.value("region"):
            news = news.filter(regions__slug=region)
        if year := filters.value("annee"):
            news = news.filter(published_on__year=int(year))
        return news

    def agenda_address(self, request: HttpRequest) -> str:
        """Where all events are listed."""
        return f"{self.get_url(request)}{self.reverse_subpage('agenda')}"

    @path(f"{AGENDA_SLUG}/")
    def agenda(self, request: HttpRequest) -> HttpResponse:
        """All events: those to come, nearest first, then those that are over."""
        context = super().get_context(request) | {
            "events": page_of(AgendaOrder(self.events(), event_count()), request, EVENTS_PER_PAGE),
            "crumbs": [(self.title, self.get_url(request)), ("Agenda", "")],
        }
        return TemplateResponse(request, "news/agenda.html", context)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The list and, as soon as there is an event, the agenda."""
        own = super().get_sitemap_urls(request)
        latest = self.events().order_by("-last_published_at").first()
        if latest is None:
            return own
        agenda = self.reverse_subpage("agenda")
        return own + [
            {"location": f"{entry['location']}{agenda}", "lastmod": latest.last_published_at} for entry in own
        ]


def nothing_sentence(filters: FilterSet, region: Region | None) -> str:
    """What the page says when the choices leave nothing: « Rien sur ce thème en Normandie en 2023. »."""
    if not filters.chosen:
        return "Aucune actualité publiée pour le moment."
    subject = "Rien sur ce thème" if filters.value("theme") else "Aucune actualité"
    category = "dans cette rubrique" if filters.value("rubrique") else ""
    level = "à ce niveau" if filters.value("niveau") else ""
    year = filters.value("annee")
    words = [subject, category, level, region.within if region else "", f"en {year}" if year else ""]
    return f"{' '.join(word for word in words if word)}."
