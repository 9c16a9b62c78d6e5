"""All models of the app, which Django looks for here."""

from news.articles.models import NewsPage
from news.conventions.index_page import ConventionIndexPage
from news.conventions.models import ConventionPage
from news.conventions.parts import ConventionDocument, ConventionFigure, ConventionParty, EndWarning
from news.events.models import EventPage
from news.index_page import NewsIndexPage
from news.publications.index_page import PublicationIndexPage
from news.publications.models import PublicationPage
from news.subjects import NewsCategory, NewsTheme
from news.subscriptions.models import Appearance, Subscription

__all__ = [
    "Appearance",
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
