"""What is not Elasticsearch, or not itself, answers in its place: the embedded engine does, and nobody notices."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from elasticsearch import BadRequestError

from search.engines import configured
from search.engines.elastic import index
from search.engines.elastic.engine import ElasticEngine
from search.engines.elastic.index import ElasticIndex
from search.glossary.query_plan import parse
from search.index.position import Changes, Position
from search.index.protocol import SearchUnavailable
from search.query.facets import FACETS
from search.query.plan import SearchQuery
from tests.engines.impostor import JSON, PRODUCT
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db

HTML = {"Content-Type": "text/html"}
EMPTY = {
    "timed_out": False,
    "_shards": {"total": 1, "successful": 1, "failed": 0},
    "hits": {"total": {"value": 0}, "hits": []},
    "aggregations": {
        **{name: {"values": {"buckets": []}} for name in FACETS},
        "everything": {"value": 0},
        "keys": {"buckets": []},
    },
}
NONSENSE = {
    "a page of a proxy": (200, HTML, "<h1>Maintenance</h1>"),
    "a page said to be Elasticsearch's": (200, {**HTML, **PRODUCT}, "<h1>Maintenance</h1>"),
    "a page that refuses": (400, HTML, "<h1>Bad request</h1>"),
    "half an answer": (200, JSON, '{"hits": {"tot'),
    "no bytes of text": (200, JSON, "\x00\x01"),
    "nothing": (200, JSON, ""),
    "a list": (200, JSON, "[]"),
    "a number": (200, JSON, "42"),
    "another object": (200, JSON, '{"ok": true}'),
    "hits that are none": (200, JSON, json.dumps(EMPTY | {"hits": {"total": {"value": 3}, "hits": [{}]}})),
    "no counts": (200, JSON, json.dumps(EMPTY | {"aggregations": {}})),
    "a part of the index": (200, JSON, json.dumps(EMPTY | {"_shards": {"total": 2, "failed": 1}})),
    "what it had in time": (200, JSON, json.dumps(EMPTY | {"timed_out": True})),
    "a closed door": (401, JSON, '{"error": {"type": "security_exception"}, "status": 401}'),
    "a broken machine": (500, JSON, '{"error": {"type": "exception"}, "status": 500}'),
    "no such index": (404, JSON, '{"error": {"type": "index_not_found_exception"}, "status": 404}'),
}


@pytest.mark.parametrize("what", NONSENSE)
def test_an_answer_that_is_none_is_an_outage(impostor, what):
    impostor.answer = NONSENSE[what]
    engine = ElasticEngine(impostor.url)
    with pytest.raises(SearchUnavailable):
        engine.search(SearchQuery(parse("emploi")))
    assert impostor.asked
    with pytest.raises(SearchUnavailable):
        engine.apply(Changes(Position("log", 1)))
    if impostor.answer[0] != 404:
        with pytest.raises(SearchUnavailable):
            engine.position()


def test_a_build_asks_a_busy_node_again_and_an_edit_does_not(impostor, monkeypatch):
    impostor.answer = (429, JSON, '{"error": {"type": "circuit_breaking_exception"}, "status": 429}')
    monkeypatch.setattr(index, "PAUSES", (0.0, 0.0))  # the waiting itself shows nothing
    client = ElasticEngine(impostor.url).client
    for is_alias, times in ((True, 1), (False, 3)):
        impostor.asked.clear()
        with pytest.raises(SearchUnavailable, match="429"):
            ElasticIndex(client, "portail", is_alias=is_alias).apply(Changes(Position("log", 1)))
        assert len(impostor.asked) == times


def test_a_refused_query_is_a_mistake_of_ours(impostor):
    impostor.answer = (400, JSON, '{"error": {"type": "parsing_exception", "reason": "no"}, "status": 400}')
    with pytest.raises(BadRequestError):
        ElasticEngine(impostor.url).search(SearchQuery(parse("emploi")))


@pytest.mark.parametrize(
    ("status", "kind", "raised"),
    [
        (429, "cluster_block_exception", SearchUnavailable),  # above the flood stage of its disk
        (403, "cluster_block_exception", SearchUnavailable),
        (503, "unavailable_shards_exception", SearchUnavailable),
        (400, "document_parsing_exception", RuntimeError),
    ],
)
def test_changes_that_are_refused_one_by_one(impostor, status, kind, raised):
    """A document that it cannot read is a mistake of ours; all else may be over in a minute."""
    outcome = {"index": {"_id": "page:1", "status": status, "error": {"type": kind, "reason": "no"}}}
    impostor.answer = (200, JSON, json.dumps({"errors": True, "items": [outcome]}))
    with pytest.raises(raised, match=kind):
        ElasticEngine(impostor.url).apply(Changes(Position("log", 1)))


@pytest.mark.parametrize(
    ("what", "told"), [("a part of the index", "a part of the index"), ("what it had in time", "it ran out of time")]
)
def test_an_answer_that_is_not_whole_is_none(impostor, what, told):
    impostor.answer = NONSENSE[what]
    with pytest.raises(SearchUnavailable, match=told):
        ElasticEngine(impostor.url).search(SearchQuery(parse("emploi")))


def test_visitors_do_not_notice(impostor, settings, tmp_path, client, home_page):
    settings.DATA_DIR, settings.ELASTICSEARCH_URL = tmp_path / "data", impostor.url
    impostor.answer = NONSENSE["a page of a proxy"]
    NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page), title="Une boulangerie")
    for _ in range(3):
        response = client.get(reverse("search:results"), {"q": "boulangerie"})
        assert [hit.title for hit, _ in response.context["hits"]] == ["Une boulangerie"]
    assert configured.followers()[0][1].has_failed
    assert len(impostor.asked) == 1
