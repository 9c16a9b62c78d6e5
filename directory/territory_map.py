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


@dataclass(frozen=True)
class Island:
    """An overseas department, drawn at a scale of its own."""

    department: str
    transform: str
    path: str
    is_lit: bool = False


@dataclass(frozen=True)
class Zone:
    """A direction on the map: its shape, and as `inner` the dashed limits of the regions it joins."""

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


@dataclass(frozen=True)
class TerritoryMap:
    """What the component draws. `sentence` says the same in words; empty for the map of links, which is decorative."""

    view_box: str
    zones: tuple[Zone, ...]
    lit: tuple[str, ...] = ()
    pin: tuple[int, int] | None = None
    sentence: str = ""


@cache
def _shapes() -> dict[str, Any]:
    return json.loads(DATA.read_text(encoding="utf-8"))


def link_map(labels: Mapping[str, str]) -> TerritoryMap:
    """Every direction as a link to its page; `labels` gives the name to write in each, by its code."""
    zones = []
    for code, shape in _shapes()["disps"].items():
        x, y = shape["label"]
        zones.append(
            Zone(
                code,
                shape["tint"],
                shape["path"],
                shape["inner"],
                _islands() if code == OVERSEAS else (),
                labels[code],
                x,
                y,
                reverse("directory:disp", args=[code]),
            )
        )
    return TerritoryMap(_shapes()["view_box"], tuple(zones))


def located_map(
    *,
    sentence: str,
    disps: Iterable[str],
    departments: Iterable[str] = (),
    point: tuple[float, float] | None = None,
) -> TerritoryMap | None:
    """Where `departments` (codes) lie among the directions, or None where nothing of them is drawn.

    Without departments the whole of `disps` is lit. `point` is a latitude and a longitude in WGS84 degrees, marked by a
    pin when it lies on the mainland or in Corsica.
    """
    disps, departments = set(disps), set(departments)
    drawn = _shapes()["departments"]
    lit = tuple(drawn[code] for code in sorted(departments) if code in drawn)
    islands = _islands(
        departments or ({island["department"] for island in _shapes()["islands"]} if OVERSEAS in disps else ())
    )
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
    return TerritoryMap(_shapes()["view_box"], zones, lit, pin, sentence)


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


def _islands(lit: Iterable[str] = ()) -> tuple[Island, ...]:
    return tuple(
        Island(
            island["department"],
            f"translate({island['x']} {island['y']}) scale({island['scale']})",
            island["path"],
            island["department"] in lit,
        )
        for island in _shapes()["islands"]
    )
