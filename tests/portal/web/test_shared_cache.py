"""When the Redis that processes share goes away, each goes on by itself; when it comes back, nothing stale is left."""

from __future__ import annotations

import logging
import signal

import pytest
from django.core.cache import cache

from portal.web import circuit_breaker, shared_cache
from tests.harness.redis_server import running_redis

pytestmark = pytest.mark.servers


@pytest.fixture
def redis(settings, monkeypatch):
    """A Redis that is asked again as soon as it was missed."""
    monkeypatch.setattr(circuit_breaker, "REST", 0.0)
    monkeypatch.setattr(shared_cache, "_servers", {})
    with running_redis() as server:
        settings.CACHES = server.caches
        yield server
        cache.clear()


def test_it_is_a_cache_like_any_other(redis):
    cache.set("one", (1, "é"))
    assert cache.get("one") == (1, "é")
    assert (cache.add("one", 2), cache.add("two", 2), cache.incr("two")) == (False, True, 3)
    cache.set_many({"three": 3, "four": 4})
    assert cache.get_many(["three", "four", "five"]) == {"three": 3, "four": 4}
    assert (cache.has_key("three"), cache.touch("three", 60), cache.delete("three")) == (True, True, True)
    cache.delete_many(["one", "two"])
    assert cache.get("one", "gone") == "gone"
    assert cache.get_or_set("six", lambda: 6, None) == 6


@pytest.mark.parametrize("trouble", [signal.SIGKILL, signal.SIGSTOP])
def test_without_it_every_question_is_answered(redis, trouble, caplog, monkeypatch):
    cache.set("one", 1)
    redis.signal(trouble)
    monkeypatch.setattr(circuit_breaker, "REST", 60.0)
    assert cache.get("one") is None
    assert (cache.add("count", 1), cache.add("count", 1), cache.incr("count")) == (True, False, 2)
    cache.set("two", 2, None)
    assert cache.get_many(["one", "two"]) == {"two": 2}
    assert cache.delete("two")
    assert cache.get_or_set("six", lambda: 6) == 6
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1, "told once"
    assert "127.0.0.1" not in errors[0]


def test_it_is_left_in_peace_while_it_is_silent(redis, monkeypatch):
    monkeypatch.setattr(circuit_breaker, "REST", 60.0)
    redis.signal(signal.SIGSTOP)
    cache.get("one")
    redis.signal(signal.SIGCONT)
    cache.set("one", "kept here")
    assert redis.keys() == []
    monkeypatch.setattr(circuit_breaker, "REST", 0.0)
    cache.set("two", "kept there")
    assert redis.keys() == [b":1:two"]
    assert cache.get("one") is None


def test_what_was_to_be_forgotten_meanwhile_is_forgotten(redis, caplog):
    cache.set("menu", "old")
    cache.set("frames", "old")
    cache.set("kept", "still true")
    redis.signal(signal.SIGSTOP)
    cache.delete("menu")
    cache.delete_many(["frames"])
    cache.set("menu", "new")
    redis.signal(signal.SIGCONT)
    assert (cache.get("menu"), cache.get("frames"), cache.get("kept")) == (None, None, "still true")
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_one_that_was_killed_and_started_again_is_used_again(redis):
    redis.kill()
    cache.set("one", "kept here")
    redis.start()
    assert cache.get("one") is None
    cache.set("one", 1)
    assert cache.get("one") == 1
