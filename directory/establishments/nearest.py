"""Which establishments: filtered by what one needs, ordered by distance from a point. Three queries at most.

All points are read and measured in Python: with a few hundred establishments that costs less than a spatial database
would (`bench/establishments.py`), and any database of Django's will do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from directory.establishments.distance import Distance, Point, distance
from directory.establishments.kinds import Precision
from directory.establishments.models import Establishment
from directory.establishments.workshops import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from directory.establishments.querysets import EstablishmentQuerySet

NEAREST = 3  # on the answer for a place
FAR_KM = 400  # beyond, another one is no neighbour: the first is shown all the same, whatever its distance


class Near(NamedTuple):
    """An establishment and how far it is; `distance` is None in a list that starts from nowhere."""

    establishment: Establishment
    distance: Distance | None = None


class Spot(NamedTuple):
    """What a list or a map needs of every establishment before any is read whole."""

    pk: int
    point: Point
    department: str
    disp: str
    distance: Distance | None = None


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty values ask for nothing. One fresh workshop must have all that is asked of it."""

    disp: str = ""
    region: str = ""  # slug
    departments: tuple[str, ...] = ()
    kind: str = ""
    activity: str = ""
    regime: str = ""
    surface: int = 0  # m² at least
    has_dock: bool = False

    @property
    def asks_of_workshops(self) -> bool:
        """Whether only declared workshops can answer."""
        return bool(self.activity or self.regime or self.surface or self.has_dock)

    def establishments(self) -> EstablishmentQuerySet:
        """The open establishments that answer."""
        found = Establishment.objects.receiving()
        if self.disp:
            found = found.filter(commune__department__region__disp=self.disp)
        if self.region:
            found = found.filter(commune__department__region__slug=self.region)
        if self.departments:
            found = found.filter(commune__department__in=self.departments)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.asks_of_workshops:
            found = found.filter(pk__in=self._workshops().values("establishment"))
        return found

    def _workshops(self) -> Iterable[Workshop]:
        found = Workshop.objects.fresh()
        if self.activity:
            found = found.filter(activity=self.activity)
        if self.regime:
            found = found.filter(regime=self.regime)
        if self.surface:
            found = found.filter(surface__gte=self.surface)
        return found.filter(has_dock=True) if self.has_dock else found


def spots(found: EstablishmentQuerySet, origin: Point | None = None) -> list[Spot]:
    """Where all of them are: nearest first with an origin, else by name; one query."""
    rows = found.order_by("name", "slug").values_list(
        "pk", "latitude", "longitude", "precision", "commune__department_id", "commune__department__region__disp_id"
    )
    listed = []
    for pk, latitude, longitude, precision, department, disp in rows:
        point = Point(latitude, longitude, precision != Precision.COMMUNE)
        listed.append(Spot(pk, point, department, disp, distance(origin, point) if origin else None))
    return sorted(listed, key=lambda spot: spot.distance.km) if origin else listed


def read_whole(chosen: Sequence[Spot]) -> list[Near]:
    """These establishments with their place and workshops, in the given order; two queries."""
    by_pk = Establishment.objects.with_place().with_workshops().in_bulk([spot.pk for spot in chosen])
    return [Near(by_pk[spot.pk], spot.distance) for spot in chosen if spot.pk in by_pk]


def nearest(origin: Point, wanted: Wanted | None = None, limit: int = NEAREST) -> list[Near]:
    """The nearest open establishments, at most `limit` of them; three queries."""
    ordered = spots((wanted or Wanted()).establishments(), origin)[:limit]
    return read_whole([spot for rank, spot in enumerate(ordered) if rank == 0 or spot.distance.km <= FAR_KM])
