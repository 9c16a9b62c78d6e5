"""One Elasticsearch index: its position, its documents, a search in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from elasticsearch import ApiError, NotFoundError

from search.engines.elastic.client import PATIENCE_OF_WRITES, REFUSED, reachable, understood
from search.engines.elastic.documents import MADE_BY, POSITION, entry_document, position_document
from search.engines.elastic.searching import Searching
from search.index.position import Position
from search.index.protocol import SearchUnavailable

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from search.index.position import Changes
    from search.query.plan import SearchQuery
    from search.query.results import SearchResults

CONFLICT = 409  # the index was further already
BUSY = 429
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds a build leaves a busy node alone, time after time, before it gives up


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
                answer = self.client.get(index=self.target, id=POSITION)
            except NotFoundError:
                return None
        with understood():
            stored = answer["_source"]
            return Position(stored["log"], stored["number"]) if stored["made_by"] == MADE_BY else None

    def apply(self, changes: Changes) -> None:
        """Store, forget and move on in one request; behind the alias, readers see it at once."""
        version = {"version": changes.upto.number, "version_type": "external_gte"}
        lines: list[dict[str, Any]] = []
        for entry in changes.put:
            lines += [{"index": {"_id": entry.key, **version}}, entry_document(entry, changes.vectors.get(entry.key))]
        lines += [{"delete": {"_id": key, **version}} for key in changes.removed]
        lines += [{"index": {"_id": POSITION, **version}}, position_document(changes.upto)]
        with reachable():
            response = self._bulk(lines)
        with understood():
            failed = [
                outcome
                for item in response["items"]
                for outcome in item.values()
                if "error" in outcome and outcome["status"] != CONFLICT
            ]
        if any(outcome["error"]["type"] == "index_not_found_exception" for outcome in failed):
            raise SearchUnavailable("there is no index")
        if any(outcome["status"] != REFUSED for outcome in failed):  # as an index does whose disk is full
            raise SearchUnavailable(f"it takes no change ({failed[0]['error']['type']})")
        if failed:
            raise RuntimeError(f"Elasticsearch refused {len(failed)} changes: {failed[0]['error']}")

    def _bulk(self, lines: list[dict[str, Any]]) -> Any:
        """Send; a build waits for a node that has too much in hand, an edit is brought again by whoever follows."""
        client = self.client.options(request_timeout=PATIENCE_OF_WRITES)
        pauses = iter(() if self.is_alias else PAUSES)
        while True:
            try:
                return client.bulk(
                    index=self.target, operations=lines, refresh=self.is_alias, require_alias=self.is_alias
                )
            except ApiError as error:
                pause = next(pauses, None)
                if error.status_code != BUSY or pause is None:
                    raise
                time.sleep(pause)

    def search(self, query: SearchQuery) -> SearchResults:
        """Find, weigh and count."""
        return Searching(self.client, self.target, query).results()
