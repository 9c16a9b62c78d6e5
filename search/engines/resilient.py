"""Two engines as one: when the first is out of reach, the second answers within the same request."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from search.engines.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engines.outage import Outage
    from search.engines.protocol import Searcher
    from search.query import SearchQuery
    from search.results import SearchResults

SLOW = 1.0  # seconds all told; an engine that needs more answered this visitor, and nobody else waits for it


class ResilientEngine:
    """Asks the first engine unless it rests, and the spare one otherwise. Any other error is ours and stays loud."""

    def __init__(
        self, first: Searcher, spare: Searcher, outage: Outage, stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self.first = first
        self.spare = spare
        self.outage = outage
        self.stopwatch = stopwatch

    def search(self, query: SearchQuery) -> SearchResults:
        """Answer from the first engine, or from the spare one."""
        if not self.outage.rests():
            start = self.stopwatch()
            try:
                results = self.first.search(query)
            except SearchUnavailable as reason:
                self.outage.begins(reason)
            else:
                took = self.stopwatch() - start
                if took > SLOW:
                    self.outage.begins(SearchUnavailable(f"it needed {took:.1f} s"))
                else:
                    self.outage.ends()
                return results
        return self.spare.search(query)
