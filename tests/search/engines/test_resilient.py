from __future__ import annotations

import logging

import pytest

from portal.web.circuit_breaker import REST
from search.engines.configured import breaker_of
from search.engines.resilient import SLOW, ResilientEngine
from search.index.protocol import SearchUnavailable
from search.query.plan import SearchQuery, plan_for
from search.query.results import SearchResults

QUERY = SearchQuery(plan_for("un mot de visiteur"))


class Engine:
    """Answers, or raises what it is told to; counts how often it is asked."""

    def __init__(self, total: int) -> None:
        self.total, self.error, self.asked = total, None, 0

    def search(self, query: SearchQuery) -> SearchResults:
        self.asked += 1
        if self.error:
            raise self.error
        return SearchResults(total=self.total)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pair(clock):
    first, spare = Engine(1), Engine(2)
    return ResilientEngine(first, spare, breaker_of("elastic", clock)), first, spare


def test_the_first_engine_answers_as_long_as_it_can(pair):
    both, _, spare = pair
    assert both.search(QUERY).total == 1
    assert spare.asked == 0


def test_the_spare_engine_answers_within_the_same_request(pair):
    both, first, _ = pair
    first.error = SearchUnavailable("it refuses")
    assert both.search(QUERY).total == 2


def test_an_engine_out_of_reach_rests_and_is_asked_again(pair, clock):
    both, first, _ = pair
    first.error = SearchUnavailable("it refuses")
    assert [both.search(QUERY).total for _ in range(3)] == [2, 2, 2]
    assert first.asked == 1
    clock.now += REST
    both.search(QUERY)
    assert first.asked == 2
    clock.now += REST
    first.error = None
    assert [both.search(QUERY).total for _ in range(2)] == [1, 1]


def test_the_operator_is_told_once_of_the_outage_and_of_its_end(pair, clock, caplog):
    both, first, _ = pair
    caplog.set_level(logging.INFO)
    first.error = SearchUnavailable("it refuses")
    for _ in range(3):
        both.search(QUERY)
        clock.now += REST
    first.error = None
    both.search(QUERY)
    both.search(QUERY)
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert "visiteur" not in caplog.text


def test_processes_that_share_a_cache_learn_from_each_other(clock, caplog):
    engines = [Engine(1), Engine(1)]
    here, there = (ResilientEngine(engine, Engine(2), breaker_of("elastic", clock)) for engine in engines)
    engines[0].error = SearchUnavailable("it refuses")
    assert [each.search(QUERY).total for each in (here, there, there)] == [2, 2, 2]
    assert engines[1].asked == 0
    clock.now += REST
    assert there.search(QUERY).total == 1
    engines[0].error = None
    assert here.search(QUERY).total == 1
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_an_engine_that_needs_long_answers_once_and_rests(clock, caplog):
    first, ticks = Engine(1), iter([0.0, SLOW + 0.5])
    both = ResilientEngine(first, Engine(2), breaker_of("elastic", clock), lambda: next(ticks))
    assert [both.search(QUERY).total for _ in range(2)] == [1, 2]
    assert "it needed 1.5 s" in caplog.text


def test_a_mistake_of_ours_is_loud(pair):
    both, first, spare = pair
    first.error = ValueError("malformed query")
    with pytest.raises(ValueError, match="malformed"):
        both.search(QUERY)
    assert spare.asked == 0
