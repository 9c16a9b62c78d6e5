"""Time budget of a request: how long somebody may wait for an engine, however many questions it is asked."""

from __future__ import annotations

import contextlib
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_until: ContextVar[float | None] = ContextVar("search_time_budget", default=None)


@contextlib.contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Within, `remaining` counts these seconds down; one limit within another only shortens it."""
    until, outer = time.monotonic() + seconds, _until.get()
    token = _until.set(until if outer is None else min(until, outer))
    try:
        yield
    finally:
        _until.reset(token)


@contextlib.contextmanager
def unlimited() -> Iterator[None]:
    """For work that is lost when it is not finished, such as a build: whoever waits, waits."""
    token = _until.set(None)
    try:
        yield
    finally:
        _until.reset(token)


def remaining() -> float | None:
    """Seconds that remain, not below 0; None when nobody waits."""
    until = _until.get()
    return None if until is None else max(0.0, until - time.monotonic())
