"""Circuit breaker: whether something that failed may be asked again yet; its outage is told once, and its end."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from django.core.cache.backends.base import BaseCache

REST = 5.0  # seconds during which what is out of reach is not asked again: nobody waits for it twice
KEPT = 24 * 3600  # seconds an outage is remembered; it is renewed by every try
PROBE = 60  # seconds after which a try that never ended is forgotten


@dataclass(frozen=True)
class Trouble:
    """An outage that lasts: since when and when it was asked last (seconds of the breaker's clock), and the reason."""

    since: float
    asked_at: float
    reason: str


class CircuitBreaker:
    """Closed: everybody asks. Open: nobody does for `REST` seconds; then one asker tries.

    `store` holds the state under `key`. A shared cache tells every process; a memory cache, only the threads of this
    one. `clock` gives seconds that all who share the store agree about. The log says that `name` is unavailable and
    what happens `instead`.
    """

    def __init__(
        self,
        key: str,
        store: BaseCache,
        *,
        name: str,
        instead: str,
        logger: logging.Logger,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.key, self.store = key, store
        self.name, self.instead, self.logger = name, instead, logger
        self.clock = clock

    @property
    def trouble(self) -> Trouble | None:
        """The outage that lasts, if any."""
        stored: dict[str, Any] | None = self.store.get(self.key)
        return Trouble(**stored) if stored else None

    @property
    def has_failed(self) -> bool:
        """Whether it was out of reach when it was last asked."""
        return self.trouble is not None

    def is_open(self) -> bool:
        """Whether not to ask now: it is too early, or somebody else is trying already. Who hears False is to ask."""
        trouble = self.trouble
        if trouble is None:
            return False
        if abs(self.clock() - trouble.asked_at) < REST:  # more in the future: the clock was set back since
            return True
        return not self.store.add(f"{self.key}:probe:{trouble.asked_at}", True, PROBE)

    def record_failure(self, reason: Exception | str) -> None:
        """It could not be reached, again or for the first time. `reason` is logged: no address, no secret."""
        now, before = self.clock(), self.trouble
        state = asdict(Trouble(before.since if before else now, now, str(reason)))
        if before:
            self.store.set(self.key, state, KEPT)
        elif self.store.add(self.key, state, KEPT):
            self.logger.error("%s is unavailable (%s); %s.", self.name, reason, self.instead)

    def record_success(self) -> None:
        """It answered."""
        if self.has_failed and self.store.delete(self.key):
            self.logger.warning("%s is available again.", self.name)
