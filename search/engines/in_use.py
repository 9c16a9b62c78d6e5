"""The engines of this process, as the settings name them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.following import FollowingEngine
from search.engines.resilient import Outage, ResilientEngine

if TYPE_CHECKING:
    from search.engines.protocol import SearchEngine, Searcher

MOST = 200  # changes that a visitor's query may bring to Elasticsearch; more are left to the command


@cache
def _embedded(folder: Path) -> tuple[SearchEngine, Outage]:
    engine = EmbeddedEngine(folder)
    return engine, Outage(engine.label)


@cache
def _elastic(url: str) -> tuple[SearchEngine, Outage]:
    # The client is loaded only where an address is set: it costs memory and start-up time.
    from search.engines.elastic.engine import ElasticEngine  # noqa: PLC0415

    engine = ElasticEngine(url)
    return engine, Outage(engine.label)


def followers() -> list[tuple[SearchEngine, Outage]]:
    """Every engine this process keeps up to date, with what it knows of its outages; the first one answers."""
    embedded = _embedded(Path(settings.DATA_DIR) / "search")
    return [_elastic(settings.ELASTICSEARCH_URL), embedded] if settings.ELASTICSEARCH_URL else [embedded]


def searcher() -> Searcher:
    """What answers visitors."""
    *first, (embedded, _) = followers()
    spare = FollowingEngine(embedded, answers_late=True)
    if not first:
        return spare
    engine, outage = first[0]
    return ResilientEngine(FollowingEngine(engine, most=MOST), spare, outage)
