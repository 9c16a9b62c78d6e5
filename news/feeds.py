"""RSS and Atom feeds of news, publications and conventions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from directory.models import Region
from news.events import icalendar_files
from news.models import ConventionPage, EventPage, NewsCategory, NewsPage, NewsTheme, PublicationPage
from portal.french.clean_text import clean_values

if TYPE_CHECKING:
    from django.http import HttpRequest

ITEMS = 20
CALENDAR_EVENTS = 200
PUBLISHER = "Portail de l’insertion professionnelle"
SUBJECTS = {
    "region": (Region, "regions"),
    "rubrique": (NewsCategory, "category"),
    "theme": (NewsTheme, "theme"),
}


class Cleaned:
    """A feed that survives whatever is stored: XML refuses some characters, and one item must not cost the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*clean_values(args), **clean_values(kwargs))

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*clean_values(args), **clean_values(kwargs))


class CleanRss(Cleaned, Rss201rev2Feed):
    """RSS 2.0."""


class CleanAtom(Cleaned, Atom1Feed):
    """Atom 1.0."""


@dataclass(frozen=True)
class Narrowed:
    """What a feed holds: news whose field `field` is this subject; all of them without one."""

    path: str  # of the feed
    field: str = ""
    subject: Region | NewsCategory | NewsTheme | None = None


class NewsRssFeed(Feed):
    """The newest public news, all or of one region, category or theme. Queries in the address are never parsed."""

    feed_type = CleanRss
    description = "Travail, formation, emploi : ce qui se passe avec les personnes suivies par la justice."
    language = "fr"

    def get_object(self, request: HttpRequest, by: str = "", slug: str = "") -> Narrowed:
        """What the address asks for; Http404 for a subject that does not exist."""
        if not by:
            return Narrowed(request.path)
        model, field = SUBJECTS[by]
        subject = model.objects.filter(slug=slug).first()
        if subject is None:
            raise Http404("no such feed")
        return Narrowed(request.path, field, subject)

    def title(self, asked: Narrowed) -> str:
        """What a reader's program calls the feed."""
        title = "Actualités du portail de l’insertion professionnelle"
        return f"{title} : {asked.subject}" if asked.subject else title

    def link(self) -> str:
        """Address of the site: readers of the feed get there."""
        return f"{settings.PORTAL_URL}/"

    def feed_guid(self, asked: Narrowed) -> str:
        """Each feed is one of its own: a reader's program that follows two of them confuses nothing."""
        return f"{settings.PORTAL_URL}{asked.path}"

    def author_name(self) -> str:
        """Who is behind all entries: Atom asks for a name."""
        return PUBLISHER

    def items(self, asked: Narrowed) -> list[NewsPage]:
        """The items, with all that their entries show: constant queries."""
        news = NewsPage.objects.listed().select_related("category", "theme")
        if asked.subject:
            news = news.filter(**{asked.field: asked.subject})
        return sorted(news.defer_streamfields()[:ITEMS], key=self.item_pubdate, reverse=True)

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.lead

    def item_link(self, item: NewsPage) -> str:
        return item.full_url

    def item_guid(self, item: NewsPage) -> str:
        """Stays when the page is renamed or moved: a reader does not see old news again."""
        return f"{settings.PORTAL_URL}/#actualite-{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: NewsPage) -> datetime.datetime:
        """The day that is written, but none to come: it would stay on top of every reader's list until then."""
        written = midnight(item.published_on)
        return written if written <= timezone.now() else item.first_published_at or timezone.now()

    def item_updateddate(self, item: NewsPage) -> datetime.datetime:
        return max(item.last_published_at or self.item_pubdate(item), self.item_pubdate(item))

    def item_categories(self, item: NewsPage) -> list[str]:
        return [subject.name for subject in (item.category, item.theme) if subject]


class NewsAtomFeed(NewsRssFeed):
    """The same as Atom."""

    feed_type = CleanAtom
    subtitle = NewsRssFeed.description


class PublicationRssFeed(NewsRssFeed):
    """The newest issues of the letters."""

    description = "Les lettres et les publications du portail."

    def title(self, asked: Narrowed) -> str:
        return "Publications du portail de l’insertion professionnelle"

    def items(self, asked: Narrowed) -> list[PublicationPage]:
        issues = PublicationPage.objects.listed().defer_streamfields()[:ITEMS]
        return sorted(issues, key=self.item_pubdate, reverse=True)

    def item_title(self, item: PublicationPage) -> str:
        return f"{item.label} : {item.title}"

    def item_guid(self, item: PublicationPage) -> str:
        return f"{settings.PORTAL_URL}/#publication-{item.pk}"

    def item_categories(self, item: Any) -> list[str]:
        return [item.series]


class PublicationAtomFeed(PublicationRssFeed):
    """The same as Atom."""

    feed_type = CleanAtom
    subtitle = PublicationRssFeed.description


class ConventionRssFeed(NewsRssFeed):
    """The conventions that came out last, each with its state today."""

    description = "Qui s’engage, à quoi, jusqu’à quand\u00a0: les conventions publiées."

    def title(self, asked: Narrowed) -> str:
        return "Conventions du portail de l’insertion professionnelle"

    def items(self, asked: Narrowed) -> list[ConventionPage]:
        listed = ConventionPage.objects.listed().with_list_details()
        return list(listed.order_by("-first_published_at", "-pk")[:ITEMS])

    def item_guid(self, item: ConventionPage) -> str:
        return f"{settings.PORTAL_URL}/#convention-{item.pk}"

    def item_pubdate(self, item: ConventionPage) -> datetime.datetime:
        return item.first_published_at or timezone.now()

    def item_categories(self, item: Any) -> list[str]:
        return [item.state.label, *item.region_names]


class ConventionAtomFeed(ConventionRssFeed):
    """The same as Atom."""

    feed_type = CleanAtom
    subtitle = ConventionRssFeed.description


class EventRssFeed(NewsRssFeed):
    """Events to come, those announced last first; the title says when."""

    description = "Les rendez-vous à venir."

    def title(self, asked: Narrowed) -> str:
        return "Agenda du portail de l’insertion professionnelle"

    def items(self, asked: Narrowed) -> list[EventPage]:
        events = EventPage.objects.listed().upcoming().defer_streamfields()
        return list(events.order_by("-first_published_at", "-pk")[:ITEMS])

    def item_title(self, item: EventPage) -> str:
        return f"{item.when}\u00a0: {'annulé, ' if item.is_cancelled else ''}{item.title}"

    def item_description(self, item: EventPage) -> str:
        return "\n".join(part for part in (item.place, item.lead) if part)

    def item_guid(self, item: EventPage) -> str:
        return f"{settings.PORTAL_URL}/#evenement-{item.pk}"

    def item_pubdate(self, item: EventPage) -> datetime.datetime:
        return item.first_published_at or timezone.now()

    def item_categories(self, item: Any) -> list[str]:
        return []


class EventAtomFeed(EventRssFeed):
    """The same as Atom."""

    feed_type = CleanAtom
    subtitle = EventRssFeed.description


def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """All events to come in one calendar, which a reader's program may subscribe to."""
    events = EventPage.objects.listed().upcoming().defer_streamfields()[:CALENDAR_EVENTS]
    return HttpResponse(icalendar_files.calendar_of(events), content_type=icalendar_files.CONTENT_TYPE)


def midnight(day: datetime.date) -> datetime.datetime:
    """The first moment of a day here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
