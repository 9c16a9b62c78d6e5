"""From the query plan to Elasticsearch's query language. Pure: `to_dict()` needs no server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from elasticsearch_dsl import A, Q, Search

from search.engines.elastic import facets
from search.engines.elastic.analysis import STEMMED
from search.excerpts import MARK_END, MARK_START
from search.query import WEIGHTS, QueryPlan, SearchQuery
from search.results import COMPARED

if TYPE_CHECKING:
    from elasticsearch_dsl.query import Query

FIELDS = [f"{name}^{weight:g}" for name, weight in WEIGHTS.items()]
FRAGMENT = 200  # characters of the body around what was found
# Equals: the newest first, those without a date last, then in a fixed order.
NEWEST = {"date": {"order": "desc", "missing": "_last"}}
SHOWN = ["key", "kind", "title", "summary", "place", "date", "date_label"]


def search_for(query: SearchQuery) -> Search:
    """The whole request: hits in their order, counts of every facet, and the keys of all that was found."""
    search = (
        Search()
        .query(matching(query))
        .highlight(
            "body",
            type="fvh",  # reads stored positions: the other ones analyse the whole text of each hit again
            fragment_size=FRAGMENT,
            number_of_fragments=1,
            no_match_size=FRAGMENT,
            order="score",
            pre_tags=[MARK_START],
            post_tags=[MARK_END],
            highlight_query=Q(
                "match", body={"query": " ".join(sorted(query.plan.marked)), "analyzer": STEMMED}
            ).to_dict(),
        )
        .source(SHOWN)
        .sort(*([NEWEST, "_score"] if query.by_date else ["_score", NEWEST]), "key")
        .extra(track_total_hits=True)[query.offset : query.offset + query.limit]
    )
    facets.ask_counts(search, query.choices)
    search.aggs.bucket("everything", A("value_count", field="key"))
    search.aggs.bucket("keys", A("terms", field="key", size=COMPARED))
    return search.post_filter(facets.chosen(query.choices)) if query.choices.chosen() else search


def matching(query: SearchQuery) -> Query:
    """The condition a document meets, and its score."""
    plan: QueryPlan = query.plan
    parts = {
        "must": [phrase(stems) for stems in plan.phrases],
        "should": [word(stem) for stem in plan.words],
        "must_not": [Q("ids", values=sorted(query.withheld))] if query.withheld else [],
    }
    return Q("bool", **{name: each for name, each in parts.items() if each}, minimum_should_match=plan.minimum)


def word(stem: str) -> Query:
    """One word, wherever it stands: its best field and a little of the others, with one rarity for all of them."""
    return Q("multi_match", query=stem, type="cross_fields", fields=FIELDS, analyzer=STEMMED, tie_breaker=0.2)


def phrase(stems: tuple[str, ...]) -> Query:
    """Words in this order, side by side in one field."""
    return Q("multi_match", query=" ".join(stems), type="phrase", fields=FIELDS, analyzer=STEMMED, tie_breaker=0.2)
