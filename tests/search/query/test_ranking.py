from __future__ import annotations

import pytest

from search.query.plan import plan_for
from search.query.ranking import Surety, rank, surety
from search.query.understanding import RELATED, understand
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
    return [] if surety(ask, found) == Surety.NONE else [int(each.key) for each in found]


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


def test_a_title_that_holds_all_that_was_asked_is_better_than_one_that_is_nothing_but_half_of_it():
    texts = [
        {"title": "Menuiserie", "body": "menuiserie à Lyon, menuiserie de Lyon"},
        {"title": "Une semaine de portes ouvertes à la menuiserie des ateliers de Lyon", "body": "les visites"},
    ]
    assert order("menuiserie Lyon", *texts) == [1, 0]


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


def test_all_that_was_asked_is_better_than_one_of_it_repeated():
    texts = [{"title": "Autre", "body": "menuiserie " * 9}, {"title": "Autre", "body": "menuiserie à Lyon"}]
    assert order("menuiserie Lyon", *texts) == [1, 0]


def test_what_is_only_related_is_found_behind_the_word_itself():
    collection = CollectionInMemory("Un hébergement", "Un logement", "Une cuisine", *FILLER)
    ask = understand(plan_for("logement", {}, {("log",): (("heberg",),)}), collection)
    found = rank(ask, collection.candidates())
    assert [each.key for each in found] == ["1", "0"]
    assert [round(each.covered, 2) for each in found] == [1.0, RELATED]


def test_a_related_name_of_several_words_stands_for_each_of_them():
    collection = CollectionInMemory("Le permis de conduire", "Une route", *FILLER)
    related = {("cod", "de", "la", "rout"): (("permi", "de", "conduir"),)}
    ask = understand(plan_for("code de la route", {}, related), collection)
    assert [each.key for each in rank(ask, collection.candidates())] == ["1", "0"]


def test_half_of_what_was_asked_is_shown_as_the_nearest():
    collection = CollectionInMemory("Menuiserie", "Couture", *FILLER)
    ask = understand(plan_for("menuiserie zblorg"), collection)
    assert surety(ask, rank(ask, collection.candidates())) == Surety.REMOTE


LODGING = {("log",): (("heberg",), ("foi",))}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("logement", Surety.REMOTE), ("logement à Lyon", Surety.SURE), ("logement zblorg", Surety.NONE)],
)
def test_what_is_only_related_to_all_that_was_asked_is_shown_as_the_nearest(typed, expected):
    collection = CollectionInMemory({"title": "Autre", "body": "un hébergement, à Lyon"}, *FILLER)
    ask = understand(plan_for(typed, {}, LODGING), collection)
    assert surety(ask, rank(ask, collection.candidates())) == expected


def test_a_word_that_begins_alike_is_shown_as_the_nearest():
    collection = CollectionInMemory({"title": "Autre", "body": "une boulangerie"}, *FILLER)
    ask = understand(plan_for("boulangers"), collection)
    assert surety(ask, rank(ask, collection.candidates())) == Surety.REMOTE


def test_what_is_related_to_parts_of_what_was_asked_in_several_texts_is_no_answer():
    collection = CollectionInMemory(
        {"title": "Autre", "body": "un hébergement"}, {"title": "Une", "body": "le camion"}, *FILLER
    )
    ask = understand(plan_for("logement transport", {}, LODGING | {("transport",): (("camion",),)}), collection)
    assert surety(ask, rank(ask, collection.candidates())) == Surety.NONE


def test_half_of_what_was_asked_answers_only_where_a_title_is_about_it():
    texts = {"title": "Autre", "body": "une menuiserie"}
    assert order("menuiserie zblorg", texts) == []
    assert order("menuiserie zblorg", texts, "La menuiserie") == [1, 0]


def test_a_word_of_nearly_every_text_counts_as_one_thing_asked_for():
    assert order("pages zblorg") != []  # what the whole collection is about is no nonsense


@pytest.mark.parametrize("typed", ["zblorg frutnik", "une phrase aux zblorg", "quartier zblorg frutnik qsdfgh"])
def test_nonsense_is_met_with_silence(typed):
    assert order(typed, "Menuiserie", {"title": "Autre", "body": "une tarte"}) == []


def test_a_phrase_that_is_there_is_never_silenced():
    assert order('"ses équipes"') != []
