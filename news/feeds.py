"""News as RSS and Atom, for readers who come by themselves."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from news.models import NewsPage

ITEMS = 20


class NewsRssFeed(Feed):
    """The newest public news. Parameters in the address are ignored, never parsed."""

    feed_type = Rss201rev2Feed
    title = "Actualités du portail de l’insertion professionnelle"
    description = "Travail, formation, emploi : ce qui se passe avec les personnes suivies par la justice."
    language = "fr"

    def link(self) -> str:
        """Address of the site: readers of the feed get there."""
        return f"{settings.PORTAL_URL}/"

    def items(self) -> list[NewsPage]:
        """The items, with all that their entries show: constant queries."""
        return list(NewsPage.objects.listed().select_related("category")[:ITEMS])

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
        return midnight(item.published_on)

    def item_updateddate(self, item: NewsPage) -> datetime.datetime:
        return item.last_published_at or midnight(item.published_on)

    def item_categories(self, item: NewsPage) -> list[str]:
        return [item.category.name] if item.category else []


class NewsAtomFeed(NewsRssFeed):
    """The same as Atom."""

    feed_type = Atom1Feed
    subtitle = NewsRssFeed.description


def midnight(day: datetime.date) -> datetime.datetime:
    """The first moment of a day here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
