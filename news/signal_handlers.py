"""Renew what lists have cached when pages, subjects, files, regions or who may read what change."""

from __future__ import annotations

from wagtail.models import PageViewRestriction

from directory.models import Disp, Region
from news import models
from portal.cms.cached import forget_on_change
from portal.models import PortalDocument, PortalImage

MODELS = (
    models.NewsPage,
    models.EventPage,
    models.PublicationPage,
    models.NewsIndexPage,
    models.PublicationIndexPage,
    models.NewsCategory,
    models.NewsTheme,
    Region,
    PageViewRestriction,
    PortalDocument,
    PortalImage,
    Disp,
    models.ConventionPage,
    models.ConventionIndexPage,
)


def connect() -> None:
    """Listen to what changes a list."""
    forget_on_change(*MODELS, moves=True)
