from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from elasticsearch import NotFoundError

from search.engines.elastic import facets, queries
from search.engines.elastic.client import PATIENCE_OF_WRITES, reachable
from search.engines.elastic.documents import MADE_BY, POSITION, entry_document, position_document
from search.engines.protocol import SearchUnavailable
from search.excerpts import MARK_START, excerpt, from_marks, opening
from search.position import Position
from search.results import COMPARED, Hit, SearchResults

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from search.excerpts import Part
    from search.position import Changes
    from search.query import SearchQuery

CONFLICT = 409  # the index was further already


class ElasticIndex:
    """An index, or the alias of the one in use.

    Documents carry the position they were read at as their version, and an older one is refused: several nodes may
    bring the same changes, in any order.
    """

    def __init__(self, client: Elasticsearch, target: str, *, is_alias: bool) -> None:
        self.client = client
        self.target = target
        self.is_alias = is_alias

    def position(self) -> Position | None:
        """Where it stands: read at once, without waiting for a refresh. None for no index, or a foreign one."""
        with reachable():
            try:
                stored = self.client.get(index=self.target, id=POSITION)["_source"]
            except NotFoundError:
                return None
        return Position(stored["log"], stored["number"]) if stored["made_by"] == MADE_BY else None

    def apply(self, changes: Changes) -> None:
        """Store, forget and move on in one request; behind the alias, readers see it at once."""
        version = {"version": changes.upto.number, "version_type": "external_gte"}
        lines: list[dict[str, Any]] = []
        for entry in changes.put:
            lines += [{"index": {"_id": entry.key, **version}}, entry_document(entry)]
        lines += [{"delete": {"_id": key, **version}} for key in changes.removed]
        lines += [{"index": {"_id": POSITION, **version}}, position_document(changes.upto)]
        with reachable():
            response = self.client.options(request_timeout=PATIENCE_OF_WRITES).bulk(
                index=self.target, operations=lines, refresh=self.is_alias, require_alias=self.is_alias
            )
        failed = [
            outcome
            for item in response["items"]
            for outcome in item.values()
            if "error" in outcome and outcome["status"] != CONFLICT
        ]
        if any(outcome["error"]["type"] == "index_not_found_exception" for outcome in failed):
            raise SearchUnavailable("there is no index")
        if failed:
            raise RuntimeError(f"Elasticsearch refused {len(failed)} changes: {failed[0]['error']}")

    def search(self, query: SearchQuery) -> SearchResults:
        """One request for hits, counts and keys."""
        with reachable():
            response = queries.search_for(query).using(self.client).index(self.target).execute().to_dict()
        if response["timed_out"]:
            raise SearchUnavailable("it ran out of time")
        counts = facets.read_counts(response["aggregations"])
        keys = frozenset(bucket["key"] for bucket in response["aggregations"]["keys"]["buckets"])
        hits = response["hits"]
        return SearchResults(
            tuple(_hit(each, query.plan.marked) for each in hits["hits"]),
            hits["total"]["value"],
            counts,
            keys if response["aggregations"]["everything"]["value"] <= COMPARED else None,
        )


def _hit(found: dict[str, Any], marked: frozenset[str]) -> Hit:
    source = found["_source"]
    return Hit(
        source["key"],
        source["kind"][0],
        source["title"],
        _excerpt(source["summary"], found.get("highlight", {}).get("body", [""])[0], marked),
        source["place"],
        source["date_label"],
        datetime.date.fromisoformat(source["date"]) if source["date"] else None,
    )


def _excerpt(summary: str, fragment: str, marked: frozenset[str]) -> tuple[Part, ...]:
    """What `search.excerpts.excerpt` says, from the fragment of the body that the engine chose."""
    of_summary = excerpt(summary, "", marked)
    if MARK_START not in fragment or any(part.is_marked for part in of_summary):
        return of_summary or opening(fragment)
    # The engine does not say where its fragment lies; a capital and a full stop do, near enough.
    fragment = fragment.strip()
    return from_marks(fragment, starts=fragment.lstrip(MARK_START)[:1].isupper(), ends=fragment[-1] in ".!?…")
