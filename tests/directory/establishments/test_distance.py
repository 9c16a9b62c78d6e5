"""Great circles: what holds for every pair of points, and what pages may say of a distance."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.establishments.distance import EARTH_RADIUS_KM, Distance, Point, distance, kilometres, read_point

HALF_ROUND = math.pi * EARTH_RADIUS_KM
A_METRE = 0.001
points = st.builds(
    Point, st.floats(-90, 90, allow_nan=False), st.floats(-180, 180, allow_nan=False), is_exact=st.booleans()
)


@given(points, points)
def test_it_is_as_far_there_as_back_and_never_beyond_the_antipodes(one, other):
    assert math.isclose(kilometres(one, other), kilometres(other, one), abs_tol=A_METRE)
    assert 0 <= kilometres(one, other) <= HALF_ROUND + A_METRE


@given(points, points, points)
def test_a_detour_is_never_shorter(one, other, third):
    assert kilometres(one, third) <= kilometres(one, other) + kilometres(other, third) + A_METRE


@given(points)
def test_a_point_is_nowhere_but_where_it_is(point):
    assert kilometres(point, point) == 0
    assert math.isclose(kilometres(point, point._replace(latitude=-point.latitude)),
                        2 * EARTH_RADIUS_KM * math.radians(abs(point.latitude)), abs_tol=A_METRE)  # fmt: skip


@given(points, points, st.floats(-180, 180))
def test_turning_the_earth_changes_no_distance(one, other, turn):
    turned = [point._replace(longitude=(point.longitude + turn + 180) % 360 - 180) for point in (one, other)]
    assert math.isclose(kilometres(one, other), kilometres(*turned), abs_tol=A_METRE)


# The geodesics of GeographicLib on WGS84, in kilometres; a sphere is at most 0.6 % away.
@pytest.mark.parametrize(
    ("one", "other", "geodesic"),
    [
        (Point(48.8566, 2.3522), Point(43.2965, 5.3698), 660.5),  # Paris, Marseille
        (Point(49.146, 0.226), Point(49.1829, -0.3707), 43.7),  # Lisieux, Caen
        (Point(48.8566, 2.3522), Point(-20.8789, 55.4481), 9365.0),  # Paris, Saint-Denis de La Réunion
        (Point(-17.5516, -149.5585), Point(-22.2758, 166.458), 4622.0),  # Papeete, Nouméa: across 180°
    ],
)
def test_known_distances(one, other, geodesic):
    assert kilometres(one, other) == pytest.approx(geodesic, rel=0.006)


@pytest.mark.parametrize(
    ("km", "label"),
    [
        (0.0, "moins de 5\u00a0km"),
        (4.9, "moins de 5\u00a0km"),
        (5.0, "environ 5\u00a0km"),
        (31.9, "environ 30\u00a0km"),
        (38.4, "environ 40\u00a0km"),
        (67.0, "environ 70\u00a0km"),
        (143.0, "environ 140\u00a0km"),
    ],
)
def test_every_distance_is_said_one_way(km, label):
    assert Distance(km).label == label


@given(points, points)
def test_words_keep_the_order_of_what_they_stand_for(one, other):
    found = distance(one, other)
    if found.label.startswith("moins de"):
        assert found.km < 5
    else:
        said = int(found.label.removeprefix("environ ").removesuffix("\u00a0km"))
        assert said % 5 == 0
        assert abs(said - found.km) <= 5


@pytest.mark.parametrize("text", ["", "49.1", "49.1,0.2,3", "nord,est", "91,0", "0,181", "nan,0", "inf,0", "49.1;0.2"])
def test_what_is_no_point_on_earth_is_none(text):
    assert read_point(text) is None


def test_a_point_is_latitude_then_longitude():
    assert read_point("49.146, 0.226") == Point(49.146, 0.226)
