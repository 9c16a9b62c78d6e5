"""What a load balancer and an operator hear of a node, whatever hangs."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from home.models import StandardPage
from portal.health import probes, probing
from portal.mail import waiting
from portal.mail.models import OutboxMessage
from portal.models import DueJob
from search import periodic_jobs
from search.engines import configured
from search.models import Change

PROBE = {"HTTP_HOST": "127.0.0.1:8001", "secure": False}


@pytest.fixture
def only(monkeypatch):
    """No probe but those a test registers."""
    monkeypatch.setattr(probing, "_probes", {})
    return probing.register


@pytest.fixture
def hanging() -> threading.Event:
    """What a probe waits for that hangs; set at the end."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.django_db(transaction=True)
def test_a_probe_on_the_node_is_answered_without_tls_and_under_its_address(client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["portail.example"], True
    assert client.get("/sante/vivant", **PROBE).json() == {"state": "alive"}
    answer = client.get("/sante/pret", **PROBE)
    assert answer.status_code == 200
    assert answer.json() == {"state": "degraded", "troubles": {"periodic work": "never ran"}}
    assert answer["Cache-Control"] == "no-store"
    assert client.get("/", **PROBE).status_code in {301, 400}
    assert client.post("/sante/pret", **PROBE).status_code == 405


def test_what_is_vital_keeps_visitors_away_and_what_is_not_does_not(only, client):
    only("a", lambda: "", vital=True)
    assert client.get("/sante/").json() == {"state": "ready", "troubles": {}}
    only("b", lambda: "late")
    assert client.get("/sante/").status_code == 200
    only("c", lambda: 1 / 0, vital=True)
    answer = client.get("/sante/")
    assert answer.status_code == 503
    assert answer.json() == {"state": "not ready", "troubles": {"b": "late", "c": "ZeroDivisionError"}}


def test_what_hangs_costs_one_thread_and_no_answer(only, client, hanging):
    only("a", lambda: hanging.wait() and "", vital=True)
    only("b", lambda: "")
    threads = threading.active_count()
    for _ in range(3):
        assert probing.troubles(seconds=0.05) == ({"a": "no answer"}, {})
    assert threading.active_count() == threads + 1
    hanging.set()
    probing._probes["a"].running.join()
    assert probing.troubles() == ({}, {})


def test_a_database_that_takes_nothing_is_told(db, monkeypatch):
    assert probes.database() == ""

    def refuse(execute, sql, *rest):
        """As a server in recovery does: SQLite has no such state without another file."""
        if sql.startswith("UPDATE"):
            raise OperationalError("cannot execute UPDATE in a read-only transaction")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        probes.database()


def test_a_migration_that_is_not_applied_is_told(db):
    assert probes.migrations() == ""
    probes._applied.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(name) FROM django_migrations WHERE app = 'portal'")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'portal' AND name = %s", cursor.fetchone())
    assert probes.migrations() == "some are not applied"


def test_a_disk_that_is_nearly_full_is_told(monkeypatch):
    assert probes.disk() == ""
    monkeypatch.setattr(probes, "LEAST_FREE", 10**18)
    assert probes.disk().endswith(" MB free")


def test_periodic_work_that_stopped_is_told(db):
    assert probes.periodic_work() == "never ran"
    DueJob.objects.create(name="a", started_at=timezone.now(), ended_at=timezone.now())
    assert probes.periodic_work() == ""
    DueJob.objects.update(ended_at=timezone.now() - timedelta(minutes=40))
    assert probes.periodic_work() == "silent for 40 minutes"
    DueJob.objects.create(name="b", started_at=timezone.now(), ended_at=timezone.now() + timedelta(days=2))
    assert probes.periodic_work() == "silent for 40 minutes", "what a clock said that was set back since"


def test_mail_that_nobody_takes_is_told(db):
    def waiting_since(minutes: int) -> None:
        when = timezone.now() - timedelta(minutes=minutes)
        OutboxMessage.objects.create(
            message_id=f"<{minutes}@portail.example>", to=["a@b.example"], pending=["a@b.example"], subject="Bonjour",
            text="Bonjour", next_attempt_at=when,
        )  # fmt: skip

    waiting_since(5)
    assert waiting.trouble() == ""
    waiting_since(50)
    assert waiting.trouble() == "due for 50 minutes"


def test_a_search_that_stays_behind_is_told(home_page):
    (engine, breaker), *_ = configured.followers()
    call_command("search_index", "rebuild", verbosity=0)
    assert periodic_jobs.trouble() == ""
    home_page.add_child(instance=StandardPage(title="Nouvelle", slug="nouvelle"))
    assert periodic_jobs.trouble() == ""
    Change.objects.update(recorded_at=timezone.now() - timedelta(hours=1))
    assert periodic_jobs.trouble() == f"{engine.label} behind"
    breaker.record_failure("TimeoutError")
    assert periodic_jobs.trouble() == f"{engine.label} out of reach"
