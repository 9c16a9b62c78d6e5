"""Choices as filters, and counts of every facet, in Elasticsearch's query language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from elasticsearch_dsl import A, Q

from search.query.facets import FACETS

if TYPE_CHECKING:
    from elasticsearch_dsl import Search
    from elasticsearch_dsl.query import Query

    from search.query.facets import Choices

MOST_VALUES = 100  # of one facet: there are fewer kinds, regions, themes and years


def chosen(choices: Choices, but: str = "") -> Query:
    """What a document must be to meet the choices; `but` leaves one facet out."""
    filters = [Q("term", **{name: value}) for name, value in choices.chosen(but).items()]
    return Q("bool", filter=filters) if filters else Q("match_all")


def ask_counts(search: Search, choices: Choices) -> None:
    """Have every facet counted under the choices of the others."""
    for name in FACETS:
        search.aggs.bucket(name, A("filter", chosen(choices, but=name))).bucket(
            "values", A("terms", field=name, size=MOST_VALUES)
        )


def read_counts(aggregations: dict[str, Any]) -> dict[str, dict[str, int]]:
    """{facet: {value: count}} from an answer to `ask_counts`."""
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in aggregations[name]["values"]["buckets"]}
        for name in FACETS
    }
