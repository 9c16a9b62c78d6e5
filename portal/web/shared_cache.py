"""The cache that all processes share (Redis), and what each keeps for itself while that one does not answer.

A page may be slower without its cache; it must never fail for it, nor wait for it again and again.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

PATIENCE = 0.3  # seconds for a connection, and for an answer
REST = 5.0  # seconds during which a cache that did not answer is not asked again
OWN_ENTRIES = 1000
OWN_SECONDS = 30  # how long a process keeps something for itself: nobody tells it what others change


class Absence:
    """Whether the shared cache is out of reach, as this process knows it, and what it must still be told to forget."""

    def __init__(self) -> None:
        self.is_on = False
        self.asked_again_at = 0.0
        self.to_forget: set[str] = set()

    def rests(self) -> bool:
        """Whether not to ask now. After `REST` seconds one thread asks, the others go on without."""
        now = time.monotonic()
        if not self.is_on or now < self.asked_again_at:
            return self.is_on
        self.asked_again_at = now + REST
        return False

    def begins(self, error: Exception) -> None:
        """It did not answer; told once. The error's words hold an address: its kind is enough."""
        self.asked_again_at = time.monotonic() + REST
        if not self.is_on:
            logger.error("The shared cache is unavailable (%s); each process keeps its own.", type(error).__name__)
        self.is_on = True

    def ends(self) -> None:
        """It answered."""
        self.is_on = False
        logger.warning("The shared cache is available again.")


_absences: dict[str, Absence] = {}  # by address: a process has as many of these caches as threads


class SharedCache(RedisCache):
    """Redis, else the memory of this process. What was to be forgotten meanwhile is forgotten when Redis is back."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        # Once more without waiting: a connection that lay idle may be closed. redis-py would wait longer each time.
        patience = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, "retry": Retry(NoBackoff(), 1)}
        super().__init__(server, params | {"OPTIONS": patience | params.get("OPTIONS", {})})
        self._absence = _absences.setdefault(str(server), Absence())
        own = {"KEY_PREFIX": self.key_prefix, "VERSION": self.version, "OPTIONS": {"MAX_ENTRIES": OWN_ENTRIES}}
        self._own = LocMemCache(f"instead of {server}", own)

    def _ask(self, name: str, *values: Any, **options: Any) -> Any:
        """Call a method of `RedisCache`, else the one of the same name of the memory cache."""
        absence = self._absence
        if not absence.rests():
            try:
                if absence.is_on:
                    self._cache.delete_many([self.make_key("absence"), *absence.to_forget])  # at least one, to hear it
                    absence.to_forget.clear()
                    self._own.clear()
                    absence.ends()
                return getattr(super(), name)(*values, **options)
            except (RedisError, OSError) as error:
                absence.begins(error)
        if "timeout" in options:
            given = self.default_timeout if options["timeout"] == DEFAULT_TIMEOUT else options["timeout"]
            options["timeout"] = OWN_SECONDS if given is None else min(given, OWN_SECONDS)
        return getattr(self._own, name)(*values, **options)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("add", key, value, timeout=timeout, version=version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version=version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask("set", key, value, timeout=timeout, version=version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("touch", key, timeout=timeout, version=version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        deleted = bool(self._ask("delete", key, version=version))
        self._note([key], version)
        return deleted

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return dict(self._ask("get_many", keys, version=version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask("has_key", key, version=version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._ask("incr", key, delta, version=version))

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        return list(self._ask("set_many", data, timeout=timeout, version=version))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        keys = list(keys)
        self._ask("delete_many", keys, version=version)
        self._note(keys, version)

    def clear(self) -> None:
        self._ask("clear")

    def _note(self, keys: list[Any], version: int | None) -> None:
        """Remember what the shared cache was not told to forget."""
        if self._absence.is_on:
            self._absence.to_forget.update(self.make_and_validate_key(key, version=version) for key in keys)
