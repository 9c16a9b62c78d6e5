"""The map of the ten directions: shapes of ``directory/data/map.json``, made ready for one SVG component.

Two uses: links to the directions, a shortcut for the mouse beside the list that is the real control; and a picture
that answers where a place lies, said in a sentence as well.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DATA = Path(__file__).parent / "data" / "map.json"
OVERSEAS = "dspom"
PALE, DEEP = 1, 3  # tints of an answer: the other directions, and the one that answers

# Lambert's conformal conic projection of mainland France (parallels 44° and 49°, meridian 3°), then the affine map
# to the drawing, fitted by least squares on the extents of the 94 mainland departments: 2.3 units off in the mean.
_MERIDIAN, _PARALLELS = 3, (44, 49)
_TO_X = (6033.7, -48.98, 500.96)
_TO_Y = (-52.37, -6028.2, -5230.8)
_CORSICA_SHIFT = (-54, 9)  # the drawing has Corsica nearer to the mainland than it is


# Left, top, width and height of the drawing; the insets widen it: overseas at the left, Île-de-France above.
_LEFT, _TOP, _RIGHT, _BOTTOM = -4, -4, 1014, 1010
_LEFT_OF_INSETS = -100
_NAME_OF_ISLAND = (0, 42)  # where a name stands: from the left edge of the mainland, below the top of its inset
_INSET_X, _INSET_BOTTOM = -84, 126  # where its shapes begin and end: above Cotentin
_SMALL_INSET, _LARGE_INSET = 1.9, 2.7  # times the map: beside all directions, and where it answers
_ABOVE_INSET = 46  # for its name
_INSET_MARGIN = 14  # between the shapes and the frame
_INSET_CODES = ("75", "77", "78", "91", "92", "93", "94", "95")
_INSET_EDGES = (437, 195, 583, 314)  # of their shapes: left, top, right, bottom
_INSET_DISP = "paris"


@dataclass(frozen=True)
class Island:
    """An overseas department, drawn at a scale of its own and named beside it."""

    department: str
    name: str
    transform: str
    path: str
    x: int  # of the name
    y: int
    url: str = ""
    is_lit: bool = False


@dataclass(frozen=True)
class Inset:
    """Île-de-France again, larger and in a frame: its departments are tiny on the map."""

    transform: str
    paths: tuple[tuple[str, bool], ...]  # shape, and whether it is lit
    frame: tuple[int, int, int, int]  # x, y, width, height
    pin: tuple[int, int] | None = None
    disp: str = _INSET_DISP
    url: str = ""
    is_off: bool = False

    @property
    def name_y(self) -> int:
        """Where the name stands: above the frame."""
        return self.frame[1] - 14


@dataclass(frozen=True)
class Zone:
    """A direction on the map: its shape, and as `inner` the dashed limits of the regions it joins.

    `count` is written under its name; `is_off` says that a filter left nothing of it.
    """

    code: str
    tint: int
    path: str
    inner: str
    islands: tuple[Island, ...] = ()
    label: str = ""
    x: int = 0
    y: int = 0
    url: str = ""
    is_lit: bool = False
    count: int | None = None
    is_off: bool = False

    @property
    def count_y(self) -> int:
        """Where the count stands: a line below the name."""
        return self.y + 38


@dataclass(frozen=True)
class TerritoryMap:
    """What the component draws. `sentence` says the same in words; empty for the map of links, which is decorative."""

    zones: tuple[Zone, ...]
    inset: Inset | None = None
    lit: tuple[str, ...] = ()
    pin: tuple[int, int] | None = None
    sentence: str = ""

    @property
    def has_pin(self) -> bool:
        """Whether a point marks the place, on the map or in the inset."""
        return bool(self.pin or (self.inset and self.inset.pin))

    @property
    def view_box(self) -> str:
        """As large as what is drawn."""
        left = _LEFT_OF_INSETS if self.inset or any(zone.islands for zone in self.zones) else _LEFT
        top = self.inset.frame[1] - _ABOVE_INSET if self.inset else _TOP
        return f"{left} {top} {_RIGHT - left} {_BOTTOM - top}"


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
) -> TerritoryMap:
    """Every direction as a link to its page, every overseas inset as one to its region.

    `labels` gives the name to write in each direction, by its code. What a filter chose is lit: whole directions
    (`lit`, codes) or `departments` (codes); `counts` of what it left are written under the names. `query` is added to
    the addresses of the directions.
    """
    lit, departments = set(lit), set(departments)
    query = f"?{query}" if query else ""
    zones = []
    for code, shape in _shapes()["disps"].items():
        x, y = shape["label"]
        count = counts.get(code, 0) if counts is not None else None
        zones.append(
            Zone(
                code,
                shape["tint"],
                shape["path"],
                shape["inner"],
                _islands(departments, linked=True, whole=code in lit) if code == OVERSEAS else (),
                labels[code],
                x,
                y,
                reverse("directory:disp", args=[code]) + query,
                is_lit=code in lit,
                count=count,
                is_off=count == 0,
            )
        )
    drawn = _shapes()["departments"]
    inset = _inset(
        _SMALL_INSET,
        departments,
        url=reverse("directory:disp", args=[_INSET_DISP]) + query,
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
    pin when it lies on the mainland or in Corsica. The insets are drawn when something of them is lit.
    """
    disps, departments = set(disps), set(departments)
    drawn = _shapes()["departments"]
    lit = tuple(drawn[code] for code in sorted(departments) if code in drawn)
    islands = _islands(departments, whole=OVERSEAS in disps and not departments)
    if departments and not lit and not any(island.is_lit for island in islands):
        return None
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


def project(latitude: float, longitude: float, *, corsican: bool = False) -> tuple[int, int]:
    """WGS84 degrees → units of the drawing."""
    low, high = (math.radians(parallel) for parallel in _PARALLELS)

    def stretch(angle: float) -> float:
        return math.tan(math.pi / 4 + angle / 2)

    cone = math.log(math.cos(low) / math.cos(high)) / math.log(stretch(high) / stretch(low))
    radius = math.cos(low) * stretch(low) ** cone / cone / stretch(math.radians(latitude)) ** cone
    turn = cone * math.radians(longitude - _MERIDIAN)
    east, north = radius * math.sin(turn), -radius * math.cos(turn)
    x, y = (a * east + b * north + c for a, b, c in (_TO_X, _TO_Y))
    shift_x, shift_y = _CORSICA_SHIFT if corsican else (0, 0)
    return round(x + shift_x), round(y + shift_y)


def _islands(lit: Iterable[str], *, linked: bool = False, whole: bool = False) -> tuple[Island, ...]:
    """The overseas insets; `lit` are codes of departments, `whole` lights all of them."""
    return tuple(
        Island(
            island["department"],
            island["name"],
            f"translate({island['x']} {island['y']}) scale({island['scale']})",
            island["path"],
            _NAME_OF_ISLAND[0],
            island["y"] + _NAME_OF_ISLAND[1],
            reverse("region", args=[island["region"]]) if linked else "",
            whole or island["department"] in lit,
        )
        for island in _shapes()["islands"]
    )


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
        pin = round(away_x + pin[0] * scale), round(away_y + pin[1] * scale)
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
        pin,
        url=url,
        is_off=is_off,
    )
