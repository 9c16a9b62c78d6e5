from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from directory.models import Region
from news.filters import asked_slug, region_filter, year_filter
from news.models.convention_pages import ORDER_OF_STATES, ConventionPage
from portal.cms.base_page import BasePage
from portal.cms.list_filters import FilterSet, Option, read_filter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from news.models.convention_pages import ConventionState


class ConventionIndexPage(BasePage):
    """All conventions, those in force first, by region, state and year at addresses that can be shared."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.ConventionPage"]
    max_count = 1
    page_description = "La liste des conventions"

    class Meta:
        verbose_name = "liste des conventions"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # All of them are read in one query: their state is a matter of today, and conventions are few.
        conventions = ConventionPage.objects.child_of(self).listed().with_list_details().by_state()
        regions = self.regions(request.GET, conventions)
        filters = self.filters(request.GET, regions, conventions)
        region = next((each for each in regions if each.slug == filters.value("region")), None)
        return super().get_context(request, *args, **kwargs) | {
            "filters": filters,
            "canonical_query": filters.query,
            "conventions": [each for each in conventions if is_chosen(each, filters, region)],
            "region": region,
            "nothing": nothing_sentence(filters, region),
        }

    def regions(self, asked: Mapping[str, str], conventions: list[ConventionPage]) -> list[Region]:
        """The regions of the conventions, and the one asked for."""
        names = {name for each in conventions for name in each.region_names}
        slug = asked_slug(asked, "region")
        return [region for region in Region.objects.all() if region.name in names or region.slug == slug]

    def filters(self, asked: Mapping[str, str], regions: list[Region], conventions: list[ConventionPage]) -> FilterSet:
        """Region, state and year of the start, each with the choices that lead to something."""
        state_filter = read_filter(
            asked,
            name="etat",
            label="État",
            all_label="Tous les états",
            options=[Option(state_slug(state), state.label) for state in ORDER_OF_STATES],
            unknown="L’état demandé n’existe pas : tous sont affichés.",
        )
        years = {each.known_since.year for each in conventions if each.known_since}
        return FilterSet((region_filter(asked, regions), state_filter, year_filter(asked, years, "Année de début")))


def state_slug(state: ConventionState) -> str:
    """A state as an address says it: « fin-non-precisee »."""
    return slugify(state.label)


def is_chosen(convention: ConventionPage, filters: FilterSet, region: Region | None) -> bool:
    """Whether the choices leave this convention. One without a known year starts in none."""
    state, year = filters.value("etat"), filters.value("annee")
    return (
        (not region or region.name in convention.region_names)
        and (not state or state == state_slug(convention.state))
        and (not year or (bool(convention.known_since) and convention.known_since.year == int(year)))
    )


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
