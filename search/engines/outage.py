"""Whether an engine is out of reach: known to every process that shares the cache, told to the operator once."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engines.protocol import SearchUnavailable

logger = logging.getLogger("search.engines.resilient")

REST = 5.0  # seconds during which an engine out of reach is not asked again: nobody waits for it twice
KEPT = 24 * 3600  # seconds an outage is remembered; it is renewed by every try
PROBE = 60  # seconds after which a try that never ended is forgotten


@dataclass(frozen=True)
class Trouble:
    """An outage that lasts: since when (seconds since 1970), when the engine was asked last, and what it answered."""

    since: float
    asked_at: float
    reason: str


class Outage:
    """A circuit breaker. Closed: everybody asks. Open: nobody does for `REST` seconds; then one process tries.

    Without a shared cache each process learns for itself. `clock` gives seconds that all processes agree about.
    """

    def __init__(self, engine: str, clock: Callable[[], float] = time.time) -> None:
        self.engine = engine
        self.clock = clock
        self.key = f"search:outage:{engine}"

    @property
    def trouble(self) -> Trouble | None:
        """The outage that lasts, if any."""
        stored: dict[str, Any] | None = cache.get(self.key)
        return Trouble(**stored) if stored else None

    @property
    def is_on(self) -> bool:
        """Whether the engine was out of reach when it was last asked."""
        return self.trouble is not None

    def rests(self) -> bool:
        """Whether not to ask now: it is too early, or another request is trying already."""
        trouble = self.trouble
        if trouble is None:
            return False
        if self.clock() - trouble.asked_at < REST:
            return True
        return not cache.add(f"{self.key}:probe:{trouble.asked_at}", True, PROBE)

    def begins(self, reason: SearchUnavailable) -> None:
        """It could not be reached, again or for the first time."""
        now, before = self.clock(), self.trouble
        state = {"since": before.since if before else now, "asked_at": now, "reason": str(reason)}
        if before:
            cache.set(self.key, state, KEPT)
        elif cache.add(self.key, state, KEPT):
            logger.error("Search engine %s is unavailable (%s); the embedded one answers.", self.engine, reason)

    def ends(self) -> None:
        """It answered."""
        if self.is_on and cache.delete(self.key):
            logger.warning("Search engine %s is available again.", self.engine)
