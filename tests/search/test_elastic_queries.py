"""What is sent to Elasticsearch, compared whole and without a server."""

from __future__ import annotations

import pytest

from search.engines.elastic.documents import definition, entry_document
from search.engines.elastic.queries import search_for
from search.entry import SearchEntry
from search.excerpts import MARK_END, MARK_START
from search.facets import FACETS, Choices
from search.query import SearchQuery, plan_for

FIELDS = ["title^3", "keywords^2", "summary^1.5", "body^1"]


def word(stem: str) -> dict:
    return {
        "multi_match": {
            "query": stem,
            "type": "cross_fields",
            "fields": FIELDS,
            "analyzer": "whitespace",
            "tie_breaker": 0.2,
        }
    }


def phrase(stems: str) -> dict:
    asked = word(stems)["multi_match"]
    return {"multi_match": asked | {"type": "phrase"}}


def counted(facet: str, *others: dict) -> dict:
    """The count of a facet under the choices of the others."""
    filtered = {"bool": {"filter": [{"term": other} for other in others]}} if others else {"match_all": {}}
    return {"filter": filtered, "aggs": {"values": {"terms": {"field": facet, "size": 100}}}}


def request(query: dict, marked: str, **rest: object) -> dict:
    """Everything but the condition, which is what tests vary."""
    highlighter = {
        "type": "fvh",
        "fragment_size": 200,
        "number_of_fragments": 1,
        "no_match_size": 200,
        "order": "score",
        "pre_tags": [MARK_START],
        "post_tags": [MARK_END],
        "highlight_query": {"match": {"body": {"query": marked, "analyzer": "whitespace"}}},
    }
    return {
        "query": {"bool": query},
        "highlight": {"fields": {"body": highlighter}},
        "_source": ["key", "kind", "title", "summary", "place", "date", "date_label"],
        "sort": ["_score", {"date": {"order": "desc", "missing": "_last"}}, "key"],
        "track_total_hits": True,
        "from": 0,
        "size": 10,
        "aggs": {
            **{name: counted(name) for name in FACETS},
            "everything": {"value_count": {"field": "key"}},
            "keys": {"terms": {"field": "key", "size": 200}},
        },
    } | rest


def test_words_are_alternatives():
    asked = search_for(SearchQuery(plan_for("L’emploi des détenus")))
    condition = {"should": [word("emploi"), word("detenu")], "minimum_should_match": 1}
    assert asked.to_dict() == request(condition, "detenu emploi")


def test_phrases_must_be_there_and_words_only_add():
    asked = search_for(SearchQuery(plan_for("« mise en œuvre » Lyon")))
    condition = {"must": [phrase("mis en oeuvr")], "should": [word("lyon")], "minimum_should_match": 0}
    assert asked.to_dict() == request(condition, "lyon mis oeuvr")


def test_choices_filter_the_hits_and_the_counts_of_the_other_facets():
    asked = search_for(SearchQuery(plan_for("emploi"), Choices(kind="actualites", year="2021"), offset=20)).to_dict()
    kind, year = {"kind": "actualites"}, {"year": "2021"}
    assert asked["post_filter"] == {"bool": {"filter": [{"term": kind}, {"term": year}]}}
    assert asked["aggs"]["kind"] == counted("kind", year)
    assert asked["aggs"]["region"] == counted("region", kind, year)
    assert asked["aggs"]["year"] == counted("year", kind)
    assert asked["from"] == 20


def test_by_date_the_best_come_after_the_newest():
    asked = search_for(SearchQuery(plan_for("emploi"), by_date=True)).to_dict()
    assert asked["sort"] == [{"date": {"order": "desc", "missing": "_last"}}, "_score", "key"]


def test_withheld_keys_are_neither_found_nor_counted():
    asked = search_for(SearchQuery(plan_for("emploi"), withheld=frozenset({"page:2", "page:1"})))
    condition = {
        "should": [word("emploi")],
        "must_not": [{"ids": {"values": ["page:1", "page:2"]}}],
        "minimum_should_match": 1,
    }
    assert asked.to_dict() == request(condition, "emploi")


def test_an_index_refuses_fields_nobody_declared():
    made = definition()
    assert made["mappings"]["dynamic"] == "strict"
    assert set(entry_document(SearchEntry("page:1", "pages", "Titre", "/"))) <= set(made["mappings"]["properties"])


@pytest.mark.parametrize("field", ["title", "keywords", "summary", "body"])
def test_texts_are_analysed_by_our_rules_and_queries_are_not(field):
    mapped = definition()["mappings"]["properties"][field]
    assert (mapped["analyzer"], mapped["search_analyzer"]) == ("portal_french", "whitespace")
