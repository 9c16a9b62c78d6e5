"""The gazetteer of the tables in the database: built once a server, again when `load_territories` changed them."""

from __future__ import annotations

import threading
from collections import defaultdict

from directory.places.index import Gazetteer
from directory.places.rows import (
    AreaNameEntry,
    CedexEntry,
    CommuneEntry,
    DepartmentEntry,
    DispEntry,
    FormerNameEntry,
    RegionEntry,
)
from directory.territory.models import (
    AreaName,
    Cedex,
    Commune,
    Department,
    Disp,
    FormerName,
    PostalCode,
    Region,
    TerritoryVersion,
)
from portal.cms.cached import cached_rows
from portal.web.warming import built_apart

_lock = threading.Lock()
_built: tuple[str, Gazetteer] | None = None


def current_gazetteer() -> Gazetteer:
    """The look-ups over the tables as they are now; no query when warm, eight (half a second) when they have changed.

    Read it once for an answer and pass it on. Tables that `load_territories` has not stamped are not remembered.
    """
    global _built  # noqa: PLW0603 - one per process is the point
    sha256 = cached_rows("directory:territory", TerritoryVersion.objects.values_list("sha256", flat=True).first)
    if sha256 is None:
        return build_gazetteer()
    built = _built
    if built is None or built[0] != sha256:
        with _lock:
            if _built is None or _built[0] != sha256:
                _built = (sha256, build_gazetteer())
            built = _built
    return built[1]


def preload_gazetteer() -> None:
    """Have it before anybody asks, and nothing of what was needed to build it: processes are forked from this one."""
    global _built  # noqa: PLW0603 - as above
    sha256 = TerritoryVersion.objects.values_list("sha256", flat=True).first()
    if sha256 is not None:
        _built = (sha256, built_apart(build_gazetteer))


def build_gazetteer() -> Gazetteer:
    """Read every table, row by row."""
    codes = defaultdict(list)
    rows = PostalCode.objects.order_by("commune_id", "code").values_list("commune_id", "code")
    for insee, code in rows.iterator():
        codes[insee].append(code)
    communes = Commune.objects.order_by("insee").values_list(
        "insee", "name", "department_id", "population", "latitude", "longitude"
    )
    areas = AreaName.objects.values_list("name", "department_codes", "note")
    return Gazetteer(
        disps=[DispEntry(*row) for row in Disp.objects.values_list("code", "seat", "short_label", "plain_name")],
        regions=[
            RegionEntry(*row)
            for row in Region.objects.order_by("code").values_list("code", "name", "within", "disp_id")
        ],
        departments=[
            DepartmentEntry(*row) for row in Department.objects.values_list("code", "name", "with_article", "region_id")
        ],
        communes=[
            CommuneEntry(insee, name, department, tuple(codes[insee]), population or 0, latitude, longitude)
            for insee, name, department, population, latitude, longitude in communes.iterator()
        ],
        former_names=[
            FormerNameEntry(*row)
            for row in FormerName.objects.order_by("commune_id", "name")
            .values_list("name", "commune_id", "kind", "ended")
            .iterator()
        ],
        area_names=[AreaNameEntry(name, tuple(departments.split()), note) for name, departments, note in areas],
        cedex=[CedexEntry(*row) for row in Cedex.objects.values_list("code", "label", "department_id").iterator()],
    )
