"""From what is asked to Elasticsearch's query language. Pure: `to_dict()` needs no server.

Elasticsearch finds, counts and hands over the best by its own scores; `search.ranking` weighs those, as it does for
the other engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from elasticsearch_dsl import A, Q, Search

from search.engines.elastic import facets
from search.ranking import FIELDS
from search.results import COMPARED
from search.understanding import Group, Term

if TYPE_CHECKING:
    from collections.abc import Collection

    from elasticsearch_dsl.query import Query

    from search.query import SearchQuery
    from search.understanding import Ask

WEIGHED = 100  # hits that are handed over with their texts: to fetch them is most of the cost of a query
WEIGHTS = [f"{name}^{field.weight:g}" for name, field in FIELDS.items()]
# Equals: the newest first, those without a date last, then in a fixed order.
NEWEST = {"date": {"order": "desc", "missing": "_last"}}
DAY = {"field": "date", "format": "strict_date"}
TEXTS = [*FIELDS, *(f"form_{name}" for name in FIELDS)]


def candidates(query: SearchQuery, ask: Ask, minimum: int) -> Search:
    """The best hits with their texts, counts of every facet, and the keys of all that was found."""
    search = _narrowed(Search().query(matching(query, ask, minimum)), query).source(False)
    search = search.sort("_score", NEWEST, "key").extra(
        track_total_hits=True, size=WEIGHED, stored_fields=TEXTS, docvalue_fields=["key", DAY]
    )
    facets.ask_counts(search, query.choices)
    search.aggs.bucket("everything", A("value_count", field="key"))
    search.aggs.bucket("keys", A("terms", field="key", size=COMPARED))
    return search


def rest(query: SearchQuery, ask: Ask, minimum: int, weighed: Collection[str], start: int, size: int) -> Search:
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


def matching(query: SearchQuery, ask: Ask, minimum: int, without: Collection[str] = ()) -> Query:
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


def phrase(stems: tuple[str, ...]) -> Query:
    """Words in this order, side by side in one field."""
    return Q("multi_match", query=" ".join(stems), type="phrase", fields=WEIGHTS, tie_breaker=0.2)


def _unit(unit: Term | Group) -> Query:
    """A thing asked for: a word; any name, else the words of the typed one that tell something."""
    if isinstance(unit, Term):
        return _term(unit)
    words = [_term(term) for term in unit.terms if not term.is_common]
    partly = [Q("bool", should=words, boost=0.5)] if words else []
    return Q("dis_max", queries=[*(phrase(name) for name in unit.names), *partly])


def _names(group: Group) -> Query:
    """Any name of something of the glossary."""
    return Q("dis_max", queries=[phrase(name) for name in group.names])


def _term(term: Term) -> Query:
    """A word, else the best of what may stand for it."""
    if not term.variants:
        return word(term.stem)
    variants = [word(stem, weight) for stem, weight in term.variants.items()]
    return Q("dis_max", queries=[word(term.stem), *variants])
