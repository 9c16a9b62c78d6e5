"""The start of the directory: list and map under one filter, by mission, direction and region.

The ten directions with what the mission leaves of each; or, once a direction or a region is chosen, their referents.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch

from directory.models import Disp, Referent, Region
from directory.territory.map import OVERSEAS, drawn_regions, link_map
from portal.cms.list_filters import FilterSet, Option, read_filter
from portal.cms.pagination import page_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.paginator import Page
    from django.http import HttpRequest

    from directory.models import Mission
    from directory.referents.querysets import ReferentQuerySet
    from directory.territory.drawing import TerritoryMap

PAGE_SIZE = 20  # referents; a direction has two or three


@dataclass(frozen=True)
class Overview:
    """What the filter leaves. `rows` are directions with `referent_count` and `vacant_count`, `empty` those without the
    mission.

    Once a direction or a region is chosen, `referents` are listed instead, and `disp` is the direction they belong to.
    """

    filters: FilterSet
    mission: Mission | None
    region: Region | None
    disp: Disp | None
    rows: tuple[Disp, ...]
    empty: tuple[Disp, ...]
    referents: Page[Referent] | None
    count: int
    nothing: str
    map: TerritoryMap
    undrawn: tuple[Region, ...]  # overseas, without a shape on the map

    @property
    def is_narrowed(self) -> bool:
        """Whether a direction or a region is chosen."""
        return any(each.name != "mission" for each in self.filters.chosen)

    @property
    def disp_query(self) -> str:
        """What a link to a direction keeps of the choices."""
        return f"?mission={self.mission.code}" if self.mission else ""


def overview(request: HttpRequest, missions: Sequence[Mission]) -> Overview:
    """Read the choices of an address; three queries, seven when a direction or a region is chosen.

    A value that does not exist is left out with a word on the page; two that exclude each other leave nothing. Http404
    for a page of the list that is none.
    """
    regions = Prefetch("regions", Region.objects.order_by("code"))
    disps = list(Disp.objects.prefetch_related(regions).order_by("sort_order", "code"))
    filters = _filters(request.GET, missions, disps)
    mission = next((each for each in missions if each.code == filters.value("mission")), None)
    disp = next((each for each in disps if each.code == filters.value("direction")), None)
    of_slug = {region.slug: region for each in disps for region in each.regions.all()}
    region = of_slug.get(filters.value("region"))
    found = _referents(mission, disp, region)
    chosen = disp or next((each for each in disps if region and each.code == region.disp_id), None)
    counted = Counter(found.order_by().values_list("disp", "is_vacant"))
    for each in disps:
        each.vacant_count = counted[each.code, True]
        each.referent_count = counted[each.code, False] + each.vacant_count
    departments = _departments(region)
    count = counted.total()
    return Overview(
        filters=filters,
        mission=mission,
        region=region,
        disp=chosen,
        rows=() if chosen else tuple(each for each in disps if each.referent_count or not mission),
        empty=tuple(each for each in disps if not each.referent_count) if mission and not chosen else (),
        referents=page_of(found.in_order().with_territory(), request, PAGE_SIZE, count) if chosen else None,
        count=count,
        nothing=_nothing(mission, disp, region),
        map=link_map(
            {each.code: each.seat for each in disps},
            counts={each.code: each.referent_count for each in disps},
            lit=[disp.code] if disp and not region else (),
            departments=departments,
            query=f"mission={mission.code}" if mission else "",
        ),
        undrawn=tuple(
            each for each in of_slug.values() if each.disp_id == OVERSEAS and each.slug not in drawn_regions()
        ),
    )


def _filters(asked: Mapping[str, str], missions: Sequence[Mission], disps: Sequence[Disp]) -> FilterSet:
    regions = sorted((region for disp in disps for region in disp.regions.all()), key=lambda region: region.slug)
    mission = read_filter(
        asked,
        name="mission",
        label="Pour quel sujet ?",
        all_label="Tous les sujets",
        options=[Option(each.code, each.title) for each in missions],
        unknown="Le sujet demandé n’existe pas : tous sont affichés.",
    )
    direction = read_filter(
        asked,
        name="direction",
        label="Direction interrégionale",
        all_label="Toutes les directions",
        options=[Option(each.code, each.seat) for each in disps],
        unknown="La direction demandée n’existe pas : toutes sont affichées.",
    )
    region = read_filter(
        asked,
        name="region",
        label="Région",
        all_label="Toutes les régions",
        options=[Option(each.slug, each.name) for each in regions],
        unknown="La région demandée n’existe pas : toutes sont affichées.",
    )
    return FilterSet((mission, direction, region))


def _referents(mission: Mission | None, disp: Disp | None, region: Region | None) -> ReferentQuerySet:
    found = Referent.objects.published()
    if mission:
        found = found.filter(missions=mission)
    if disp:
        found = found.filter(disp=disp)
    if region:
        served = region.departments.filter(referents=OuterRef("pk"))
        found = found.filter(Exists(served))
    return found


def _departments(region: Region | None) -> list[str]:
    return list(region.departments.values_list("pk", flat=True)) if region else []


def _nothing(mission: Mission | None, disp: Disp | None, region: Region | None) -> str:
    """What the page says when the choices leave nothing."""
    if disp and region and region.disp_id != disp.code:
        return f"La {disp.plain_name} ne répond pas {region.within}."
    if mission:
        return f"Personne ici n’est chargé de ce seul sujet : {mission.subject}."
    return "Aucun référent n’est publié ici pour l’instant."
