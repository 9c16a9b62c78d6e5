"""The list of conventions: filters, map, timeline, and the same as a table (CSV)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from directory.models import Region
from news.conventions.archive import archive_of, narrowed, rows_of
from news.conventions.models import FILE_SLUG, ConventionPage
from news.conventions.states import ConventionState
from news.conventions.table import table
from news.conventions.timeline import axis_of
from news.filters import asked_slug, region_filter, year_filter
from portal.cms.base_page import BasePage
from portal.cms.list_filters import FilterSet, Option, read_filter
from portal.cms.navigation import frame_for
from portal.cms.pagination import page_of
from portal.web.csv_files import csv_response
from portal.web.json_ld import json_ld

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest, StreamingHttpResponse

    from news.conventions.archive import ConventionArchive
    from news.conventions.coverage import Coverage
    from news.conventions.querysets import ConventionQuerySet

CONVENTIONS_PER_PAGE = 20
FILE_NAME = "conventions.csv"


class ConventionIndexPage(RoutablePageMixin, BasePage):
    """All conventions, those in force first, by region, state and year at addresses that can be shared."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.ConventionPage"]
    max_count = 1
    page_description = "La liste des conventions"

    class Meta:
        verbose_name = "liste des conventions"

    def conventions(self) -> ConventionQuerySet:
        """The conventions of the list."""
        return ConventionPage.objects.child_of(self).listed()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        conventions = self.conventions()
        archive = archive_of(conventions)
        regions = self.regions(request.GET, archive)
        filters = self.filters(request.GET, archive, regions)
        region = next((each for each in regions if each.slug == filters.value("region")), None)
        chosen = self.chosen(conventions, filters)
        is_of_one_state = bool(filters.value("etat"))
        count, covered = narrowed(archive, chosen, filters.query, is_of_one_state=is_of_one_state)
        shown = page_of(range(count), request, CONVENTIONS_PER_PAGE)
        rows = rows_of(archive, chosen, shown, filters.query, is_of_one_state=is_of_one_state)
        axis = axis_of(((row.binds_from, row.binds_until) for row in rows), timezone.localdate())
        return super().get_context(request, *args, **kwargs) | {
            "filters": filters,
            "canonical_query": filters.query,
            "conventions": shown,
            "rows": [(row, axis.span(row.binds_from, row.binds_until) if axis else None) for row in rows],
            "axis": axis,
            "covered": region_links(covered, filters),
            "map": covered.map,
            "legend": covered.legend,
            "file_address": self.file_address(request, filters),
            "region": region,
            "nothing": nothing_sentence(filters, region),
            "structured_data": json_ld(self.structured_data(request)),
        }

    def regions(self, asked: Mapping[str, str], archive: ConventionArchive) -> list[Region]:
        """The regions of the conventions, and the one asked for."""
        slug, regions = asked_slug(asked, "region"), list(archive.coverage.regions)
        if slug and all(region.slug != slug for region in regions):
            regions += Region.objects.filter(slug=slug)
        return regions

    def filters(self, asked: Mapping[str, str], archive: ConventionArchive, regions: list[Region]) -> FilterSet:
        """Region, state and year of the start, each with the choices that lead to something."""
        state_filter = read_filter(
            asked,
            name="etat",
            label="État",
            all_label="Tous les états",
            options=[Option(state_slug(state), state.label) for state in ConventionState],
            unknown="L’état demandé n’existe pas : tous sont affichés.",
        )
        year = year_filter(asked, archive.years, "Année de début")
        return FilterSet((region_filter(asked, regions), state_filter, year))

    def chosen(self, conventions: ConventionQuerySet, filters: FilterSet) -> ConventionQuerySet:
        """Conventions that the filters leave. One without a known year starts in none."""
        if region := filters.value("region"):
            conventions = conventions.filter(regions__slug=region)
        if slug := filters.value("etat"):
            conventions = conventions.in_state(next(state for state in ConventionState if state_slug(state) == slug))
        if year := filters.value("annee"):
            conventions = conventions.filter(binds_from__year=int(year))
        return conventions

    @path(f"{FILE_SLUG}/")
    def file(self, request: HttpRequest) -> StreamingHttpResponse:
        """The chosen conventions for a spreadsheet; what the address asks for in vain is left out, as on the page."""
        conventions = self.conventions()
        archive = archive_of(conventions)
        filters = self.filters(request.GET, archive, self.regions(request.GET, archive))
        return csv_response(FILE_NAME, table(self.chosen(conventions, filters).in_list_order()))

    def file_address(self, request: HttpRequest, filters: FilterSet | None = None) -> str:
        """Address of the table, with the same choices."""
        query = f"?{filters.query}" if filters and filters.query else ""
        return f"{self.get_url(request)}{self.reverse_subpage('file')}{query}"

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A data set of schema.org: the list, and the file that holds it."""
        address = self.get_full_url(request)
        licence = frame_for(request).licence_url
        return {
            "@type": "Dataset",
            "name": self.title,
            "description": self.search_description or self.lead,
            "url": address,
            "inLanguage": "fr",
            "distribution": {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": f"{address}{self.reverse_subpage('file')}",
            },
        } | ({"license": licence} if licence else {})


def state_slug(state: ConventionState) -> str:
    """A state as an address says it: « echeance-non-publiee »."""
    return slugify(state.label)


def region_links(covered: Coverage, filters: FilterSet) -> Iterable[tuple[Region, str]]:
    """Each region covered, with the query of the list narrowed to it and to the other choices."""
    others = {each.name: each.value for each in filters.chosen if each.name != "region"}
    return [(region, urlencode({"region": region.slug} | others)) for region in covered.regions]


def nothing_sentence(filters: FilterSet, region: Region | None) -> str:
    """What the page says when the choices leave nothing: « Aucune convention publiée pour Mayotte. »."""
    state = next(each for each in filters if each.name == "etat").chosen
    year = filters.value("annee")
    words = [
        "Aucune convention publiée",
        f"pour {plain_name(region)}" if region else "",
        f"dans l’état « {state.label} »" if state else "",
        f"qui commence en {year}" if year else "",
    ]
    return f"{' '.join(word for word in words if word)}. Le référent saura si un accord se prépare."


def plain_name(region: Region) -> str:
    """After « pour »: « Mayotte », « La Réunion », « la région Normandie »."""
    return region.name if region.within.startswith("à ") else f"la région {region.name}"
