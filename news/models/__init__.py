"""Everything dated: news, events and conventions."""

from news.models.convention_index_page import ConventionIndexPage
from news.models.convention_pages import ConventionPage
from news.models.convention_parts import ConventionDocument, ConventionFigure, ConventionParty, EndWarning
from news.models.event_pages import EventPage
from news.models.news_index_page import NewsIndexPage
from news.models.news_pages import NewsPage
from news.models.publication_pages import PublicationIndexPage, PublicationPage
from news.models.subjects import NewsCategory, NewsTheme
from news.models.subscriptions import Subscription

__all__ = [
    "ConventionDocument",
    "ConventionFigure",
    "ConventionIndexPage",
    "ConventionPage",
    "ConventionParty",
    "EndWarning",
    "EventPage",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
    "NewsTheme",
    "PublicationIndexPage",
    "PublicationPage",
    "Subscription",
]
