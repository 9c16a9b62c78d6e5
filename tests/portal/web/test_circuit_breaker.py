"""Circuit breaker: one rule, whether all processes share what is known of an outage or each knows for itself."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache

from portal.web.circuit_breaker import REST, CircuitBreaker


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["shared", "own"])
def breakers(request, clock):
    """Two askers of one thing: processes with a shared cache, or threads of one process."""
    store = cache if request.param == "shared" else LocMemCache(f"breaker of {request.node.name}", {})
    logger = logging.getLogger("test.breaker")
    return [
        CircuitBreaker("reach", store, name="It", instead="others answer", logger=logger, clock=clock) for _ in range(2)
    ]


def test_everybody_asks_what_answers(breakers):
    assert [each.is_open() for each in breakers] == [False, False]
    assert not breakers[0].has_failed


def test_only_one_tries_again_at_a_time(breakers, clock):
    one, other = breakers
    one.record_failure("it refuses")
    assert (one.is_open(), other.is_open()) == (True, True)
    clock.now += REST
    assert (one.is_open(), other.is_open()) == (False, True), "one tries, the other does not wait for it"
    one.record_failure("still")
    clock.now += REST
    assert (other.is_open(), one.is_open()) == (False, True)
    other.record_success()
    assert (one.is_open(), other.is_open()) == (False, False)


def test_a_clock_that_is_set_back_does_not_prolong_the_rest(breakers, clock):
    one, other = breakers
    clock.now = 1_000_000
    one.record_failure("it refuses")
    clock.now = 100
    assert (one.is_open(), other.is_open()) == (False, True)
    one.record_failure("still")
    assert (one.is_open(), other.is_open()) == (True, True)


def test_an_outage_says_since_when_and_why(breakers, clock):
    one, other = breakers
    assert one.trouble is None
    clock.now = 100.0
    one.record_failure("it refuses")
    clock.now = 130.0
    one.record_failure("it is silent")
    assert (other.trouble.since, other.trouble.asked_at, other.trouble.reason) == (100.0, 130.0, "it is silent")


def test_the_operator_is_told_once_of_the_outage_and_of_its_end(breakers, caplog):
    for each in breakers * 2:
        each.record_failure("it refuses")
    for each in breakers * 2:
        each.record_success()
    told = [record.getMessage() for record in caplog.records]
    assert told == ["It is unavailable (it refuses); others answer.", "It is available again."]
