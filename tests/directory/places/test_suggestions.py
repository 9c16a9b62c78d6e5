"""Prefix look-ups: the most populous first, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.places.prefixes import PrefixIndex
from directory.places.reading import read_place
from directory.places.suggestions import MAX_PLACES, Suggester


@pytest.fixture(scope="module")
def suggest(gazetteer):
    suggester = Suggester(gazetteer)
    return lambda text, **options: [place.title for place in suggester.suggest(text, **options)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("le hav", "Le Havre, Seine-Maritime"),
        ("hav", "Le Havre, Seine-Maritime"),
        ("766", "Le Havre, Seine-Maritime (76600)"),
        ("76600", "Le Havre, Seine-Maritime (76600)"),
        ("76600 ha", "Le Havre, Seine-Maritime (76600)"),
        ("76", "Seine-Maritime (76)"),
        ("2a", "Corse-du-Sud (2A)"),
        ("seine-m", "Seine-Maritime (76)"),
        ("St Etie", "Saint-Étienne, Loire"),
        ("évry", "Évry-Courcouronnes, Essonne"),
        ("normandi", "Normandie"),
        ("PARIS", "Paris"),
        ("marse", "Marseille, Bouches-du-Rhône"),
        ("saint-denis de la", None),
        ("zzz", None),
        ("", None),
        ("  ", None),
        ("012345", None),
    ],
)
def test_the_biggest_place_that_begins_so_comes_first(suggest, text, first):
    assert next(iter(suggest(text)), None) == first


@pytest.mark.parametrize(
    "text",
    """St-Denis 974|974 St Denis|le 93|dans le 77|20|97|DOM-TOM|Outre-mer|Ré|La Défense|Camargue|Mayotte|PACA|Vitré
    12 rue de la Paix, Rouen|5 avenue Foch 76600|76059 CEDEX|Le Havre et Paris|Siret 732 829 320 00074, Lyon
    Saint-Denis|La Réunion|Anjou|près de Rouen""".replace("\n", "|").split("|"),
)
def test_what_the_whole_text_means_comes_first(gazetteer, text):
    meant = {(place.kind, place.code) for place in read_place(text, gazetteer).places}
    first = Suggester(gazetteer).suggest(text)[0]
    assert (first.kind, first.code) in meant


def test_what_a_text_begins_keeps_its_room_beside_what_it_means(suggest):
    assert suggest("97")[6:] == ["Saint-Denis, La Réunion (97400)", "Saint-Paul, La Réunion (97411)"]
    assert suggest("Ré")[1:3] == ["Rennes, Ille-et-Vilaine", "Reims, Marne (51100)"]


def test_big_towns_come_before_departments_and_villages(suggest):
    assert suggest("s")[:2] == ["Strasbourg, Bas-Rhin", "Saint-Étienne, Loire"]


def test_a_former_name_says_what_became_of_it(gazetteer):
    place = next(iter(Suggester(gazetteer).suggest("saint-etienne-en-cog")))
    assert place.label == "Maen Roch"
    assert "fait aujourd’hui partie de Maen Roch" in place.note


def test_no_place_comes_twice_and_never_too_many(suggest):
    for text in ("s", "saint", "7", "la", "par", "guadeloupe", "20"):
        titles = suggest(text)
        assert 0 < len(titles) <= MAX_PLACES
        assert len(set(titles)) == len(titles)
    assert len(suggest("saint", limit=3)) == 3


@given(text=st.text(max_size=250))
def test_any_text_gets_an_answer(suggest, text):
    assert len(suggest(text)) <= MAX_PLACES


@given(letters=st.text("aeilmnrst -", min_size=1, max_size=5))
def test_what_is_picked_leads_to_that_very_place(gazetteer, letters):
    for place in Suggester(gazetteer).suggest(letters):
        found = read_place(place.query, gazetteer).places
        assert [(each.kind, each.code) for each in found] == [(place.kind, place.code)]


@given(
    weights=st.dictionaries(st.text("abc", max_size=4), st.integers(0, 50), max_size=60),
    prefix=st.text("abc", max_size=3),
    most=st.integers(1, 9),
    than=st.integers(-1, 50),
)
def test_weighted_names_agree_with_looking_at_them_all(weights, prefix, most, than):
    names = PrefixIndex(weights.items())
    begun = sorted((-weight, name) for name, weight in weights.items() if name.startswith(prefix))
    assert names.heaviest(prefix, most) == [name for _, name in begun[:most]]
    assert names.heavier(prefix, than) == sorted(name for weight, name in begun if -weight > than)
