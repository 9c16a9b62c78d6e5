"""From WGS84 degrees to the drawing of the map: a Lambert conformal conic projection, fitted to its shapes. Pure."""

from __future__ import annotations

import math

# Lambert's conformal conic projection of mainland France (parallels 44° and 49°, meridian 3°), then the affine map
# to the drawing, fitted by least squares on the extents of the 94 mainland departments: 2.3 units off in the mean.
_MERIDIAN, _PARALLELS = 3, (44, 49)
_TO_X = (6033.7, -48.98, 500.96)
_TO_Y = (-52.37, -6028.2, -5230.8)
_CORSICA_SHIFT = (-54, 9)  # the drawing has Corsica nearer to the mainland than it is


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
