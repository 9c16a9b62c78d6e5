"""Prefix look-ups: the most populous first, whatever is typed."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.places import read_place
from directory.ranked_names import RankedNames
from directory.suggestions import MAX_PLACES, Suggester, suggester_of


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


def test_big_towns_come_before_departments_and_villages(suggest):
    assert suggest("s")[:2] == ["Strasbourg, Bas-Rhin", "Saint-Étienne, Loire"]


def test_a_former_name_says_what_became_of_it(gazetteer):
    place = next(iter(suggester_of(gazetteer).suggest("saint-etienne-en-cog")))
    assert place.label == "Maen Roch"
    assert "fait aujourd’hui partie de Maen Roch" in place.note


def test_no_place_comes_twice_and_never_too_many(suggest):
    for text in ("s", "saint", "7", "la", "par", "guadeloupe", "20"):
        titles = suggest(text)
        assert 0 < len(titles) <= MAX_PLACES
        assert len(set(titles)) == len(titles)
    assert len(suggest("saint", limit=3)) == 3


@settings(deadline=None)  # the first look-up builds the index
@given(text=st.text(max_size=250))
def test_any_text_gets_an_answer(suggest, text):
    assert len(suggest(text)) <= MAX_PLACES


@settings(deadline=None)  # the first look-up builds the index
@given(letters=st.text("aeilmnrst -", min_size=1, max_size=5))
def test_what_is_picked_leads_to_that_very_place(gazetteer, letters):
    for place in suggester_of(gazetteer).suggest(letters):
        found = read_place(place.query, gazetteer).places
        assert [(each.kind, each.code) for each in found] == [(place.kind, place.code)]


@given(
    rows=st.lists(st.tuples(st.text("abc", max_size=4), st.integers(0, 50)), max_size=60),
    prefix=st.text("abc", max_size=3),
)
def test_ranked_names_agree_with_looking_at_them_all(rows, prefix):
    ranked = RankedNames((name, weight, (name, weight)) for name, weight in rows)
    found = [bearer for _, bearer in ranked.starting_with(prefix)]
    expected = [row for row in rows if row[0].startswith(prefix)]
    assert sorted(found) == sorted(expected)
    assert [weight for _, weight in found] == sorted((weight for _, weight in expected), reverse=True)
    assert list(islice(ranked.starting_with(prefix), 2)) == [(each[0], each) for each in found[:2]]
