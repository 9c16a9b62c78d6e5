"""The same tests for every engine. The elastic ones ask the node named by ELASTICSEARCH_URL, as CI does."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

import pytest

from search.engines import configured
from search.engines.elastic.client import PATIENCE_OF_BUILDS
from search.engines.elastic.engine import ElasticEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.glossary.query_plan import parse
from search.index import indexing
from search.index.position import Changes, Position
from search.query.plan import SearchQuery, plan_for
from search.query.results import SearchResults
from search.site import searching
from tests.engines.impostor import Impostor, running_impostor
from tests.harness.skipping import leave_out

if TYPE_CHECKING:
    from search.index.entry import SearchEntry
    from search.index.protocol import SearchEngine

BOTH = ["embedded", pytest.param("elastic", marks=pytest.mark.elastic)]
START = Position("log", 1)


NO_NODE = "no Elasticsearch", "ELASTICSEARCH_URL=http://127.0.0.1:9200 make test, on a node that tests may write to"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what needs a node where there is none, except in CI, where that is a failure."""
    if item.get_closest_marker("elastic") and not os.environ.get("ELASTICSEARCH_URL"):
        leave_out(*NO_NODE)


@pytest.fixture
def elastic_url() -> str:
    """Address of an index of one's own on the real node; it is removed at the end."""
    node = os.environ["ELASTICSEARCH_URL"].rstrip("/")
    alias = f"portail-test-{uuid.uuid4().hex[:12]}"
    yield f"{node}/{alias}"
    client = ElasticEngine(f"{node}/{alias}").client
    client.options(request_timeout=30).indices.delete(index=f"{alias}-*", expand_wildcards="open")


@pytest.fixture
def impostor() -> Impostor:
    """What says it is Elasticsearch."""
    with running_impostor() as told:
        yield told


@pytest.fixture
def make_engine(request, tmp_path):
    """An engine without entries by its label: `make_engine("elastic")`."""

    def make(label: str) -> SearchEngine:
        if label == "embedded":
            engine = EmbeddedEngine(tmp_path / "search")
        else:
            engine = ElasticEngine(request.getfixturevalue("elastic_url"), PATIENCE_OF_BUILDS)  # all tests ask one node
        with engine.alone(), engine.rebuilding(START):
            pass
        return engine

    return make


@pytest.fixture(params=BOTH)
def engine(request, make_engine) -> SearchEngine:
    """Each engine in turn, without entries, at START."""
    return make_engine(request.param)


@pytest.fixture
def ask(engine):
    """Store entries, then ask: `ask("typed words", entry, entry, kind="pages")`."""

    def search(typed: str, *entries: SearchEntry, **query: object) -> SearchResults:
        if entries:
            engine.apply(Changes(START, entries))
        return engine.search(SearchQuery(plan_for(typed), **query)) if typed else SearchResults()

    return search


@pytest.fixture(params=BOTH)
def site_engine(request, settings, tmp_path, db) -> str:
    """The site searches with each engine in turn; both start from an empty database."""
    settings.DATA_DIR = tmp_path / "data"
    if request.param == "elastic":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elastic_url")
    for each, _ in configured.followers():
        indexing.rebuild(each)
    return request.param


@pytest.fixture
def titles(site_engine):
    """Titles a visitor finds: `titles("typed words")`. Fails when another engine than the asked one answers."""

    def find(typed: str) -> list[str]:
        results = searching.find(SearchQuery(parse(typed)))
        assert not any(breaker.has_failed for _, breaker in configured.followers())
        assert results.total == len(results.hits)
        return [hit.title for hit in results.hits]

    return find
