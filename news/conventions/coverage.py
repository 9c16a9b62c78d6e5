"""Coverage: the regions of the conventions of a list, and a map of those in force; the list beside is the control."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from directory.models import Department, Region
from directory.territory.map import OVERSEAS, located_map
from news.conventions.states import ConventionState

if TYPE_CHECKING:
    from directory.territory.drawing import TerritoryMap
    from news.conventions.querysets import ConventionQuerySet


@dataclass(frozen=True)
class Coverage:
    """The regions of the list; the map lights those where a convention is in force, or of the one state asked for.

    No map where none is lit or drawn. `legend` says in words what is lit.
    """

    regions: list[Region]
    map: TerritoryMap | None
    legend: str = ""


def coverage(conventions: ConventionQuerySet, *, is_of_one_state: bool = False) -> Coverage:
    """What these conventions cover; at most three queries."""
    regions = _regions_of(conventions)
    lit = regions if is_of_one_state or not regions else _regions_of(conventions.in_state(ConventionState.CURRENT))
    departments = Department.objects.filter(region__in=lit).values_list("code", flat=True)
    names = ", ".join(region.name for region in lit)
    said = "que ces conventions couvrent" if is_of_one_state else "où une convention est en cours"
    drawn = located_map(
        sentence=f"Carte des régions {said}\u00a0: {names}.",
        disps={OVERSEAS} & {region.disp_id for region in lit},
        departments=departments,
    )
    legend = f"Région {said}"
    return Coverage(regions, drawn, legend) if lit else Coverage(regions, None)


def _regions_of(conventions: ConventionQuerySet) -> list[Region]:
    through = conventions.model.regions.through.objects
    rows = through.filter(region=OuterRef("pk"), conventionpage__in=conventions.order_by().values("pk"))
    return list(Region.objects.filter(Exists(rows)))
