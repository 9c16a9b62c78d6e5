from __future__ import annotations

import pytest

from search.query import plan_for
from search.ranking import is_silent, rank
from search.understanding import understand
from tests.search.collection import CollectionInMemory

FILLER = [
    {"title": f"Page {number}", "body": "une phrase sur la vie du quartier et de ses équipes"} for number in range(20)
]
SYNONYMS = {
    ("pol", "emploi"): (("franc", "traval"),), ("franc", "traval"): (("pol", "emploi"),),
    ("spip",): (("servic", "penitentiair"),), ("servic", "penitentiair"): (("spip",),),
}  # fmt: skip


def order(typed: str, *texts, dates=()) -> list[int]:
    """Ranks of those texts that answer, the best first."""
    collection = CollectionInMemory(*texts, *FILLER)
    ask = understand(plan_for(typed, SYNONYMS), collection)
    found = rank(ask, collection.candidates(*dates, *[""] * len(FILLER)) if dates else collection.candidates())
    return [] if is_silent(ask, found) else [int(each.key) for each in found]


def test_more_of_the_words_are_better():
    assert order("menuiserie Lyon", "Lyon", "La menuiserie de Lyon", "Menuiserie")[0] == 1


def test_a_title_counts_more_than_a_text_and_a_short_text_more_than_a_long_one():
    body = "une phrase sur la vie du quartier " * 20
    texts = [
        {"title": "Autre", "body": f"{body} menuiserie"},
        {"title": "Menuiserie"},
        {"title": "Autre", "body": "menuiserie"},
    ]
    assert order("menuiserie", *texts) == [1, 2, 0]


def test_a_title_that_says_all_and_little_else_is_better():
    assert order("permis conduire", "Le permis de conduire pour sortir de la prison et chercher un emploi durable",
                 "Le permis de conduire")[0] == 1  # fmt: skip


def test_the_form_that_was_typed_is_better_than_another_one():
    assert order("formateurs", "Les formations", "Les formateurs") == [1, 0]


def test_words_side_by_side_are_better_than_words_apart():
    assert order("mission locale", "Une mission, et la vie locale", "Une mission locale, et la vie") == [1, 0]
    assert order("locale mission", "Une mission pour toute la vie locale", "La mission très locale de la vie")[0] == 1


def test_a_word_beside_a_name_is_better_than_apart():
    assert order("directrice SPIP", "Le SPIP a une nouvelle directrice", "La directrice du SPIP, une vie")[0] == 1


def test_a_word_that_begins_alike_is_a_second_choice():
    assert order("boulangers", "La boulangerie", "Le boulanger") == [1, 0]


@pytest.mark.parametrize("typed", ["Pôle emploi", "France Travail"])
def test_every_name_of_one_thing_finds_it_before_its_words_apart(typed):
    found = order(
        typed, "L’emploi du pôle de France", "Pôle emploi à Rouen", "France Travail à Rouen", "Un emploi, un travail"
    )
    assert set(found[:2]) == {1, 2}
    assert found[0] == (1 if "emploi" in typed else 2)


def test_an_acronym_finds_its_words_and_words_find_the_acronym():
    assert order("SPIP", "Un service pénitentiaire", "Un service du quartier") == [0]
    assert order("service pénitentiaire", "Le SPIP", "Un service du quartier")[0] == 0


def test_equals_come_newest_first():
    assert order("menuiserie", *["Menuiserie"] * 3, dates=("2020-01-01", "", "2022-01-01")) == [2, 0, 1]


def test_a_word_that_several_texts_use_is_no_nonsense_beside_an_unknown_one():
    """« Apprentissage Le Havre »: no title says apprentissage, and nothing says Le Havre."""
    texts = [{"title": "Autre", "body": "un apprentissage"}] * 3
    assert sorted(order("apprentissage havre", *texts)) == [0, 1, 2]
    assert order("apprentissage havre", texts[0]) == []


@pytest.mark.parametrize("typed", ["zblorg frutnik", "tarte aux zblorg", "quartier zblorg frutnik qsdfgh"])
def test_nonsense_is_met_with_silence(typed):
    assert order(typed, "Menuiserie", {"title": "Autre", "body": "une tarte"}) == []


def test_a_phrase_that_is_there_is_never_silenced():
    assert order('"ses équipes"') != []
