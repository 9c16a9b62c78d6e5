"""Elasticsearch queries from what is asked. Pure: `to_dict()` needs no server.

Elasticsearch finds, counts and hands over the best by its own scores; `search.query.ranking` weighs those, as it does
for the other engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from elasticsearch_dsl import A, Q, Search

from search.engines.elastic import facets
from search.query.ranking import FIELDS, NEAREST_WEIGHED
from search.query.results import COMPARED
from search.query.understanding import Group, Term

if TYPE_CHECKING:
    from collections.abc import Collection

    from elasticsearch_dsl.query import Query

    from search.query.plan import SearchQuery
    from search.query.understanding import ParsedQuery

WEIGHED = 100  # hits that are handed over with their texts: to fetch them is most of the cost of a query
WEIGHTS = ["title^2", "keywords^1.5", "summary^1", "body^1"]
STORED = [*FIELDS, "vectors"]
LOOKED_AT = 200  # passages of the approximate search (num_candidates)
RELATED = 0.2  # of the score by which Elasticsearch chooses what is handed over
# Equals: the newest first, those without a date last, then in a fixed order.
NEWEST = {"date": {"order": "desc", "missing": "_last"}}
DAY = {"field": "date", "format": "strict_date"}


def candidates(query: SearchQuery, ask: ParsedQuery, minimum: int) -> Search:
    """The best hits with their texts, counts of every facet, and the keys of all that was found."""
    search = _narrowed(Search().query(matching(query, ask, minimum)), query).source(False)
    search = search.sort("_score", NEWEST, "key").extra(
        track_total_hits=True, size=WEIGHED, stored_fields=STORED, docvalue_fields=["key", DAY]
    )
    facets.ask_counts(search, query.choices)
    search.aggs.bucket("everything", A("value_count", field="key"))
    search.aggs.bucket("keys", A("terms", field="key", size=COMPARED))
    return search


def nearest(query: SearchQuery, ask: ParsedQuery, minimum: int, vector: bytes) -> Search:
    """The entries with the nearest passages that meet every choice, with their texts, and which of them words find."""
    withheld = [Q("bool", must_not=[Q("ids", values=sorted(query.withheld))])] if query.withheld else []
    chosen = [facets.chosen(query.choices)] if query.choices.chosen() else []
    search = Search().knn(
        field="passages.vector",
        k=NEAREST_WEIGHED,
        num_candidates=LOOKED_AT,
        query_vector=vector.hex(),
        filter=Q("bool", filter=[*withheld, *chosen]) if withheld or chosen else None,
    )
    search.aggs.bucket("found", A("filter", matching(query, ask, minimum))).bucket(
        "keys", A("terms", field="key", size=NEAREST_WEIGHED)
    )
    return search.source(False).extra(size=NEAREST_WEIGHED, stored_fields=STORED, docvalue_fields=["key", DAY])


def rest(query: SearchQuery, ask: ParsedQuery, minimum: int, weighed: Collection[str], start: int, size: int) -> Search:
    """Keys of hits in another order than ours: by date, or those behind the ones that were weighed."""
    condition = matching(query, ask, minimum, without=weighed)
    order = [NEWEST, "_score"] if query.by_date else ["_score", NEWEST]
    search = _narrowed(Search().query(condition), query).sort(*order, "key").source(["key"])
    return search[start : start + size]


def shown(keys: list[str]) -> Search:
    """What rows of results tell."""
    return Search().query("ids", values=keys).source(["key", "date", "shown"]).extra(size=len(keys))


def _narrowed(search: Search, query: SearchQuery) -> Search:
    return search.post_filter(facets.chosen(query.choices)) if query.choices.chosen() else search


def matching(query: SearchQuery, ask: ParsedQuery, minimum: int, without: Collection[str] = ()) -> Query:
    """The condition a document meets, and its score by Elasticsearch."""
    finding = [_unit(unit) for unit in (ask.units if minimum > 1 else ask.telling)]
    if minimum > 1:  # a name of several words counts twice
        finding += [_names(unit) for unit in ask.units if isinstance(unit, Group) and unit.is_enough]
    withheld = sorted(query.withheld.union(without))
    parts = {
        "must": [phrase(each) for each in ask.phrases],
        "should": [_unit(unit) for unit in ask.units],
        "filter": [Q("bool", should=finding, minimum_should_match=minimum)] if minimum else [],
        "must_not": [Q("ids", values=withheld)] if withheld else [],
    }
    return Q("bool", **{name: each for name, each in parts.items() if each}, minimum_should_match=0)


def word(stem: str, boost: float = 1.0) -> Query:
    """One word, wherever it stands: its best field and a little of the others, with one rarity for all of them."""
    return Q("multi_match", query=stem, type="cross_fields", fields=WEIGHTS, tie_breaker=0.2, boost=boost)


def phrase(stems: tuple[str, ...], boost: float = 1.0) -> Query:
    """Words in this order, side by side in one field."""
    return Q("multi_match", query=" ".join(stems), type="phrase", fields=WEIGHTS, tie_breaker=0.2, boost=boost)


def _unit(unit: Term | Group) -> Query:
    """A thing asked for: a word; any name, else the words of the typed one that tell something; or what is related."""
    if isinstance(unit, Term):
        found = _term(unit)
    else:
        words = [each for term in unit.terms if not term.is_common for each in _term(term)]
        partly = [Q("bool", should=words, boost=0.5)] if words else []
        found = [*map(phrase, unit.names), *partly]
    found += [phrase(name, RELATED) for name in unit.related]
    return Q("dis_max", queries=found) if len(found) > 1 else found[0]


def _names(group: Group) -> Query:
    """Any name of something of the glossary."""
    return Q("dis_max", queries=[phrase(name) for name in group.names])


def _term(term: Term) -> list[Query]:
    """A word, and what may stand for it."""
    return [word(term.stem), *(word(stem, weight) for stem, weight in term.variants.items())]
