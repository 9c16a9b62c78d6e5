"""One search in three requests: what is known of the words, the best hits with their texts, the rows shown."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from search import ranking
from search.engines.elastic import facets, queries
from search.engines.elastic.client import reachable, understood, whole
from search.engines.elastic.lexicon import ElasticLexicon
from search.excerpts import excerpt
from search.ranking import FIELDS, LONGEST
from search.results import COMPARED, Hit, SearchResults
from search.understanding import understand

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch
    from elasticsearch_dsl import Search

    from search.query import SearchQuery
    from search.understanding import Ask


class Answering:
    """The search behind one query."""

    def __init__(self, client: Elasticsearch, target: str, query: SearchQuery) -> None:
        self.client = client
        self.target = target
        self.query = query
        self.ask = understand(query.plan, ElasticLexicon(client, target), is_exact=query.is_exact)
        self.minimum = self.ask.minimum

    def results(self) -> SearchResults:
        """What the page shows; nothing when nothing found is surely about what was asked."""
        answer = self._candidates()
        query, ask = self.query, self.ask
        with understood():
            candidates = [_candidate(hit["fields"]) for hit in answer["hits"]["hits"]]
        weighed = ranking.rank(ask, candidates)
        # Under a choice, what is left says little about what there is.
        if not query.choices.chosen() and ranking.is_silent(ask, weighed):
            return SearchResults()
        with understood():
            told = answer["aggregations"]
            keys = frozenset(bucket["key"] for bucket in told["keys"]["buckets"])
            hits = self._hits([each.key for each in weighed])
            return SearchResults(
                hits,
                answer["hits"]["total"]["value"],
                facets.read_counts(told),
                keys if told["everything"]["value"] <= COMPARED else None,
                ask.corrected_as_in(hits),
            )

    def _candidates(self) -> dict[str, Any]:
        """The best of what holds enough of what was asked, else of what holds any of it.

        Where no name is written anywhere, its words are looked for, common as they may be.
        """
        answer, is_empty = self._tried()
        if is_empty and self.minimum > 1:
            self.minimum = 1
            answer, is_empty = self._tried()
        if is_empty and self.ask.groups and not self.ask.phrases:
            self.ask = self.ask.apart()
            self.minimum = self.ask.minimum
            answer, is_empty = self._tried()
            if is_empty and self.minimum > 1:
                self.minimum = 1
                answer, _ = self._tried()
        return answer

    def _tried(self) -> tuple[dict[str, Any], bool]:
        answer = self._request(queries.candidates(self.query, self.ask, self.minimum))
        with understood():
            return answer, not answer["aggregations"]["everything"]["value"]

    def _request(self, search: Search) -> dict[str, Any]:
        with reachable():
            answer: dict[str, Any] = search.using(self.client).index(self.target).execute().to_dict()
        return whole(answer)

    def _hits(self, best: list[str]) -> tuple[Hit, ...]:
        """The rows of the page: among the weighed ones, then as Elasticsearch orders the others."""
        start, end = self.query.offset, self.query.offset + self.query.limit
        keys = [] if self.query.by_date else best[start:end]
        if missing := end - start - len(keys):
            weighed = [] if self.query.by_date else best
            if self.query.by_date or len(best) >= queries.WEIGHED:
                after = max(0, start - len(weighed))
                answer = self._request(queries.rest(self.query, self.ask, self.minimum, weighed, after, missing))
                keys += [hit["_source"]["key"] for hit in answer["hits"]["hits"]]
        if not keys:
            return ()
        found = {hit["_source"]["key"]: hit["_source"] for hit in self._request(queries.shown(keys))["hits"]["hits"]}
        return tuple(_hit(found[key], self.ask) for key in keys if key in found)


def _candidate(fields: dict[str, list[str]]) -> ranking.Candidate:
    texts = {name: f" {' '.join(fields.get(name, ()))[:LONGEST]} " for name in queries.TEXTS}
    return ranking.Candidate(
        fields["key"][0],
        fields.get("date", [""])[0],
        {name: texts[name] for name in FIELDS},
        {name: texts[f"form_{name}"] for name in FIELDS},
    )


def _hit(source: dict[str, Any], ask: Ask) -> Hit:
    row = source["shown"]
    return Hit(
        source["key"],
        row["kind"],
        row["title"],
        excerpt(row["summary"], row["body"], ask.marks),
        row["place"],
        row["date_label"],
        datetime.date.fromisoformat(source["date"]) if source["date"] else None,
    )
