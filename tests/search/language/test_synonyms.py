"""Plain words that the search takes for one another, beside those of the glossary."""

from __future__ import annotations

import pytest

from search.glossary import terms
from search.glossary.query_plan import parse
from search.language import french, synonyms
from search.models import GlossaryTerm
from search.query import ranking
from search.query.plan import plan_for
from search.query.understanding import understand
from tests.search.collection import CollectionInMemory

NEWS = CollectionInMemory("Le salaire d’un cuisinier", "Une détention", "La Région Occitanie", "Un atelier")


def found(typed: str) -> list[str]:
    """Ranks of the documents found, the best first."""
    ask = understand(plan_for(typed, synonyms.plain_french()), NEWS)
    return [each.key for each in ranking.rank(ask, NEWS.candidates())]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("rémunération", "0"), ("cuisine", "0"), ("prison", "1"), ("taule", "1"), ("Midi-Pyrénées", "2")],
)
def test_who_types_one_finds_the_others(typed, expected):
    assert found(typed) == [expected]


def test_what_only_leads_to_a_word_is_not_found_by_it():
    names = synonyms.plain_french()
    assert ("salair",) in names[("gagn",)]
    assert ("gagn",) not in names[("salair",)]


def test_no_name_is_only_grammar():
    """« ce » would be found in every text."""
    read = synonyms.plain_french()
    stops = set(map(french.stem, french.STOP_WORDS))
    names = {*read, *(other for others in read.values() for other in others)}
    assert [name for name in names if not name or stops.issuperset(name)] == []


@pytest.mark.django_db
def test_the_glossary_comes_first_and_keeps_its_own(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        GlossaryTerm.objects.create(term="prison", slug="prison", definition="Un lieu.", other_forms="geôle")
    assert parse("prison").concepts[0].others[:2] == (("geol",), ("detention",))
    assert terms.term_named("taule") is None, "what explains nothing is no word of the glossary"
