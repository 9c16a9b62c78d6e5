"""Fallback engine: when the first is out of reach, the second answers within the same request."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from portal.web import measures
from search.index import time_budget
from search.index.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.web.circuit_breaker import CircuitBreaker
    from search.index.protocol import Searcher
    from search.query.plan import SearchQuery
    from search.query.results import SearchResults

SLOW = 1.0  # seconds that one visitor waits for the first engine, whatever it does and however often it is asked


class ResilientEngine:
    """Asks the first engine unless it rests, and the spare one otherwise. Any other error is ours and stays loud.

    Made for one visitor's request: an engine that needed all of a visitor's patience is not asked again, by anybody.
    """

    def __init__(
        self, first: Searcher, spare: Searcher, breaker: CircuitBreaker, stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self.first = first
        self.spare = spare
        self.breaker = breaker
        self.stopwatch = stopwatch
        self.left = SLOW  # seconds

    def search(self, query: SearchQuery) -> SearchResults:
        """Answer from the first engine, or from the spare one."""
        if self.left > 0 and not self.breaker.is_open():
            start = self.stopwatch()
            try:
                with time_budget.limit(self.left):
                    results = self.first.search(query)
            except SearchUnavailable as reason:
                self.breaker.record_failure(reason)
            else:
                self.left -= self.stopwatch() - start
                if self.left <= 0:
                    self.breaker.record_failure(SearchUnavailable(f"it needed {SLOW - self.left:.1f} s"))
                else:
                    self.breaker.record_success()
                measures.SEARCHES.labels("first").inc()
                return results
        measures.SEARCHES.labels("spare").inc()
        return self.spare.search(query)
