"""Two engines as one: when the first is out of reach, the second answers within the same request."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from search.engines.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engines.protocol import Searcher
    from search.query import SearchQuery
    from search.results import SearchResults

logger = logging.getLogger(__name__)

REST = 5.0  # seconds during which an engine out of reach is not asked again: nobody waits for it twice


class Outage:
    """Whether an engine is out of reach, as this process sees it. The operator is told once, and once of the end."""

    def __init__(self, engine: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.engine = engine
        self.clock = clock
        self.is_on = False
        self.asked_at = 0.0

    @property
    def rests(self) -> bool:
        """Whether it is too early to ask again."""
        return self.is_on and self.clock() - self.asked_at < REST

    def begins(self, reason: SearchUnavailable) -> None:
        """It could not be reached, again or for the first time."""
        if not self.is_on:
            logger.error("Search engine %s is unavailable (%s); the embedded one answers.", self.engine, reason)
        self.is_on, self.asked_at = True, self.clock()

    def ends(self) -> None:
        """It answered."""
        if self.is_on:
            logger.warning("Search engine %s is available again.", self.engine)
        self.is_on = False


class ResilientEngine:
    """Asks the first engine unless it rests, and the spare one otherwise. Any other error is ours and stays loud."""

    def __init__(self, first: Searcher, spare: Searcher, outage: Outage) -> None:
        self.first = first
        self.spare = spare
        self.outage = outage

    def search(self, query: SearchQuery) -> SearchResults:
        """Answer from the first engine, or from the spare one."""
        if not self.outage.rests:
            try:
                results = self.first.search(query)
            except SearchUnavailable as reason:
                self.outage.begins(reason)
            else:
                self.outage.ends()
                return results
        return self.spare.search(query)
