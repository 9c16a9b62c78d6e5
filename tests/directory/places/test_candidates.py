"""One comparison of all that a name may mean, on the real tables: straight to the right referent, or a question."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from directory.places.candidates import GENERIC
from directory.places.folding import ARTICLES, fold, name_key
from directory.places.matching import Ask, Route, Unknown, match
from directory.places.rows import COMMUNE
from tests.directory.territory_samples import one_post_per_disp

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


@pytest.fixture(scope="module")
def ask(gazetteer):
    posts = one_post_per_disp(gazetteer)
    return lambda text: match(text, gazetteer=gazetteer, referents=posts)


@pytest.fixture(scope="module")
def communes(gazetteer):
    return sorted(gazetteer.communes.values(), key=lambda commune: commune.insee)


def leads_to(found, name: str, department: str, gazetteer) -> str:
    """How an answer treats the commune meant: `straight`, `asked`, `proposed`, `elsewhere` or `nowhere`."""
    places = found.suggestions if isinstance(found, Unknown) else found.places
    is_named = any(place.commune and (place.commune.name, *place.departments) == (name, department) for place in places)
    if isinstance(found, Route):
        disps = {disp.code for disp in found.disps}
        return "straight" if disps == {gazetteer.disp_of(department).code} else "elsewhere"
    if not is_named:
        return "nowhere"
    return "proposed" if isinstance(found, Unknown) else "asked"


@pytest.mark.parametrize("name", ["short_names.csv", "former_names.csv"])
def test_no_short_or_former_name_leads_elsewhere_or_nowhere(ask, gazetteer, name):
    led = {typed: leads_to(ask(typed), town, department, gazetteer) for typed, town, department in rows(name)}
    assert {typed: how for typed, how in led.items() if how in {"elsewhere", "nowhere"}} == {}
    assert sum(how == "proposed" for how in led.values()) <= len(led) * 0.05


@pytest.mark.parametrize("text", ["Paris", "Saint-Étienne", "Le Bourget", "Bourget", "Mans", "Levallois", "Lyon"])
def test_a_name_goes_straight_when_nothing_bigger_leads_elsewhere(ask, text):
    found = ask(text)
    assert isinstance(found, Route)
    assert len(found.places) == 1


@pytest.mark.parametrize(
    ("text", "department", "town"),
    [
        ("Anjou", "49", "Anjou"),
        ("Champagne", "51", "Champagne-sur-Seine"),
        ("Bresse", "71", "La Bresse"),
        ("Vexin", "60", "Vexin-sur-Epte"),
    ],
)
def test_a_region_of_usage_is_asked_about_beside_the_towns_that_bear_or_begin_its_name(ask, text, department, town):
    found = ask(text)
    assert isinstance(found, Ask)
    assert department in {code for place in found.places for code in place.departments}
    assert town in {place.label for place in found.places}


@pytest.mark.parametrize("text", ["Saint-Denis", "La Baule", "Brou", "Doué", "La Roche", "Vitré", "Le Mée"])
def test_namesakes_and_bigger_towns_are_asked_about_biggest_first(ask, text):
    found = ask(text)
    assert isinstance(found, Ask)
    assert [place.weight for place in found.places] == sorted((place.weight for place in found.places), reverse=True)


def test_what_became_of_a_former_name_is_told_beside_its_choice(ask):
    found = ask("Vitré")
    assert found.notes == ()
    assert [place.note for place in found.places] == [
        "",
        "L’ancienne commune de Vitré fait aujourd’hui partie de Beaussais-Vitré.",
    ]


@pytest.mark.parametrize(
    ("text", "insee"),
    [
        ("Sts Geosmes", "52449"),
        ("N.D. de Bellecombe", "73186"),
        ("ND de Bondeville", "76474"),
        ("N-D-de-Bondeville", "76474"),
        ("St-Denis 974", "97411"),
        ("chalon saone", "71076"),
        ("Chalon/Saône", "71076"),
        ("st germain laye", "78551"),
        ("Villeneuve s Lot", "47323"),
        ("Joué l Tours", "37122"),
        ("Fontaine lez Dijon", "21278"),
        ("12 rue de la Paix, Rouen", "76540"),
        ("Siret 732 829 320 00074, Lyon", "69123"),
    ],
)
def test_usual_contractions_find_their_commune(ask, text, insee):
    found = ask(text)
    assert isinstance(found, Route)
    assert [place.code for place in found.places] == [insee]


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("le 93", {"93"}),
        ("dans le 77", {"77"}),
        ("NPDC", {"59", "62"}),
        ("HDF", {"02", "59", "60", "62", "80"}),
        ("PACA", {"04", "05", "06", "13", "83", "84"}),
        ("IDF", {"75", "77", "78", "91", "92", "93", "94", "95"}),
        ("île de Ré", {"17"}),
        ("l'île de Ré", {"17"}),
        ("Oléron", {"17"}),
        ("Belle-Île", {"56"}),
        ("Roissy CDG", {"95"}),
        ("La Défense", {"92"}),
        ("CDG", {"95"}),
        ("Val d’Europe", {"77"}),  # not abroad
        ("Maine", {"53", "72"}),
        ("près de Rouen", {"76"}),
        ("proche Lille", {"59"}),
        ("Nantes Métropole", {"44"}),
        ("agglomération de Nantes", {"44"}),
        ("Hts de Seine", {"92"}),
    ],
)
def test_usual_names_of_areas_are_known(ask, text, departments):
    found = ask(text)
    assert isinstance(found, Route)
    assert {code for place in found.places for code in place.departments} == departments


@pytest.mark.parametrize("least", [6_000, pytest.param(2_000, marks=pytest.mark.full)])
def test_a_short_name_of_any_town_never_leads_elsewhere_unless_a_bigger_place_bears_it(ask, communes, gazetteer, least):
    """Each first part of the name of each town of so many people, and its name without the article."""
    led = []
    for commune in communes:
        words = fold(commune.name)
        if commune.population < least or len(words) < 2:
            continue
        shorter = {" ".join(words[:end]) for end in range(1, len(words))}
        if words[0] in ARTICLES:
            shorter |= {" ".join(words[1:end]) for end in range(2, len(words) + 1)}
        for typed in shorter:
            found = ask(typed)
            if not isinstance(found, Route) or found.disps[0] == gazetteer.disp_of(commune.department):
                continue
            # Led to another direction: only since a place with more people bears the whole name.
            whole = [place.weight for place in found.places if not place.is_begun]
            if max(whole, default=0) < commune.population:
                led.append((typed, commune.name))
    assert led == []


@given(position=st.integers(0, 34_000), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz"), at=st.integers(0, 30))
def test_a_letter_more_never_turns_an_answer_into_another_one(gazetteer, communes, ask, position, letter, at):
    """Unless what is typed then is a name, or the beginning of one."""
    name = communes[position].name
    typed = name[:at] + letter + name[at:]
    before, after = ask(name), ask(typed)
    if isinstance(before, Route) and isinstance(after, Route) and before.disps != after.disps:
        key = name_key(fold(typed))
        assert gazetteer.bearers(key) or gazetteer.near.alike(key) or gazetteer.names.heavier(f"{key} ", -1)


@given(position=st.integers(0, 34_000), words=st.integers(1, 3))
def test_no_candidate_that_differs_is_dropped(gazetteer, communes, ask, position, words):
    """All that bear a name today are in its answer, and all whose name it begins and that weigh more than these."""
    typed = " ".join(fold(communes[position].name)[:words])
    found = ask(typed)
    key = name_key(fold(typed))
    assume(not isinstance(found, Unknown) and not GENERIC.issuperset(key.split()))
    today = [bearer for bearer in gazetteer.bearers(key) if not bearer.became and bearer.kind == COMMUNE]
    heaviest = max(map(gazetteer.weight, today), default=0)
    begun = [
        bearer
        for name in gazetteer.names.names
        if name.startswith(f"{key} ")
        for bearer in gazetteer.bearers(name)
        if bearer.kind == COMMUNE and not bearer.became and gazetteer.weight(bearer) > heaviest
    ]
    shown = {place.code for place in found.places if place.kind == COMMUNE}
    areas = [gazetteer.weight(bearer) for bearer in gazetteer.areas(key)]
    expected = [each for each in begun if gazetteer.weight(each) > max(areas, default=0)]
    assert shown >= {bearer.code for bearer in (*today, *expected)}
