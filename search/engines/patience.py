"""How long somebody may wait for an engine, all told: whatever its number of requests, none outlives that moment."""

from __future__ import annotations

import contextlib
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_until: ContextVar[float | None] = ContextVar("search_patience", default=None)


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Whoever asks `left` within gets what remains of these seconds; one patience within another only shortens it."""
    until, outer = time.monotonic() + seconds, _until.get()
    token = _until.set(until if outer is None else min(until, outer))
    try:
        yield
    finally:
        _until.reset(token)


@contextlib.contextmanager
def endless() -> Iterator[None]:
    """For work that is lost when it is not finished, such as a build: whoever waits, waits."""
    token = _until.set(None)
    try:
        yield
    finally:
        _until.reset(token)


def left() -> float | None:
    """Seconds that remain, not below 0; None when nobody waits."""
    until = _until.get()
    return None if until is None else max(0.0, until - time.monotonic())
