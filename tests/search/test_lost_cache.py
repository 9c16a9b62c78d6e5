"""Visitors search, and editors publish, while the Redis that keeps caches and counts is gone."""

from __future__ import annotations

import signal

import pytest
from django.core.cache import cache
from django.urls import reverse

from home.setup.glossary import make_glossary
from portal.web import shared_cache
from search.engines import configured
from search.models import SearchCount
from tests.harness.on_postgres import free_port
from tests.harness.redis_server import running_redis
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.servers


@pytest.fixture
def redis(settings, monkeypatch):
    monkeypatch.setattr(shared_cache, "_servers", {})
    with running_redis() as server:
        settings.CACHES = server.caches
        yield server
        cache.clear()


@pytest.fixture
def shown(client):
    """Titles on the page a visitor gets, which never fails: `shown("words")`."""

    def search(typed: str) -> list[str]:
        response = client.get(reverse("search:results"), {"q": typed})
        assert response.status_code == 200
        return [hit.title for hit, _ in response.context["hits"]]

    return search


@pytest.mark.parametrize("trouble", [signal.SIGKILL, signal.SIGSTOP])
def test_the_search_goes_on_without_its_cache(redis, home_page, shown, client, caplog, trouble):
    make_glossary()
    index = NewsIndexPageFactory(parent=home_page)
    page = NewsPageFactory(parent=index, title="Pôle emploi à Draguignan")
    assert shown("pôle emploi") == ["Pôle emploi à Draguignan"]
    redis.signal(trouble)
    assert shown("ANPE") == ["Pôle emploi à Draguignan"], "the glossary is read from the database"
    assert shown("draguingan") == ["Pôle emploi à Draguignan"]
    assert shown("zblorg") == []
    page.unpublish()
    NewsPageFactory(parent=index, title="France Travail à Rouen")
    assert shown("ANPE") == ["France Travail à Rouen"]
    for address in ("/api/v1/search", "/api/v1/suggestions"):
        assert client.get(address, {"q": "rouen"}).status_code == 200
    assert {count.is_empty: count.count for count in SearchCount.objects.all()} == {False: 4, True: 1}
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


def test_without_cache_and_elasticsearch_the_operator_is_still_told_once(redis, settings, home_page, shown, caplog):
    NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page), title="Une boulangerie")
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    redis.kill()
    assert [shown("boulangerie") for _ in range(3)] == [["Une boulangerie"]] * 3
    assert configured.followers()[0][1].has_failed
    told = [record.name for record in caplog.records if record.levelname == "ERROR"]
    assert sorted(told) == ["portal.web.shared_cache", "search.engines.resilient"]
