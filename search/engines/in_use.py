"""The engines of this process, as the settings name them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.following import FollowingEngine
from search.engines.outage import Outage
from search.engines.resilient import ResilientEngine

if TYPE_CHECKING:
    from search.engines.protocol import SearchEngine, Searcher

MOST = 200  # changes that a visitor's query may bring to Elasticsearch; more are left to the command


@cache
def _embedded(folder: Path) -> tuple[EmbeddedEngine, Outage]:
    engine = EmbeddedEngine(folder)
    return engine, Outage(engine.label)


@cache
def _elastic(url: str) -> tuple[SearchEngine, Outage]:
    # The client is loaded only where an address is set: it costs memory and start-up time.
    from search.engines.elastic.engine import ElasticEngine  # noqa: PLC0415

    engine = ElasticEngine(url)
    return engine, Outage(engine.label)


def embedded() -> EmbeddedEngine:
    """The index of this machine, which there is with both engines."""
    return _embedded(_folder())[0]


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "search"


def followers() -> list[tuple[SearchEngine, Outage]]:
    """Every engine this process keeps up to date, with what it knows of its outages; the first one answers."""
    here: tuple[SearchEngine, Outage] = _embedded(_folder())
    return [_elastic(settings.ELASTICSEARCH_URL), here] if settings.ELASTICSEARCH_URL else [here]


def searcher() -> Searcher:
    """What answers visitors."""
    *first, (here, _) = followers()
    spare = FollowingEngine(here, answers_late=True)
    if not first:
        return spare
    engine, outage = first[0]
    return ResilientEngine(FollowingEngine(engine, most=MOST), spare, outage)
