"""Lexicon of an Elasticsearch index: what it knows of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elasticsearch_dsl import A, Q, Search

from search.engines.elastic.client import reachable, understood, whole
from search.language import french
from search.query.lexicon import KIN_LETTERS, MOST_KIN, Fact, Facts, Near, are_kin, kin_prefix

if TYPE_CHECKING:
    from collections.abc import Collection

    from elasticsearch import Elasticsearch

MOST_RELATED = 100  # stems with one beginning that are looked at
SAMPLED = 300  # documents in which they are looked for: only rare words need their kin, and those stand in few
MOST_NEAR = 50


def about(stems: Collection[str], kin_of: Collection[str] = ()) -> Search:
    """The request behind `facts`: counts only."""
    search = Search().query("exists", field="key").extra(size=0, track_total_hits=True)
    search.aggs.bucket("length", A("avg", field="length"))
    for stem in stems:
        search.aggs.bucket(f"all:{stem}", A("filter", Q("term", stems=stem)))
        search.aggs.bucket(f"title:{stem}", A("filter", Q("term", title=stem)))
        if stem in kin_of and (prefix := kin_prefix(stem)):
            begun = search.aggs.bucket(f"kin:{stem}", A("filter", Q("prefix", stems=prefix)))
            some = begun.bucket("some", A("sampler", shard_size=SAMPLED))
            some.bucket("stems", A("terms", field="stems", include=f"{prefix}.*", size=MOST_RELATED))
    return search


def near_to(form: str, errors: int) -> Search:
    """The request behind `near`: spellings of the whole index, by Lucene's own automaton."""
    term = {
        "analyzer": "whitespace",
        "suggest_mode": "always",
        "max_edits": errors,
        "prefix_length": 0,
        "min_word_length": KIN_LETTERS,
        "string_distance": "damerau_levenshtein",
        "max_term_freq": 1.0,
        "size": MOST_NEAR,
        "accuracy": 0.3,
    }
    search = Search().extra(size=0).suggest("forms", form, term={"field": "forms", **term})
    return search.suggest("stems", french.stem(form), term={"field": "stems", **term})


@dataclass(frozen=True)
class ElasticLexicon:
    """An index, or the alias of the one in use."""

    client: Elasticsearch
    target: str

    def _ask(self, search: Search) -> dict[str, Any]:
        with reachable():
            answer: dict[str, Any] = search.using(self.client).index(self.target).execute().to_dict()
        return whole(answer)

    def facts(self, stems: Collection[str], *, kin_of: Collection[str] = ()) -> Facts:
        """Counts of these stems, in one request."""
        answer = self._ask(about(stems, kin_of))
        with understood():
            return _facts(answer, stems)

    def near(self, form: str, errors: int) -> Near:
        """Words at most so many letters away, in one request."""
        answer = self._ask(near_to(form, errors))
        with understood():
            forms, stems = (
                {option["text"]: option["freq"] for part in answer["suggest"][name] for option in part["options"]}
                for name in ("forms", "stems")
            )
            return Near(forms, stems)


def _facts(answer: dict[str, Any], stems: Collection[str]) -> Facts:
    told = answer["aggregations"]
    length = max(1.0, told["length"]["value"] or 0.0)
    found = {}
    for stem in stems:
        buckets = told[f"kin:{stem}"]["some"]["stems"]["buckets"] if f"kin:{stem}" in told else []
        related = sorted(
            ((each["doc_count"], each["key"]) for each in buckets if are_kin(stem, each["key"])), reverse=True
        )
        found[stem] = Fact(
            told[f"all:{stem}"]["doc_count"],
            told[f"title:{stem}"]["doc_count"] > 0,
            {other: number for number, other in related[:MOST_KIN]},
        )
    return Facts(answer["hits"]["total"]["value"], length, found)
