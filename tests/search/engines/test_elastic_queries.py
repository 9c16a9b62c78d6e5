"""What is sent to Elasticsearch, compared whole and without a server."""

from __future__ import annotations

import pytest

from search.engines.elastic import queries
from search.engines.elastic.documents import definition, entry_document
from search.engines.elastic.lexicon import about, near_to
from search.index.entry import SearchEntry
from search.language import french
from search.query.facets import Choices
from search.query.plan import SearchQuery, plan_for
from search.query.ranking import FIELDS
from search.query.understanding import understand
from tests.search.collection import CollectionInMemory

KNOWN = CollectionInMemory("Emploi", "Normandie", "2021", "Mise en œuvre", "Une mission locale", *["Lyon"] * 4)
WEIGHTS = ["title^2", "keywords^1.5", "summary^1", "body^1"]


def ask(typed: str, **glossary):
    return understand(plan_for(typed, **glossary), KNOWN)


def condition(typed: str, minimum: int = 1, **query) -> dict:
    plan = plan_for(typed)
    return queries.matching(SearchQuery(plan, **query), understand(plan, KNOWN), minimum).to_dict()["bool"]


def word(stem: str) -> dict:
    return {
        "multi_match": {
            "query": stem, "type": "cross_fields", "fields": WEIGHTS, "tie_breaker": 0.2, "boost": 1.0,
        }
    }  # fmt: skip


def phrase(stems: str) -> dict:
    return {"multi_match": {"query": stems, "type": "phrase", "fields": WEIGHTS, "tie_breaker": 0.2, "boost": 1.0}}


def test_words_are_alternatives():
    words = [word("emploi"), word("normandi")]
    assert condition("L’emploi en Normandie") == {
        "should": words,
        "filter": [{"bool": {"should": words, "minimum_should_match": 1}}],
        "minimum_should_match": 0,
    }


@pytest.mark.parametrize(("typed", "minimum"), [("emploi", 1), ("emploi lyon", 1), ("emploi lyon 2021", 2)])
def test_of_three_words_two_must_be_there(typed, minimum):
    assert ask(typed).minimum == minimum


def test_a_word_of_nearly_everything_finds_nothing_beside_another():
    (found,) = condition("emploi Lyon")["filter"]
    assert found["bool"]["should"] == [word("emploi")]


def test_phrases_must_be_there_and_words_only_add():
    asked = condition("« mise en œuvre » Lyon", minimum=ask("« mise en œuvre » Lyon").minimum)
    assert asked == {"must": [phrase("mis en oeuvr")], "should": [word("lyon")], "minimum_should_match": 0}


def test_withheld_keys_are_neither_found_nor_counted():
    asked = condition("emploi", withheld=frozenset({"page:2", "page:1"}))
    assert asked["must_not"] == [{"ids": {"values": ["page:1", "page:2"]}}]


def test_names_are_found_whole_with_their_other_names():
    plan = plan_for("mission locale", {("mission", "local"): (("pai",),)})
    (group,) = queries.matching(SearchQuery(plan), understand(plan, KNOWN), 1).to_dict()["bool"]["should"]
    *names, partly = group["dis_max"]["queries"]
    assert names == [phrase("mission local"), phrase("pai")]
    assert partly["bool"]["should"] == [word("mission"), word("local")]


def test_what_is_related_is_found_and_counts_little():
    plan = plan_for("logement", {}, {("log",): (("heberg",),)})
    (unit,) = queries.matching(SearchQuery(plan), understand(plan, KNOWN), 1).to_dict()["bool"]["should"]
    itself, beside = unit["dis_max"]["queries"]
    assert (itself, beside["multi_match"]["query"]) == (word("log"), "heberg")
    assert beside["multi_match"]["boost"] < itself["multi_match"]["boost"]


def test_a_name_of_several_words_counts_as_two():
    plan = plan_for("mission locale emploi Normandie", {("mission", "local"): (("pai",),)})
    asked = understand(plan, KNOWN)
    (needed,) = queries.matching(SearchQuery(plan), asked, asked.minimum).to_dict()["bool"]["filter"]
    assert needed["bool"]["minimum_should_match"] == 2
    assert needed["bool"]["should"][3:] == [{"dis_max": {"queries": [phrase("mission local"), phrase("pai")]}}]


def test_choices_filter_the_hits_and_not_the_counts():
    query = SearchQuery(plan_for("emploi"), Choices(kind="actualites"))
    asked = queries.candidates(query, ask("emploi"), 1).to_dict()
    assert asked["post_filter"] == {"bool": {"filter": [{"term": {"kind": "actualites"}}]}}
    assert asked["size"] == queries.WEIGHED
    assert asked["aggs"]["kind"]["filter"] == {"match_all": {}}


def test_words_are_counted_in_one_request():
    asked = about(["emploi", "les", "anpe"], ["emploi", "les"]).to_dict()
    assert {name for name in asked["aggs"] if name != "length"} == {
        "all:emploi", "title:emploi", "kin:emploi", "all:les", "title:les", "all:anpe", "title:anpe",
    }  # fmt: skip
    assert asked["size"] == 0
    asked = near_to("prisonss", 1).to_dict()["suggest"]
    assert {name: (each["text"], each["term"]["field"], each["term"]["max_edits"]) for name, each in asked.items()} == {
        "forms": ("prisonss", "forms", 1),
        "stems": (french.stem("prisonss"), "stems", 1),
    }


def test_an_index_refuses_fields_nobody_declared():
    made = definition()
    assert made["mappings"]["dynamic"] == "strict"
    document = entry_document(SearchEntry("page:1", "pages", "Un Titre", "/", body="L’emploi"))
    assert set(document) <= set(made["mappings"]["properties"])
    assert (document["title"], document["forms"].split(), document["length"]) == (
        "un titr",
        ["un", "titre", "emploi"],
        3,
    )
    assert document["stems"] == ["un", "titr", "emploi"]


@pytest.mark.parametrize("field", FIELDS)
def test_texts_come_analysed(field):
    assert definition()["mappings"]["properties"][field]["analyzer"] == "whitespace"
