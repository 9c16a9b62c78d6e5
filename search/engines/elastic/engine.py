"""The Elasticsearch engine: search, follow changes, build a new index beside the old one."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from elasticsearch.helpers import ScanError, scan

from search.engines.elastic import aliases
from search.engines.elastic.client import PATIENCE, PATIENCE_OF_BUILDS, connect, reachable, understood
from search.engines.elastic.index import ElasticIndex
from search.index.digests import digest
from search.index.protocol import SearchUnavailable
from search.query.facets import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from elasticsearch import Elasticsearch

    from search.index.position import Changes, Position
    from search.query.plan import SearchQuery
    from search.query.results import SearchResults


class ElasticEngine:
    """The index behind the alias of ELASTICSEARCH_URL. A command builds it: no visitor's request does."""

    label = name = "elastic"
    builds_itself = False

    def __init__(self, url: str, seconds: float = PATIENCE) -> None:
        """The engine at an address; `seconds` is how long whoever asks it waits for an answer."""
        self.client, self.alias = connect(url, seconds)
        self.index = ElasticIndex(self.client, self.alias, is_alias=True)
        self._reached: Position | None = None

    def position(self) -> Position | None:
        """Where the index behind the alias stands."""
        return self.index.position()

    def has_reached(self, position: Position) -> bool:
        """Whether the index stands there; asked of the node only when something changed since it last did."""
        if self._reached != position:
            self._reached = self.position()
        return self._reached == position

    def apply(self, changes: Changes) -> None:
        """Bring the index further."""
        self.index.apply(changes)

    def search(self, query: SearchQuery) -> SearchResults:
        """Ask the index behind the alias."""
        return self.index.search(query)

    def keys(self) -> set[str]:
        """Keys of every entry the index holds."""
        return {hit["_id"] for hit in self._everything(source=False)}

    def digests(self) -> dict[str, str]:
        """A digest of every entry, by key."""
        found = {}
        with understood():
            for hit in self._everything(source=[*FACETS, "date", "shown"]):
                content, told = hit["_source"], hit["_source"]["shown"]
                words = [told[name] for name in ("title", "summary", "body", "place", "date_label")]
                found[hit["_id"]] = digest([content[name] for name in FACETS], *words, content["date"])
        return found

    def _everything(self, *, source: list[str] | bool) -> list[dict[str, Any]]:
        query = {"query": {"exists": {"field": "key"}}, "_source": source}
        with reachable():
            try:
                return list(scan(self._patient, index=self.alias, query=query, size=1000))
            except ScanError as error:
                raise SearchUnavailable("a part of the index does not answer") from error

    def is_outdated(self) -> bool:
        """Whether the index behind the alias was made by another definition."""
        with reachable():
            is_there = bool(self.client.indices.exists_alias(name=self.alias))
        return is_there and self.position() is None

    def alone(self) -> AbstractContextManager[None]:
        """Nothing to hold: two builds at once make two indices, and the last one stays."""
        return contextlib.nullcontext()

    @contextlib.contextmanager
    def rebuilding(self, position: Position) -> Iterator[ElasticIndex]:
        """A new index beside the old one; the alias moves to it when finished, an error removes it."""
        with reachable():
            aliases.remove_abandoned(self._patient, self.alias)
            name = aliases.create(self._patient, self.alias, position)
        try:
            yield ElasticIndex(self._patient, name, is_alias=False)
            with reachable():
                aliases.swap(self._patient, self.alias, name)
        except BaseException:
            with contextlib.suppress(Exception):  # the first error is the one to tell; the next build clears up
                self._patient.indices.delete(index=name, ignore_unavailable=True)
            raise

    @property
    def _patient(self) -> Elasticsearch:
        return self.client.options(request_timeout=PATIENCE_OF_BUILDS)
