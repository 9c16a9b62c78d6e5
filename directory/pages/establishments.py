"""The establishments: list and map under one filter, nearest first when a place is typed, else by direction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.utils.http import urlencode

from directory.establishments import activities
from directory.establishments.kinds import Kind, Status
from directory.establishments.nearest import Near, Wanted, read_whole, spots
from directory.establishments.workshops import Regime
from directory.models import Disp, Establishment, Region
from directory.pages.near_me import address, origin_of
from directory.territory.map import TerritoryMap, link_map, with_spots
from portal.cms.list_filters import FilterSet, Option, read_filter
from portal.french.words import of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.paginator import Page

    from directory.establishments.nearest import Spot
    from directory.pages.near_me import Origin
    from directory.places.index import Gazetteer

PAGE_SIZE = 20
SURFACES = (100, 250, 500, 1000)


@dataclass(frozen=True)
class EstablishmentList:
    """What the choices leave: `page` of rows, or `rows` of directions with `establishment_count` when nothing narrows.

    `others` are the establishments that are not open but not closed either, told apart below a list by direction.
    """

    origin: Origin
    filters: FilterSet
    rows: tuple[Disp, ...]
    page: Page[Spot] | None
    shown: tuple[Near, ...]
    others: tuple[Establishment, ...]
    count: int
    map: TerritoryMap
    asks_of_workshops: bool

    @property
    def title(self) -> str:
        """First heading."""
        if self.origin.point:
            return f"Les établissements les plus proches {of(self.origin.label)}"
        if self.origin.departments:
            return f"Les établissements\u00a0: {self.origin.label}"
        return "Établissements"

    @property
    def nothing(self) -> str:
        """What the page says when the choices leave nothing."""
        if self.asks_of_workshops:
            return "Aucun atelier déclaré ne répond à ces choix. Votre référent sait ce qui est possible."
        return "Aucun établissement ouvert ici."

    @property
    def query(self) -> str:
        """The choices and the place, as the pager and the canonical address repeat them."""
        return urlencode(self.origin.query | {each.name: each.value for each in self.filters.chosen})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of the filters keeps of the place."""
        return list(self.origin.query.items())

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What the form of the place keeps of the filters."""
        return [(each.name, each.value) for each in self.filters.chosen]


def establishment_list(asked: Mapping[str, str], typed: str, gazetteer: Gazetteer) -> EstablishmentList:
    """Read the choices of an address; six queries at most. Http404 for a page of the list that does not exist."""
    regions = Prefetch("regions", Region.objects.order_by("code"))
    disps = list(Disp.objects.prefetch_related(regions).order_by("sort_order", "code"))
    filters = read_filters(asked, disps)
    origin = origin_of(typed, asked.get("point", "").strip(), gazetteer)
    wanted = wanted_of(filters, origin)
    found = spots(wanted.establishments(), origin.point)
    is_narrowed = bool(filters.chosen or origin.point or origin.departments)
    counts = Counter(spot.disp for spot in found)
    for disp in disps:
        disp.establishment_count = counts[disp.code]
    page = _page(found, asked.get("page", "")) if is_narrowed else None
    drawn = link_map(
        {disp.code: disp.seat for disp in disps},
        counts=counts,
        lit=[wanted.disp] if wanted.disp else (),
        departments=origin.departments,
        address=lambda code: address(**dict(_without(filters, "direction", "region")), direction=code),
        region_address=lambda slug: address(**dict(_without(filters, "direction", "region")), region=slug),
    )
    return EstablishmentList(
        origin=origin,
        filters=filters,
        rows=() if is_narrowed else tuple(disps),
        page=page,
        shown=tuple(read_whole(list(page))) if page else (),
        others=() if is_narrowed else tuple(_others()),
        count=len(found),
        map=with_spots(drawn, [(*spot.point[:2], spot.department) for spot in page]) if page else drawn,
        asks_of_workshops=wanted.asks_of_workshops,
    )


def wanted_of(filters: FilterSet, origin: Origin) -> Wanted:
    """The filters and the place together."""
    return Wanted(
        disp=filters.value("direction"),
        region=filters.value("region"),
        departments=origin.departments,
        kind=filters.value("nature"),
        activity=filters.value("activite"),
        regime=filters.value("regime"),
        surface=int(filters.value("surface") or 0),
        has_dock=filters.value("quai") == "oui",
    )


def read_filters(asked: Mapping[str, str], disps: Sequence[Disp]) -> FilterSet:
    """The selects of the list, as an address sets them."""
    regions = sorted((region for disp in disps for region in disp.regions.all()), key=lambda region: region.slug)
    selects = (
        ("direction", "Direction interrégionale", "Toutes les directions", [(each.code, each.seat) for each in disps]),
        ("region", "Région", "Toutes les régions", [(each.slug, each.name) for each in regions]),
        ("nature", "Nature de l’établissement", "Toutes les natures", Kind.choices),
        ("activite", "Activité des ateliers", "Toutes les activités", activities.choices()),
        ("regime", "Régime de travail", "Tous les régimes", Regime.choices),
        ("surface", "Surface", "Toutes les surfaces", [(str(each), f"{each}\u00a0m² et plus") for each in SURFACES]),
        ("quai", "Quai de chargement", "Avec ou sans quai", [("oui", "Avec un quai")]),
    )  # fmt: skip
    return FilterSet(
        tuple(
            read_filter(
                asked,
                name=name,
                label=label,
                all_label=all_label,
                options=[Option(value, str(text)) for value, text in options],
                unknown=f"{label}\u00a0: ce choix n’existe pas, tout est affiché.",
            )
            for name, label, all_label, options in selects
        )
    )


def _without(filters: FilterSet, *names: str) -> list[tuple[str, str]]:
    return [(each.name, each.value) for each in filters.chosen if each.name not in names]


def _page(found: list[Spot], number: str) -> Page[Spot]:
    try:
        return Paginator(found, PAGE_SIZE).page(number or 1)
    except (PageNotAnInteger, EmptyPage):
        raise Http404("no such page of the list") from None


def _others() -> list[Establishment]:
    between = [Status.ANNOUNCED, Status.TO_VERIFY]
    return list(Establishment.objects.filter(status__in=between).with_place().order_by("status", "name"))
