from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.plan import MAX_WORDS, Concept, plan_for

SYNONYMS = {
    ("spip",): (("servic", "penitentiair"),),
    ("pol", "emploi"): (("franc", "traval"),),
    ("emploi",): (("job",),),
}


def test_words_are_stems_without_the_grammar_between_them():
    plan = plan_for("Les conventions de l’emploi en Normandie")
    assert plan.words == ("convention", "emploi", "normandi")
    assert plan.forms == ("conventions", "emploi", "normandie")
    assert [plan.typed[start:end] for start, end in plan.spans] == ["conventions", "emploi", "Normandie"]


def test_a_question_is_about_its_subject():
    plan = plan_for("Comment faire travailler des détenus pour mon entreprise ?")
    assert plan.words == ("traval", "detenu", "entrepris")


@pytest.mark.parametrize("typed", ["je ne fais pas mon préavis", "Dois-je faire un préavis ?", "avez-vous un préavis"])
def test_verbs_that_only_carry_a_question_are_no_subject(typed):
    assert plan_for(typed).words == ("preavi",)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("qui fait quoi", ("fait", "quoi")), ("les", ("les",)), ("comment faire", ("com", "fair"))],
)  # fmt: skip
def test_grammar_counts_when_nothing_else_was_typed(typed, words):
    assert plan_for(typed).words == words


@pytest.mark.parametrize("typed", ['"mise en œuvre"', "« mise en œuvre »", "“mise en œuvre”"])
def test_quotes_are_phrases_with_every_word(typed):
    plan = plan_for(typed)
    assert (plan.words, plan.phrases) == ((), (("mis", "en", "oeuvr"),))


def test_words_beside_a_phrase_only_raise_the_score():
    plan = plan_for('"mission locale" à Lyon')
    assert (plan.words, plan.phrases) == (("lyon",), (("mission", "local"),))
    assert plan.typed[slice(*plan.spans[0])] == "Lyon"


@pytest.mark.parametrize(
    ("typed", "words"), [('"prison', ("prison",)), ('prison"', ("prison",)), ('""', ()), ("« » prison", ("prison",))]
)
def test_a_quote_without_its_other_half_or_content_is_no_phrase(typed, words):
    plan = plan_for(typed)
    assert (plan.words, plan.phrases) == (words, ())


@pytest.mark.parametrize("typed", ["", " ", "!!! ?", "\x00", "’", "«»", "--", "_"])
def test_nothing_to_read_makes_no_plan(typed):
    assert not plan_for(typed)


def test_repeated_words_count_once_and_long_queries_end():
    assert plan_for("emploi emplois EMPLOI").words == ("emploi",)
    assert len(plan_for(" ".join(f"mot{number}" for number in range(50))).words) == MAX_WORDS


def test_names_of_the_glossary_are_known_by_all_their_words_the_longest_first():
    plan = plan_for("le SPIP et Pôle emploi, un emploi", SYNONYMS)
    assert plan.concepts == (
        Concept(("spip",), frozenset({"spip"}), (("servic", "penitentiair"),)),
        Concept(("pol", "emploi"), frozenset({"pol", "emploi"}), (("franc", "traval"),)),
        Concept(("emploi",), frozenset({"emploi"}), (("job",),)),
    )


@pytest.mark.parametrize("typed", ["emploi du pôle", "poles", '"Pôle emploi"'])
def test_other_words_are_no_name(typed):
    assert ("pol", "emploi") not in [concept.name for concept in plan_for(typed, SYNONYMS).concepts]


def test_a_name_of_nothing_but_grammar_stands_for_nothing():
    assert plan_for("comment faire un pain", {("com", "fair"): (("guid",),)}).concepts == ()


@given(st.text(max_size=300))
def test_anything_typed_makes_a_plan_of_plain_stems(typed):
    plan = plan_for(typed, SYNONYMS)
    assert all(stem.isalnum() for stems in (plan.words, *plan.phrases) for stem in stems)
    assert len(plan.words) == len(plan.forms) == len(plan.spans)
    assert all(plan.typed[start:end] for start, end in plan.spans)
