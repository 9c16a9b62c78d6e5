"""Which regions the conventions of a list cover: a map that says it, beside the list that is the control."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from directory.models import Department, Region
from directory.territory_map import OVERSEAS, located_map

if TYPE_CHECKING:
    from directory.territory_map import TerritoryMap
    from news.models.convention_querysets import ConventionQuerySet


@dataclass(frozen=True)
class Coverage:
    """The regions, and the map that lights them; no map where none of them is drawn."""

    regions: list[Region]
    map: TerritoryMap | None


def coverage(conventions: ConventionQuerySet) -> Coverage:
    """What these conventions cover; two queries."""
    through = conventions.model.regions.through.objects
    rows = through.filter(region=OuterRef("pk"), conventionpage__in=conventions.order_by().values("pk"))
    regions = list(Region.objects.filter(Exists(rows)))
    departments = Department.objects.filter(region__in=regions).values_list("code", flat=True)
    names = ", ".join(region.name for region in regions)
    drawn = located_map(
        sentence=f"Carte des régions que ces conventions couvrent\u00a0: {names}.",
        disps={OVERSEAS} & {region.disp_id for region in regions},
        departments=departments,
    )
    return Coverage(regions, drawn if regions else None)
