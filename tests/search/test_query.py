from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import MAX_WORDS, QueryPlan, plan_for


def test_words_are_stems_without_the_grammar_between_them():
    assert plan_for("Les conventions de l’emploi en Normandie") == QueryPlan(
        ("convention", "emploi", "normandi"), (), 2
    )


def test_a_question_is_about_its_subject():
    plan = plan_for("Comment faire travailler des détenus pour mon entreprise ?")
    assert plan.words == ("traval", "detenu", "entrepris")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("qui fait quoi", ("fait", "quoi")), ("les", ("les",)), ("comment faire", ("com", "fair"))],
)  # fmt: skip
def test_grammar_counts_when_nothing_else_was_typed(typed, words):
    assert plan_for(typed).words == words


@pytest.mark.parametrize("typed", ['"mise en œuvre"', "« mise en œuvre »", "“mise en œuvre”"])
def test_quotes_are_phrases_with_every_word(typed):
    assert plan_for(typed) == QueryPlan((), (("mis", "en", "oeuvr"),), 0)


def test_words_beside_a_phrase_only_raise_the_score():
    assert plan_for('"mission locale" à Lyon') == QueryPlan(("lyon",), (("mission", "local"),), 0)


@pytest.mark.parametrize(
    ("typed", "words"), [('"prison', ("prison",)), ('prison"', ("prison",)), ('""', ()), ("« » prison", ("prison",))]
)
def test_a_quote_without_its_other_half_or_content_is_no_phrase(typed, words):
    assert plan_for(typed) == QueryPlan(words, (), len(words))


@pytest.mark.parametrize("typed", ["", " ", "!!! ?", "\x00", "’", "«»", "--", "_"])
def test_nothing_to_read_makes_no_plan(typed):
    assert not plan_for(typed)


@pytest.mark.parametrize(("count", "minimum"), [(1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (10, 4)], ids=str)
def test_the_more_words_the_more_must_be_there(count, minimum):
    assert plan_for(" ".join(f"mot{number}" for number in range(count))).minimum == minimum


def test_repeated_words_count_once_and_long_queries_end():
    assert plan_for("emploi emplois EMPLOI").words == ("emploi",)
    assert len(plan_for(" ".join(f"mot{number}" for number in range(50))).words) == MAX_WORDS


def test_the_grammar_inside_a_phrase_is_not_marked():
    assert plan_for('"mise en œuvre" emploi').marked == {"mis", "oeuvr", "emploi"}
    assert plan_for('"de la"').marked == {"de", "la"}


@given(st.text(max_size=300))
def test_anything_typed_makes_a_plan_of_plain_stems(typed):
    plan = plan_for(typed)
    assert all(stem.isalnum() for stems in (plan.words, *plan.phrases) for stem in stems)
    assert plan.minimum <= len(plan.words)
