"""A real node is frozen, goes on, is killed and started again while visitors search and editors publish."""

from __future__ import annotations

import os
import time

import pytest
from django.urls import reverse

from portal.web import circuit_breaker
from search.engines import configured
from search.index import comparing, indexing
from tests.engines.node import running_node
from tests.harness.skipping import leave_out
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

NO_COMMAND = "no way to start Elasticsearch", "ELASTICSEARCH_START='…/start --port {port} --data {data}' make test"
PATIENCE = 60  # seconds for a node to be asked, and to answer, again


@pytest.fixture
def node():
    command = os.environ.get("ELASTICSEARCH_START")
    if not command:
        leave_out(*NO_COMMAND)
    with running_node(command) as running:
        yield running


@pytest.mark.elastic
@pytest.mark.django_db(transaction=True)
def test_no_page_fails_and_no_change_is_lost(node, settings, tmp_path, monkeypatch, client, home_page, caplog):
    monkeypatch.setattr(circuit_breaker, "REST", 0.5)
    settings.DATA_DIR, settings.ELASTICSEARCH_URL = tmp_path / "data", f"{node.url}/portail"
    (elastic, breaker), _ = configured.followers()
    indexing.rebuild(elastic)
    index = NewsIndexPageFactory(parent=home_page)
    expected = {"Boulangerie 0"}
    served = []

    def search() -> None:
        response = client.get(reverse("search:results"), {"q": "boulangerie"})
        served.append(response.status_code)
        assert {hit.title for hit, _ in response.context["hits"]} == expected

    def publish(number: int) -> NewsPageFactory:
        expected.add(f"Boulangerie {number}")
        return NewsPageFactory(parent=index, title=f"Boulangerie {number}")

    def search_until_it_answers() -> None:
        deadline = time.monotonic() + PATIENCE
        while breaker.has_failed and time.monotonic() < deadline:
            search()
            time.sleep(0.1)
        assert not breaker.has_failed
        assert comparing.differences(elastic) == ([], [], [])

    first = publish(0)
    search()
    search_until_it_answers()  # a node that has just started may be slow
    caplog.clear()

    node.freeze()
    publish(1)
    for _ in range(5):
        search()
    assert breaker.has_failed
    node.thaw()
    search_until_it_answers()

    node.kill()
    publish(2)
    first.unpublish()
    expected.remove("Boulangerie 0")
    for _ in range(5):
        search()
    assert breaker.has_failed
    node.start()
    search_until_it_answers()

    assert set(served) == {200}
    levels = [record.levelname for record in caplog.records if record.name == "search.engines.resilient"]
    assert levels == ["ERROR", "WARNING"] * (len(levels) // 2), "each outage is told once, and its end"
    assert len(levels) >= 4
