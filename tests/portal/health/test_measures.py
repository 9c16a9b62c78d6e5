"""Measures for Prometheus: given to this machine alone, with what the alert rules ask for, without persons."""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches
from django.utils import timezone

from portal.models import DueJob
from portal.web import measures
from tests.harness.redis_server import running_redis

pytestmark = pytest.mark.django_db

MEASURES = "/sante/mesures"


def values(client) -> dict[str, float]:
    """Measures by name and labels."""
    response = client.get(MEASURES)
    assert response.status_code == 200
    lines = [line for line in response.content.decode().splitlines() if line and line[0] != "#"]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_a_process_of_this_machine_reads_them(client, home_page):
    DueJob.objects.create(name="mail.retention", started_at=timezone.now(), ended_at=timezone.now(), failures=2)
    client.get("/")
    client.get("/nulle-part/")
    found = values(client)
    assert found['portal_answer_seconds_count{method="GET",status="200",view="wagtail_serve"}'] >= 1
    assert any(re.match(r'portal_answer_seconds_count{.*status="404"', name) for name in found)
    assert any(name.startswith("portal_queries_bucket{") for name in found)
    assert found['portal_job_failures{job="mail.retention"}'] == 2
    assert found['portal_outbox_messages{state="failed"}'] == 0
    assert found['portal_outbox_oldest_seconds{state="waiting"}'] == 0
    assert found['portal_trouble{probe="disk"}'] == 0
    assert found['portal_disk_free_bytes{disk="data"}'] > 0


@pytest.mark.parametrize("pretended", [{"headers": {"X-Forwarded-For": "127.0.0.1"}}, {"REMOTE_ADDR": "203.0.113.7"}])
def test_nobody_else_does(client, home_page, pretended):
    assert client.get(MEASURES, **pretended).status_code == 404


def test_what_cannot_be_read_hides_nothing_else(client, home_page, monkeypatch, caplog):
    def fails():
        raise ValueError("what a person wrote")

    monkeypatch.setitem(measures._readers, "broken", fails)
    assert 'portal_trouble{probe="disk"}' in values(client)
    assert "The measures broken cannot be read: ValueError" in caplog.text
    assert "what a person wrote" not in caplog.text


@pytest.mark.servers
def test_reads_of_the_cache_are_counted(settings):
    def counted() -> list[float]:
        return [measures.CACHE.labels(answer)._value.get() for answer in ("hit", "miss")]

    with running_redis() as server:
        settings.CACHES = server.caches
        before = counted()
        assert caches["default"].get("nothing", "default") == "default"
        caches["default"].set("something", None)
        assert caches["default"].get("something", "default") is None
        assert [after - first for after, first in zip(counted(), before, strict=True)] == [1, 1]
