"""One search in three requests: lexicon, best hits with their texts, the rows shown; a fourth for the nearest."""

from __future__ import annotations

import base64
import datetime
from typing import TYPE_CHECKING, Any

from search.engines.elastic import facets, queries
from search.engines.elastic.client import reachable, understood, whole
from search.engines.elastic.lexicon import ElasticLexicon
from search.meaning import encoder
from search.meaning.passages import nearest_piece
from search.query import ranking
from search.query.excerpts import excerpt, opening
from search.query.ranking import FIELDS, LONGEST, Surety
from search.query.results import ACCENTS_FROM, COMPARED, READ_FOR_ACCENTS, Hit, SearchResults
from search.query.understanding import understand

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch
    from elasticsearch_dsl import Search

    from search.meaning.nearness import Nearness
    from search.meaning.vectors import Matrix
    from search.query.plan import SearchQuery


class Searching:
    """The search behind one query."""

    def __init__(self, client: Elasticsearch, target: str, query: SearchQuery) -> None:
        self.client = client
        self.target = target
        self.query = query
        self.ask = understand(query.plan, ElasticLexicon(client, target), is_exact=query.is_exact)
        self.minimum = self.ask.minimum
        self.answering = ""  # the key of the entry whose passage answers

    def results(self) -> SearchResults:
        """What the page shows; nothing when nothing found is surely about what was asked."""
        answer = self._candidates()
        query, ask = self.query, self.ask
        with understood():
            told = answer["aggregations"]
            keys = frozenset(bucket["key"] for bucket in told["keys"]["buckets"])
            found = {hit["fields"]["key"][0]: hit["fields"] for hit in answer["hits"]["hits"]}
        asked = self._asked(list(found)[:ACCENTS_FROM])
        near, near_found = self._near(asked) if asked is not None else ([], set())
        with understood():
            is_whole = told["everything"]["value"] <= COMPARED
            fields = {fields["key"][0]: fields for fields in near} | found
            by_words = near_found.union(found)
            candidates = [_candidate(each, is_found=key in by_words) for key, each in fields.items()]
            nearness = _nearness(asked, fields) if asked is not None else None
        weighed = ranking.rank(ask, candidates, nearness)
        # Under a choice, what is left says little about what there is.
        surety = Surety.SURE if query.choices.chosen() else ranking.surety(ask, weighed, nearness)
        if surety == Surety.NONE:
            return SearchResults()
        by_meaning = frozenset(each.key for each in weighed).difference(by_words)
        with understood():
            if query.plan.is_question and not query.offset:
                self.answering = ranking.answering(weighed, nearness)
            hits = self._hits([each.key for each in weighed], by_meaning, nearness)
            return SearchResults(
                hits,
                answer["hits"]["total"]["value"],
                facets.read_counts(told),
                keys if is_whole else None,
                ask.corrected_as_in(hits),
                is_remote=surety == Surety.REMOTE,
                by_meaning=by_meaning,
            )

    def _asked(self, best: list[str]) -> Matrix | None:
        """The vector of the query, where words are not all that counts.

        Accents that were not typed are those of the best hits by words.
        """
        ready = None if self.query.is_of_words else encoder.encoder()
        return ready.query(self._meant(best)) if ready else None

    def _meant(self, best: list[str]) -> str:
        if not self.ask.is_unaccented or not best:
            return self.ask.meant
        answer = self._request(queries.shown(best))
        with understood():
            rows = {hit["_source"]["key"]: hit["_source"]["shown"] for hit in answer["hits"]["hits"]}
            texts = ("\n".join((row["title"], row["summary"], row["body"])) for row in map(rows.get, best) if row)
            return self.ask.meant_as_in(text[:READ_FOR_ACCENTS] for text in texts)

    def _near(self, asked: Matrix) -> tuple[list[dict[str, Any]], set[str]]:
        """Stored fields of what is nearest by meaning, and the keys of those that words find too."""
        from search.meaning.vectors import integers, packed  # noqa: PLC0415 - needs numpy

        (vector,) = integers(packed(asked))
        answer = self._request(queries.nearest(self.query, self.ask, self.minimum, vector))
        with understood():
            by_words = {bucket["key"] for bucket in answer["aggregations"]["found"]["keys"]["buckets"]}
            return [hit["fields"] for hit in answer["hits"]["hits"]], by_words

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

    def _hits(self, best: list[str], by_meaning: frozenset[str], nearness: Nearness | None) -> tuple[Hit, ...]:
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
        rows = {hit["_source"]["key"]: hit["_source"] for hit in self._request(queries.shown(keys))["hits"]["hits"]}
        return tuple(self._hit(rows[key], nearness, is_found=key not in by_meaning) for key in keys if key in rows)

    def _hit(self, source: dict[str, Any], nearness: Nearness | None, *, is_found: bool) -> Hit:
        row, key = source["shown"], source["key"]
        told = (row["summary"], row["body"])
        return Hit(
            key,
            row["kind"],
            row["title"],
            excerpt(*told, self.ask.marks) if is_found else opening(nearest_piece(nearness, key, *told)),
            row["place"],
            row["date_label"],
            datetime.date.fromisoformat(source["date"]) if source["date"] else None,
            passage=nearest_piece(nearness, key, *told) if key == self.answering else "",
        )


def _candidate(fields: dict[str, list[str]], *, is_found: bool) -> ranking.Candidate:
    title, keywords, summary, body = (" ".join(fields.get(name, ())) for name in FIELDS)
    text, date = f" {summary}  {body} "[:LONGEST], fields.get("date", [""])[0]
    return ranking.Candidate(fields["key"][0], date, f" {title} ", f" {keywords} ", text, is_found)


def _nearness(asked: Matrix, found: dict[str, dict[str, list[str]]]) -> Nearness:
    from search.meaning.nearness import Nearness  # noqa: PLC0415 - needs numpy

    stored = {key: fields["vectors"][0] for key, fields in found.items() if "vectors" in fields}
    return Nearness(asked, {key: base64.b64decode(vectors) for key, vectors in stored.items()})
