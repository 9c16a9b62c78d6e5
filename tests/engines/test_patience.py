"""A visitor waits for Elasticsearch a second in all, however many requests it would take."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from search.engines import configured, following, resilient
from search.engines.elastic.documents import MADE_BY
from search.engines.elastic.engine import ElasticEngine
from search.glossary.query_plan import parse
from search.index import change_log, indexing, time_budget
from search.index.protocol import SearchUnavailable
from search.management.commands.search_run import START, scratch
from search.query.plan import SearchQuery
from tests.engines.impostor import JSON
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

if TYPE_CHECKING:
    from search.index.position import Position
    from tests.engines.impostor import Impostor

pytestmark = pytest.mark.django_db


def standing_at(position: Position) -> tuple[int, dict[str, str], str]:
    """The answer of an index that stands there, to whoever asks for its position or brings it changes."""
    source = {"log": position.log, "number": position.number, "made_by": MADE_BY}
    return 200, JSON, json.dumps({"_source": source, "items": []})


@pytest.fixture
def behind(impostor, settings, tmp_path, home_page, monkeypatch) -> Impostor:
    """An index that is eight changes behind, brought one at a time, and needs a fifth of a second for each answer."""
    settings.DATA_DIR, settings.ELASTICSEARCH_URL = tmp_path / "data", impostor.url
    monkeypatch.setattr(indexing, "BATCH", 1)
    index = NewsIndexPageFactory(parent=home_page)
    impostor.answer = standing_at(change_log.begin().position)
    for number in range(8):
        NewsPageFactory(parent=index, title=f"Boulangerie {number}")
    impostor.seconds = 0.2
    return impostor


def test_a_visitor_waits_a_second_in_all_and_the_page_is_whole(behind, client):
    response = client.get(reverse("search:results"), {"q": "boulangerie"})
    assert len(response.context["hits"]) == 8
    assert configured.followers()[0][1].has_failed
    assert 1 <= len(behind.asked) <= 6, "its position, then changes for less than a second; no search"
    asked = len(behind.asked)
    client.get(reverse("search:results"), {"q": "boulangerie"})
    assert len(behind.asked) == asked


def test_what_a_visitor_does_not_wait_for_the_periodic_work_does(behind):
    indexing.catch_up(configured.followers()[0][0])
    assert sum("_bulk" in path for path in behind.asked) >= 8


def test_who_has_no_patience_left_asks_nothing(impostor):
    engine = ElasticEngine(impostor.url)
    with time_budget.limit(0.0), pytest.raises(SearchUnavailable):
        engine.search(SearchQuery(parse("emploi")))
    assert impostor.asked == []


def test_no_answer_is_waited_for_longer_than_patience_lasts(impostor):
    impostor.seconds = 5.0
    with time_budget.limit(0.1), pytest.raises(SearchUnavailable):
        ElasticEngine(impostor.url).position()
    assert time_budget.remaining() is None


def test_what_is_measured_is_waited_for(impostor, settings):
    """A node that is busy for a moment must not end a run of hundreds of queries."""
    settings.ELASTICSEARCH_URL = impostor.url
    with scratch("elastic") as engine:
        impostor.seconds = 1.1
        impostor.answer = standing_at(START)
        assert engine.position() == START
        with pytest.raises(SearchUnavailable):
            ElasticEngine(impostor.url).position()
        impostor.seconds = 0.0


def test_one_patience_within_another_only_shortens_it():
    with time_budget.limit(5.0):
        with time_budget.limit(60.0):
            assert time_budget.remaining() <= 5.0
        with time_budget.limit(1.0):
            assert time_budget.remaining() <= 1.0
        with time_budget.unlimited():
            assert time_budget.remaining() is None
        assert time_budget.remaining() > 1.0


def test_visitors_wait_a_second_at_most():
    assert resilient.SLOW <= 1.0
    assert following.PATIENCE <= 1.0
