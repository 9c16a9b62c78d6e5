"""The engines of this process, as the settings name them, each with its circuit breaker."""

from __future__ import annotations

import logging
import os
import shutil
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache as shared_cache

from portal.web.circuit_breaker import CircuitBreaker
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.schema import MADE_BY
from search.engines.following import FollowingEngine
from search.engines.resilient import ResilientEngine
from search.index.protocol import SearchUnavailable
from search.language.frequent_words import is_french
from search.meaning import encoder
from search.query.plan import SearchQuery, plan_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.index.protocol import SearchEngine, Searcher

logger = logging.getLogger("search.engines.resilient")

ABANDONED = 24 * 3600  # seconds
ALL = -1  # without a limit, to SQLite
MOST = 200  # changes that a visitor's query may bring to Elasticsearch; more are left to the command


def breaker_of(label: str, clock: Callable[[], float] = time.time) -> CircuitBreaker:
    """The breaker of an engine; without a shared cache each process learns for itself."""
    return CircuitBreaker(
        f"search:outage:{label}",
        shared_cache,
        name=f"Search engine {label}",
        instead="the embedded one answers",
        logger=logger,
        clock=clock,
    )


@cache
def _embedded(folder: Path) -> tuple[EmbeddedEngine, CircuitBreaker]:
    engine = EmbeddedEngine(folder)
    return engine, breaker_of(engine.label)


@cache
def _elastic(url: str) -> tuple[SearchEngine, CircuitBreaker]:
    # The client is loaded only where an address is set: it costs memory and start-up time.
    from search.engines.elastic.engine import ElasticEngine  # noqa: PLC0415

    engine = ElasticEngine(url)
    return engine, breaker_of(engine.label)


os.register_at_fork(after_in_child=_elastic.cache_clear)  # two processes on one connection read each other's answers


def embedded() -> EmbeddedEngine:
    """The index of this machine, which there is with both engines."""
    return _embedded(_folder())[0]


def _folder() -> Path:
    """By what makes its files: while nodes are renewed, the release before keeps its own and rebuilds none of ours."""
    return Path(settings.DATA_DIR) / "search" / MADE_BY


def warm() -> None:
    """Build the index of this machine where there is none, and read what each process keeps of it and of French."""
    is_french("")
    query = SearchQuery(plan_for("travail"), by_meaning=False)
    try:
        FollowingEngine(embedded(), answers_late=True).search(query)
    except SearchUnavailable as reason:
        logger.warning("Not warmed: search (%s)", reason)


def forget_abandoned(now: float) -> int:
    """Remove what other releases made on this machine and did not write for a day; how many things went."""
    ours, gone = _folder(), 0
    for each in ours.parent.glob("*"):
        written = max(file.stat().st_mtime for file in (each, *each.glob("*")))
        if each != ours and written < now - ABANDONED:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
            gone += 1
    return gone


def followers() -> list[tuple[SearchEngine, CircuitBreaker]]:
    """Every engine this process keeps up to date, with what it knows of its outages; the first one answers."""
    here: tuple[SearchEngine, CircuitBreaker] = _embedded(_folder())
    return [_elastic(settings.ELASTICSEARCH_URL), here] if settings.ELASTICSEARCH_URL else [here]


def meaning() -> str:
    """How far the search by meaning is on this machine, in words for the operator."""
    ready = encoder.load()
    if isinstance(ready, str):
        return f"off, {ready}"
    try:
        held, missing = len(embedded().keys()), len(embedded().without_vectors(ALL))
    except SearchUnavailable as reason:
        return f"on, {reason}"
    return f"on, {held - missing} of {held} entries have vectors"


def searcher() -> Searcher:
    """What answers visitors."""
    *first, (here, _) = followers()
    spare = FollowingEngine(here, answers_late=True)
    if not first:
        return spare
    engine, breaker = first[0]
    return ResilientEngine(FollowingEngine(engine, most=MOST), spare, breaker)
