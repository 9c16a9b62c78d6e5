"""Two engines as one: when the first is out of reach, the second answers within the same request."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from search.engines import patience
from search.engines.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engines.outage import Outage
    from search.engines.protocol import Searcher
    from search.query import SearchQuery
    from search.results import SearchResults

SLOW = 1.0  # seconds that one visitor waits for the first engine, whatever it does and however often it is asked


class ResilientEngine:
    """Asks the first engine unless it rests, and the spare one otherwise. Any other error is ours and stays loud.

    Made for one visitor's request: an engine that needed all of a visitor's patience is not asked again, by anybody.
    """

    def __init__(
        self, first: Searcher, spare: Searcher, outage: Outage, stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self.first = first
        self.spare = spare
        self.outage = outage
        self.stopwatch = stopwatch
        self.left = SLOW  # seconds

    def search(self, query: SearchQuery) -> SearchResults:
        """Answer from the first engine, or from the spare one."""
        if self.left > 0 and not self.outage.rests():
            start = self.stopwatch()
            try:
                with patience.at_most(self.left):
                    results = self.first.search(query)
            except SearchUnavailable as reason:
                self.outage.begins(reason)
            else:
                self.left -= self.stopwatch() - start
                if self.left <= 0:
                    self.outage.begins(SearchUnavailable(f"it needed {SLOW - self.left:.1f} s"))
                else:
                    self.outage.ends()
                return results
        return self.spare.search(query)
