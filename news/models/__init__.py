"""Everything dated: news, events and conventions."""

from news.models.convention_index_page import ConventionIndexPage
from news.models.convention_pages import ConventionFigure, ConventionPage, ConventionParty
from news.models.event_pages import EventPage
from news.models.news_index_page import NewsIndexPage
from news.models.news_pages import NewsCategory, NewsPage

__all__ = [
    "ConventionFigure",
    "ConventionIndexPage",
    "ConventionPage",
    "ConventionParty",
    "EventPage",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
]
