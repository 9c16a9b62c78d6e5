"""Which regions the conventions of a list cover: a map that says it, beside the list that is the control."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from directory.models import Department, Region
from directory.territory_map import OVERSEAS, located_map
from news.models.convention_pages import ConventionPage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from directory.territory_map import TerritoryMap


@dataclass(frozen=True)
class Coverage:
    """The regions, and the map that lights them; no map where none of them is drawn."""

    regions: list[Region]
    map: TerritoryMap | None


def covered_regions(conventions: QuerySet[ConventionPage]) -> QuerySet[Region]:
    """The regions that these conventions name."""
    rows = ConventionPage.regions.through.objects.filter(region=OuterRef("pk"), conventionpage__in=conventions)
    return Region.objects.filter(Exists(rows))


def coverage(conventions: QuerySet[ConventionPage]) -> Coverage:
    """What these conventions cover; two queries."""
    regions = list(covered_regions(conventions.order_by()))
    departments = Department.objects.filter(region__in=regions).values_list("code", flat=True)
    names = ", ".join(region.name for region in regions)
    drawn = located_map(
        sentence=f"Carte des régions que ces conventions couvrent\u00a0: {names}.",
        disps={OVERSEAS} & {region.disp_id for region in regions},
        departments=departments,
    )
    return Coverage(regions, drawn if regions else None)
