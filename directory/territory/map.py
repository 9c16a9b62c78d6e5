"""The map of the ten directions: shapes of ``directory/data/map.json``, made ready for one SVG component.

Two uses: links to the directions, a shortcut for the mouse beside the list that is the real control; and a picture
that answers where a place lies, said in a sentence as well.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from directory.territory.drawing import Inset, Island, TerritoryMap, Zone
from directory.territory.projection import project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

DATA = Path(__file__).parents[1] / "data" / "map.json"
OVERSEAS = "dspom"
PALE, DEEP = 1, 3  # tints of an answer: the other directions, and the one that answers

_AWAY = 30  # how far the insets stand from where the shapes put them, clear of the coast
_NAME_OF_ISLAND = (-_AWAY, 42)  # where a name stands: left of the mainland, below the top of its inset
_INSET_X, _INSET_BOTTOM = -84 - _AWAY, 126  # where its shapes begin and end: above Cotentin
_ALONE_WIDE, _ALONE_HIGH, _NAME_HIGH = (
    1000,
    48,
    60,
)  # of islands without the mainland: the drawing, one as it is, its name
_SMALL_INSET, _LARGE_INSET = 1.9, 2.7  # times the map: beside all directions, and where it answers
_INSET_MARGIN = 14  # between the shapes and the frame
_INSET_CODES = ("75", "77", "78", "91", "92", "93", "94", "95")
_INSET_EDGES = (437, 195, 583, 314)  # of their shapes: left, top, right, bottom
_INSET_DISP = "paris"


@cache
def _shapes() -> dict[str, Any]:
    return json.loads(DATA.read_text(encoding="utf-8"))


def link_map(
    labels: Mapping[str, str],
    *,
    counts: Mapping[str, int] | None = None,
    lit: Iterable[str] = (),
    departments: Iterable[str] = (),
    query: str = "",
    address: Callable[[str], str] | None = None,
    region_address: Callable[[str], str] | None = None,
) -> TerritoryMap:
    """Every direction as a link to its page, every overseas inset as one to its region.

    `address` and `region_address` lead elsewhere, from the code of a direction and the slug of a region.

    `labels` gives the name to write in each direction, by its code. What a filter chose is lit: whole directions
    (`lit`, codes) or `departments` (codes); `counts` of what it left are written under the names. `query` is added to
    the addresses of the directions.
    """
    lit, departments = set(lit), set(departments)
    query = f"?{query}" if query else ""
    address = address or (lambda code: reverse("directory:disp", args=[code]) + query)
    region_address = region_address or (lambda slug: reverse("region", args=[slug]))
    zones = []
    for code, shape in _shapes()["disps"].items():
        x, y = shape["label"]
        x -= _AWAY if code == OVERSEAS else 0
        count = counts.get(code, 0) if counts is not None else None
        zones.append(
            Zone(
                code,
                shape["tint"],
                shape["path"],
                shape["inner"],
                _islands(departments, address=region_address, whole=code in lit) if code == OVERSEAS else (),
                labels[code],
                x,
                y,
                address(code),
                is_lit=code in lit,
                count=count,
                is_off=count == 0,
            )
        )
    drawn = _shapes()["departments"]
    inset = _inset(
        _SMALL_INSET,
        departments,
        url=address(_INSET_DISP),
        whole=_INSET_DISP in lit,
        is_off=counts is not None and not counts.get(_INSET_DISP),
    )
    return TerritoryMap(tuple(zones), inset, tuple(drawn[code] for code in sorted(departments) if code in drawn))


def drawn_regions() -> frozenset[str]:
    """Slugs of the overseas regions that have an inset; no free shape exists of the other ones."""
    return frozenset(island["region"] for island in _shapes()["islands"])


def located_map(
    *,
    sentence: str,
    disps: Iterable[str],
    departments: Iterable[str] = (),
    point: tuple[float, float] | None = None,
) -> TerritoryMap | None:
    """Where `departments` (codes) lie among the directions, or None where nothing of them is drawn.

    Without departments the whole of `disps` is lit. `point` is a latitude and a longitude in WGS84 degrees, marked by a
    pin when it lies on the mainland or in Corsica. The insets are drawn when something of them is lit; alone and large
    when nothing else is.
    """
    disps, departments = set(disps), set(departments)
    drawn = _shapes()["departments"]
    lit = tuple(drawn[code] for code in sorted(departments) if code in drawn)
    islands = _islands(departments, whole=OVERSEAS in disps and not departments)
    if departments and not lit and not any(island.is_lit for island in islands):
        return None
    alone = [island for island in islands if island.is_lit] if not lit and disps <= {OVERSEAS} else []
    if alone:
        return _alone(alone, sentence)
    zones = tuple(
        Zone(
            code,
            DEEP if code in disps else PALE,
            shape["path"],
            shape["inner"] if code in disps and not departments else "",
            islands if code == OVERSEAS else (),
            is_lit=code in disps and not departments,
        )
        for code, shape in _shapes()["disps"].items()
        if code != OVERSEAS or code in disps
    )
    pin = None
    if point and lit:
        pin = project(*point, corsican=bool(departments & {"2A", "2B"}))
    inset = None
    if departments.intersection(_INSET_CODES) or (_INSET_DISP in disps and not departments):
        inset = _inset(_LARGE_INSET, departments, pin=pin, whole=not departments)
    return TerritoryMap(zones, inset, lit, None if inset else pin, sentence)


def with_spots(drawn: TerritoryMap, points: Iterable[tuple[float, float, str]]) -> TerritoryMap:
    """The map with a dot at each point (latitude, longitude, code of its department), each place once.

    Île-de-France's are in the inset where there is one. Overseas insets have scales of their own: no dot there.
    """
    on_map, in_inset = {}, {}
    for latitude, longitude, department in points:
        if department not in _shapes()["departments"]:
            continue
        at = project(latitude, longitude, corsican=department in {"2A", "2B"})
        if drawn.inset and department in _INSET_CODES:
            in_inset[_into_inset(at, _SMALL_INSET)] = None
        else:
            on_map[at] = None
    inset = replace(drawn.inset, spots=tuple(in_inset)) if drawn.inset else None
    return replace(drawn, inset=inset, spots=tuple(on_map))


def _islands(
    lit: Iterable[str], *, address: Callable[[str], str] | None = None, whole: bool = False
) -> tuple[Island, ...]:
    """The overseas insets; `lit` are codes of departments, `whole` lights all of them."""
    return tuple(
        Island(
            island["department"],
            island["name"],
            f"translate({island['x'] - _AWAY} {island['y']}) scale({island['scale']})",
            island["path"],
            _NAME_OF_ISLAND[0],
            island["y"] + _NAME_OF_ISLAND[1],
            address(island["region"]) if address else "",
            whole or island["department"] in lit,
        )
        for island in _shapes()["islands"]
    )


def _alone(islands: Sequence[Island], sentence: str) -> TerritoryMap:
    """Overseas islands without the mainland, which would say nothing of them: one as large as it goes, else in rows."""
    columns = min(len(islands), 3)
    scale = 9 if columns == 1 else 5
    high = _ALONE_HIGH * scale + _NAME_HIGH
    placed = tuple(
        replace(
            island,
            transform=f"translate({at % columns * _ALONE_WIDE // columns} {at // columns * high}) scale({scale})",
            x=at % columns * _ALONE_WIDE // columns,
            y=(at // columns + 1) * high - _NAME_HIGH // 3,
        )
        for at, island in enumerate(islands)
    )
    rows = -(-len(islands) // columns)
    return TerritoryMap((Zone(OVERSEAS, DEEP, "", "", placed),), sentence=sentence, alone=(_ALONE_WIDE, rows * high))


def _into_inset(at: tuple[int, int], scale: float) -> tuple[int, int]:
    """Where a point of the map lies in the inset of that scale."""
    left, _, _, bottom = _INSET_EDGES
    return round(_INSET_X + (at[0] - left) * scale), round(_INSET_BOTTOM + (at[1] - bottom) * scale)


def _inset(
    scale: float,
    lit: Iterable[str],
    *,
    url: str = "",
    pin: tuple[int, int] | None = None,
    whole: bool = False,
    is_off: bool = False,
) -> Inset:
    """Île-de-France, `scale` times the map; `pin` is where the map would have it."""
    left, top, right, bottom = _INSET_EDGES
    away_x, away_y = _INSET_X - left * scale, _INSET_BOTTOM - bottom * scale
    if pin:
        pin = _into_inset(pin, scale)
    drawn = _shapes()["departments"]
    width, height = round((right - left) * scale), round((bottom - top) * scale)
    return Inset(
        f"translate({away_x:.1f} {away_y:.1f}) scale({scale})",
        tuple((drawn[code], whole or code in lit) for code in _INSET_CODES),
        (
            _INSET_X - _INSET_MARGIN,
            _INSET_BOTTOM - height - _INSET_MARGIN,
            width + 2 * _INSET_MARGIN,
            height + 2 * _INSET_MARGIN,
        ),
        _INSET_DISP,
        pin,
        url=url,
        is_off=is_off,
    )
