"""The cache that all processes share (Redis), and what each keeps for itself while that one does not answer.

A page may be slower without its cache; it must never fail for it, nor wait for it again and again.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from portal.web import measures
from portal.web.circuit_breaker import CircuitBreaker

logger = logging.getLogger(__name__)

PATIENCE = 0.3  # seconds for a connection, and for an answer
NOTHING = object()
OWN_ENTRIES = 1000
OWN_SECONDS = 30  # how long a process keeps something for itself: nobody tells it what others change


@dataclass
class Server:
    """What this process knows of one server: whether it is out of reach, and what it must still be told to forget."""

    breaker: CircuitBreaker
    to_forget: set[str] = field(default_factory=set)
    meetings: int = 0  # connections that this process has made


_servers: dict[str, Server] = {}  # by address: a process has as many of these caches as threads


def server_at(address: str) -> Server:
    """What is known of the server at this address; its breaker lives in the memory of this process."""
    if address not in _servers:
        breaker = CircuitBreaker(
            "reach",
            LocMemCache(f"reach of {address}", {}),
            name="The shared cache",
            instead="each process keeps its own",
            logger=logger,
            clock=time.monotonic,
        )
        _servers.setdefault(address, Server(breaker))
    return _servers[address]


class SharedCache(RedisCache):
    """Redis, else the memory of this process. What was to be forgotten meanwhile is forgotten when Redis is back."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        # Once more without waiting: a connection that lay idle may be closed. redis-py would wait longer each time.
        patience = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, "retry": Retry(NoBackoff(), 1)}
        meeting = {"redis_connect_func": self._meet}
        super().__init__(server, params | {"OPTIONS": patience | meeting | params.get("OPTIONS", {})})
        self._shared = server_at(str(server))
        own = {"KEY_PREFIX": self.key_prefix, "VERSION": self.version, "OPTIONS": {"MAX_ENTRIES": OWN_ENTRIES}}
        self._own = LocMemCache(f"instead of {server}", own)

    @property
    def trouble(self) -> str:
        """The outage that lasts, by the name of its error; nothing when Redis answered what it was asked last."""
        lasting = self._shared.breaker.trouble
        return lasting.reason if lasting else ""

    @property
    def meetings(self) -> int:
        """How often this process has connected: whatever Redis says after one more may be what it knew long ago."""
        return self._shared.meetings

    def _meet(self, connection: Any) -> None:
        connection.on_connect()
        self._shared.meetings += 1

    def _ask(self, name: str, *values: Any, **options: Any) -> Any:
        """Call a method of `RedisCache`, else the one of the same name of the memory cache."""
        shared = self._shared
        if not shared.breaker.is_open():
            try:
                if shared.breaker.has_failed:
                    self._cache.delete_many([self.make_key("absence"), *shared.to_forget])  # at least one, to hear it
                    shared.to_forget.clear()
                    self._own.clear()
                    shared.breaker.record_success()
                return getattr(super(), name)(*values, **options)
            except (RedisError, OSError) as error:
                shared.breaker.record_failure(type(error).__name__)  # its words hold an address
        if "timeout" in options:
            given = self.default_timeout if options["timeout"] == DEFAULT_TIMEOUT else options["timeout"]
            options["timeout"] = OWN_SECONDS if given is None else min(given, OWN_SECONDS)
        return getattr(self._own, name)(*values, **options)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("add", key, value, timeout=timeout, version=version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        found = self._ask("get", key, NOTHING, version=version)
        measures.CACHE.labels("lost" if self.trouble else "miss" if found is NOTHING else "hit").inc()
        return default if found is NOTHING else found

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
        if self._shared.breaker.has_failed:
            self._shared.to_forget.update(self.make_and_validate_key(key, version=version) for key in keys)
