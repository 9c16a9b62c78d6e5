"""When Elasticsearch goes away, visitors do not notice; when it comes back, it has missed nothing."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from portal.web import circuit_breaker
from search.engines import configured
from search.index import indexing
from tests.engines.proxy import proxy_to
from tests.harness.on_postgres import free_port
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture(autouse=True)
def _search_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def index(home_page):
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def proxy(elastic_url, settings, db):
    """The way to the real node; the engine has its index there."""
    node = urlsplit(elastic_url)
    with proxy_to(node.hostname, node.port or 9200) as way:
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{way.port}{node.path}"
        indexing.rebuild(configured.followers()[0][0])
        yield way


@pytest.fixture
def shown(client):
    """Titles on the page a visitor gets: `shown("boulangerie")`."""

    def search(typed: str) -> list[str]:
        response = client.get(reverse("search:results"), {"q": typed})
        assert response.status_code == 200
        return [hit.title for hit, _ in response.context["hits"]]

    return search


@pytest.fixture
def no_rest(monkeypatch):
    """An engine out of reach is asked again at once: the tests need not wait."""
    monkeypatch.setattr(circuit_breaker, "REST", 0.0)


def test_without_a_node_the_page_answers_and_the_operator_is_told_once(settings, index, shown, caplog, db):
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    caplog.set_level(logging.INFO)
    NewsPageFactory(parent=index, title="Une boulangerie")
    caplog.clear()
    assert [shown("boulangerie") for _ in range(3)] == [["Une boulangerie"]] * 3
    told = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(told) == 1
    assert "boulangerie" not in caplog.text


def test_the_secret_in_the_address_is_never_logged(settings, index, shown, caplog, db):
    settings.ELASTICSEARCH_URL = f"http://portail:motdepasse@127.0.0.1:{free_port()}/portail"
    caplog.set_level(logging.DEBUG)
    shown("boulangerie")
    assert "motdepasse" not in caplog.text


def recovers(shown, breaker) -> None:
    """Search until the node answers in time: on a busy machine a real one needs more than its second now and then."""
    for _ in range(20):
        if not breaker.has_failed:
            return
        shown("boulangerie")
    pytest.fail("the node is never asked again")


@pytest.mark.elastic
@pytest.mark.parametrize("trouble", ["close", "freeze"])
def test_a_node_that_goes_away_is_replaced_and_comes_back_without_missing_anything(
    proxy, index, shown, no_rest, caplog, trouble
):
    page = NewsPageFactory(parent=index, title="Une boulangerie")
    assert shown("boulangerie") == ["Une boulangerie"]
    elastic, breaker = configured.followers()[0]
    recovers(shown, breaker)
    caplog.clear()

    getattr(proxy, trouble)()
    NewsPageFactory(parent=index, title="Une autre boulangerie")
    page.unpublish()
    assert [shown("boulangerie") for _ in range(2)] == [["Une autre boulangerie"]] * 2
    assert breaker.has_failed

    proxy.close()
    proxy.open()
    assert shown("boulangerie") == ["Une autre boulangerie"]
    recovers(shown, breaker)
    assert elastic.keys() >= {f"page:{index.get_children().last().pk}"}
    assert f"page:{page.pk}" not in set(elastic.keys())
    levels = [record.levelname for record in caplog.records if record.name == "search.engines.resilient"]
    assert levels == ["ERROR", "WARNING"]


@pytest.mark.elastic
def test_a_node_that_goes_away_is_left_in_peace_for_a_while(proxy, index, shown):
    NewsPageFactory(parent=index, title="Une boulangerie")
    proxy.freeze()
    shown("boulangerie")
    taken = proxy.taken
    assert [shown("boulangerie") for _ in range(5)] == [["Une boulangerie"]] * 5
    assert proxy.taken == taken


@pytest.mark.elastic
def test_a_node_that_lost_its_index_is_replaced_until_a_command_builds_it(proxy, index, shown, no_rest):
    NewsPageFactory(parent=index, title="Une boulangerie")
    elastic, breaker = configured.followers()[0]
    assert shown("boulangerie") == ["Une boulangerie"]
    elastic.client.options(request_timeout=30).indices.delete(index=f"{elastic.alias}-*")
    assert shown("boulangerie") == ["Une boulangerie"]
    assert breaker.has_failed
    indexing.rebuild(elastic)
    assert shown("boulangerie") == ["Une boulangerie"]
    recovers(shown, breaker)


@pytest.mark.elastic
def test_too_many_changes_are_left_to_the_command(proxy, index, shown, monkeypatch):
    monkeypatch.setattr(configured, "MOST", 2)
    for number in range(5):
        NewsPageFactory(parent=index, title=f"Boulangerie {number}")
    _, breaker = configured.followers()[0]
    assert len(shown("boulangerie")) == 5
    assert breaker.has_failed
