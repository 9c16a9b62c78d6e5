from __future__ import annotations

import hashlib
import re
from itertools import pairwise

import pytest

from directory.territory.files import read_tables
from directory.territory.map import DATA, link_map, located_map
from directory.territory.projection import project
from tests.directory.factories import ReferentFactory

NEIGHBOURS = [
    ("lille", "rennes"), ("lille", "paris"), ("lille", "strasbourg"), ("paris", "rennes"), ("paris", "strasbourg"),
    ("paris", "dijon"), ("dijon", "rennes"), ("dijon", "strasbourg"), ("dijon", "bordeaux"), ("dijon", "lyon"),
    ("rennes", "bordeaux"), ("lyon", "bordeaux"), ("lyon", "toulouse"), ("lyon", "marseille"),
    ("bordeaux", "toulouse"), ("toulouse", "marseille"),
]  # fmt: skip
STEP = re.compile(r"([MmLlHhVvCcSsZz])([^MmLlHhVvCcSsZz]*)")
NUMBER = re.compile(r"-?(?:\d+\.\d+|\.\d+|\d+)")
VALUES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4}


def corners(path: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a shape, by the ends of its lines."""
    x = y = 0.0
    start, seen = (0.0, 0.0), []
    for letter, text in STEP.findall(path):
        kind, relative = letter.lower(), letter.islower()
        if kind == "z":
            x, y = start
            continue
        numbers = [float(number) for number in NUMBER.findall(text)]
        for at in range(0, len(numbers), VALUES[kind]):
            values = numbers[at : at + VALUES[kind]]
            across = values[-1] if kind == "h" else values[-2] if kind != "v" else (0 if relative else x)
            down = values[-1] if kind != "h" else (0 if relative else y)
            x, y = (x + across, y + down) if relative else (across, down)
            if kind == "m" and at == 0:
                start = (x, y)
            seen.append((x, y))
    return min(p[0] for p in seen), min(p[1] for p in seen), max(p[0] for p in seen), max(p[1] for p in seen)


@pytest.fixture(scope="module")
def tables():
    return read_tables()


@pytest.fixture(scope="module")
def labels(tables):
    return {disp.code: disp.seat for disp in tables.disps}


def test_every_direction_is_drawn_named_and_linked(labels):
    zones = link_map(labels).zones
    assert {zone.code for zone in zones} == set(labels)
    assert all(zone.path or zone.islands for zone in zones)
    assert {zone.label for zone in zones} == set(labels.values())
    assert {zone.url for zone in zones} == {f"/trouver-un-referent/direction/{code}/" for code in labels}


def test_neighbours_never_share_a_tint(labels):
    tints = {zone.code: zone.tint for zone in link_map(labels).zones}
    assert set(tints.values()) == {1, 2, 3}
    assert [pair for pair in NEIGHBOURS if tints[pair[0]] == tints[pair[1]]] == []


def test_directions_of_several_mainland_regions_show_their_limits(labels):
    assert {zone.code for zone in link_map(labels).zones if zone.inner} == {"rennes", "dijon"}


def test_every_department_is_drawn_but_the_islands_without_a_free_shape(tables):
    without = [
        department.code
        for department in tables.departments
        if located_map(sentence="Carte.", disps=["dspom"], departments=[department.code]) is None
    ]
    assert without == ["975", "977", "978", "986", "987", "988", "989"]


def test_a_place_is_lit_within_its_direction_and_pinned():
    drawn = located_map(sentence="Carte.", disps=["rennes"], departments=["76"], point=(49.494, 0.107))
    assert len(drawn.lit) == 1
    assert {zone.code: zone.tint for zone in drawn.zones}["rennes"] == 3
    assert {zone.tint for zone in drawn.zones if zone.code != "rennes"} == {1}
    assert drawn.pin == pytest.approx((346, 168), abs=3)
    assert "dspom" not in {zone.code for zone in drawn.zones}


def test_an_overseas_department_is_lit_in_the_inset_without_a_pin():
    drawn = located_map(sentence="Carte.", disps=["dspom"], departments=["974"], point=(-20.88, 55.45))
    islands = next(zone.islands for zone in drawn.zones if zone.code == "dspom")
    assert [island.department for island in islands if island.is_lit] == ["974"]
    assert drawn.pin is None


@pytest.mark.parametrize("departments", [["976"], ["971", "972", "973"], []])
def test_islands_that_are_lit_alone_are_drawn_large_without_the_mainland_and_name_themselves(departments):
    drawn = located_map(sentence="Carte.", disps=["dspom"], departments=departments)
    islands = drawn.zones[0].islands
    assert [zone.code for zone in drawn.zones] == ["dspom"]
    assert [island.department for island in islands] == (departments or ["971", "972", "973", "974", "976"])
    assert all(island.is_lit and island.name for island in islands)
    assert drawn.names_what_is_lit
    left, top, wide, high = drawn.frame
    assert all(left <= island.x < wide and top < island.y < high for island in islands)
    assert len({(island.x, island.y) for island in islands}) == len(islands)


def test_islands_beside_a_lit_mainland_stay_insets_with_a_legend():
    drawn = located_map(sentence="Carte.", disps=["dspom"], departments=["974", "76"])
    assert len(drawn.zones) == 10
    assert not drawn.names_what_is_lit
    assert len(located_map(sentence="Carte.", disps=[]).zones) == 9, "nothing lit: the mainland"


def test_pins_lie_in_the_department_of_their_commune(tables):
    drawn = {}
    off = []
    for commune in tables.communes:
        if (commune.population or 0) < 20_000 or commune.latitude is None or commune.department > "96":
            continue
        if commune.department not in drawn:
            shape = located_map(sentence="Carte.", disps=[], departments=[commune.department]).lit[0]
            drawn[commune.department] = corners(shape)
        left, top, right, bottom = drawn[commune.department]
        x, y = project(commune.latitude, commune.longitude, corsican=commune.department in {"2A", "2B"})
        if not (left - 4 <= x <= right + 4 and top - 4 <= y <= bottom + 4):
            off.append((commune.name, (x, y), drawn[commune.department]))
    assert len(drawn) > 80
    assert off == []


def test_the_projection_keeps_the_compass():
    brest, strasbourg, lille, perpignan = (48.39, -4.49), (48.58, 7.75), (50.63, 3.06), (42.7, 2.9)
    assert all(a < b for a, b in pairwise(project(*place)[0] for place in (brest, perpignan, strasbourg)))
    assert all(a < b for a, b in pairwise(project(*place)[1] for place in (lille, strasbourg, perpignan)))


def test_the_file_is_the_one_whose_sources_are_told():
    assert hashlib.sha256(DATA.read_bytes()).hexdigest() in (DATA.parent / "SOURCES.md").read_text(encoding="utf-8")


def test_shapes_are_paths_and_nothing_else():
    assert set(re.findall(r"[A-Za-z]", "".join(re.findall(r'"path": "([^"]*)"', DATA.read_text())))) <= set(
        "MLHVCSZmlhvcsz"
    )


@pytest.mark.django_db
def test_the_map_of_links_is_silent_and_the_list_is_complete(client, territory):
    page = client.get("/trouver-un-referent/").content.decode()
    drawing = re.search(r'<svg class="p-map".*?</svg>', page, re.DOTALL)[0]
    links = re.findall(r"<a [^>]*>", drawing)
    assert 'aria-hidden="true"' in drawing
    assert all('tabindex="-1"' in link for link in links)
    addresses = {re.search(r'href="([^"]+)"', link)[1] for link in links}
    assert len(addresses) == 10 + 5  # the directions, the overseas insets
    listed = re.search(r'<ul class="fr-raw-list p-rows">.*?</ul>', page, re.DOTALL)[0]
    assert addresses <= set(re.findall(r'href="([^"]+)"', listed))
    codes = set(re.findall(r'data-disp="([^"]+)"', drawing))
    assert codes == set(re.findall(r'data-list="([^"]+)"', listed))


@pytest.mark.django_db
def test_the_map_of_an_answer_says_in_words_what_it_shows(client, territory):
    ReferentFactory()
    page = client.get("/trouver-un-referent/", {"lieu": "76600"}).content.decode().replace("\u00a0", " ")
    drawing = re.search(r'<svg class="p-map".*?</svg>', page, re.DOTALL)[0]
    assert 'role="img"' in drawing
    assert (
        'aria-label="Carte : la Seine-Maritime, au sein de la direction interrégionale de Rennes, '
        'qui répond en Normandie, dans les Pays de la Loire et en Bretagne."' in drawing
    )
    assert '<circle class="pin"' in drawing
    assert "<a " not in drawing
