"""Periodic work of the search: follow the change log, mend what differs, encode what is new; how far it is behind."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.utils import timezone

from search.engines import configured
from search.index import change_log, vectors
from search.index.protocol import SearchUnavailable
from search.meaning import encoder

if TYPE_CHECKING:
    from portal.web.circuit_breaker import CircuitBreaker
    from search.index.protocol import SearchEngine

LONGEST = datetime.timedelta(minutes=10)  # that a change may wait to be found
ENCODING = 40.0  # seconds at a time: other work is due every minute


def catch_up(now: datetime.datetime) -> str:
    """Have every engine follow the stored changes, and build the index of one that has none."""
    told = io.StringIO()
    call_command("search_index", "catch-up", stdout=told)
    return " ".join(told.getvalue().split()) or "nothing to follow"


def trouble() -> str:
    """What the health probe says: engines out of reach, and changes that were not followed for `LONGEST`."""
    return ", ".join(
        f"{engine.label} {what}" for engine, breaker in configured.followers() if (what := _trouble(engine, breaker))
    )


def _trouble(engine: SearchEngine, breaker: CircuitBreaker) -> str:
    if breaker.has_failed:
        return "out of reach"
    try:
        position = engine.position()
    except SearchUnavailable:
        return "out of reach"
    if position is None:
        return ""  # built by the first search, or by the next catch-up
    since = change_log.recorded_after(position.number)
    return "behind" if since is not None and timezone.now() - since > LONGEST else ""


def repair(now: datetime.datetime) -> str:
    """Mend what differs from the database in each engine, whatever made it differ."""
    told = io.StringIO()
    call_command("search_index", "repair", stdout=told)
    gone = configured.forget_abandoned(now.timestamp())
    return " ".join([*told.getvalue().split(), *([f"{gone} indices of other releases removed"] if gone else [])])


def encode(now: datetime.datetime) -> str:
    """Encode some of what has no vectors yet; what is left waits for the next minute."""
    if not encoder.is_installed():
        return "not installed"
    try:
        count = vectors.encode_missing(configured.embedded().without_vectors, ENCODING)
    except SearchUnavailable as reason:
        return str(reason)
    return f"{count} encoded"
