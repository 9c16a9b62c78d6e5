"""Everything dated: news and conventions."""

from news.models.convention_pages import ConventionFigure, ConventionIndexPage, ConventionPage, ConventionParty
from news.models.news_pages import NewsCategory, NewsIndexPage, NewsPage

__all__ = [
    "ConventionFigure",
    "ConventionIndexPage",
    "ConventionPage",
    "ConventionParty",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
]
