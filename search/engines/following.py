"""Follow, then search: what was unpublished a second ago is already gone from an engine's counts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from search.index import indexing, time_budget
from search.index.protocol import SearchUnavailable

if TYPE_CHECKING:
    from search.index.protocol import SearchEngine
    from search.query.plan import SearchQuery
    from search.query.results import SearchResults

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds a visitor waits for an index to follow; the next one goes on where it stopped


class FollowingEngine:
    """Catches up, then answers.

    `most` is how many changes a visitor waits for. With `answers_late`, an index that cannot be written now still
    answers: its hits are compared with the database before they are shown.
    """

    def __init__(self, engine: SearchEngine, *, most: int | None = None, answers_late: bool = False) -> None:
        self.engine = engine
        self.most = most
        self.answers_late = answers_late

    def search(self, query: SearchQuery) -> SearchResults:
        """Answer from an index as new as the database."""
        try:
            with time_budget.limit(PATIENCE):
                indexing.catch_up(self.engine, self.most)
        except SearchUnavailable as reason:
            if not self.answers_late:
                raise
            logger.warning("The %s index could not follow: %s", self.engine.label, reason)
        return self.engine.search(query)
