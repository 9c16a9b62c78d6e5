"""The list of publications, by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from news.filters import year_filter
from news.publications.archive import shelf
from news.publications.models import PublicationPage
from portal.cms.base_page import BasePage
from portal.cms.list_filters import FilterSet
from portal.cms.pagination import page_of

if TYPE_CHECKING:
    from django.http import HttpRequest

PUBLICATIONS_PER_PAGE = 12


class PublicationIndexPage(BasePage):
    """All publications, newest first, by year."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.PublicationPage"]
    max_count = 1
    page_description = "La liste des publications"

    class Meta:
        verbose_name = "liste des publications"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        known = shelf()
        filters = FilterSet((year_filter(request.GET, known.years, "Année"),))
        listed = PublicationPage.objects.listed().defer_streamfields()
        if year := filters.value("annee"):
            listed = listed.filter(published_on__year=int(year))
        shown = page_of(listed, request, PUBLICATIONS_PER_PAGE, None if year else known.count)
        return super().get_context(request, *args, **kwargs) | {
            "filters": filters,
            "canonical_query": filters.query,
            "publications": shown,
            "nothing": f"Aucune publication en {year}." if year else "Aucune publication pour le moment.",
        }
