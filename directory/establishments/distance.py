"""Great-circle distance between points of the WGS84 datum, and how a page says it. Pure.

A point may be a front door or only the point of a commune, and nobody flies: every distance is said in the same rounded
words, so that those of one list can be compared.
"""

from __future__ import annotations

import math
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088  # mean radius R1 of the IUGG (Moritz, Geodetic Reference System 1980)
STEP_KM, FAR_KM, FAR_STEP_KM = 5, 50, 10  # what a distance is rounded to, near and far
NEAR_KM = 5  # between the points of two communes, less than this says nothing


class Point(NamedTuple):
    """Degrees of latitude and longitude; `is_exact` is false when it only stands for a commune."""

    latitude: float
    longitude: float
    is_exact: bool = True


class Distance(NamedTuple):
    """Kilometres as the crow flies."""

    km: float

    @property
    def label(self) -> str:
        """« moins de 5 km », « environ 40 km »."""
        if self.km < NEAR_KM:
            return f"moins de {NEAR_KM}\u00a0km"
        step = FAR_STEP_KM if self.km >= FAR_KM else STEP_KM
        return f"environ {step * round(self.km / step)}\u00a0km"


def kilometres(one: Point, other: Point) -> float:
    """Length of the great circle between two points on a sphere, by the haversine formula: stable when they are close.

    At most 0.6 % from the ellipsoid's, which no page shows.
    """
    low, high = math.radians(one.latitude), math.radians(other.latitude)
    half_turn = math.radians(other.longitude - one.longitude) / 2
    haversine = math.sin((high - low) / 2) ** 2 + math.cos(low) * math.cos(high) * math.sin(half_turn) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, haversine)))


def distance(one: Point, other: Point) -> Distance:
    """How far apart two points are."""
    return Distance(kilometres(one, other))


def read_point(text: str) -> Point | None:
    """« 49.146,0.226 » as a point, latitude first; None for whatever is not one on Earth."""
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        return None
    # NaN compares as neither: it is refused too.
    return Point(latitude, longitude) if -90 <= latitude <= 90 and -180 <= longitude <= 180 else None
