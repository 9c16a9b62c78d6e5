"""A PostgreSQL that hangs is given up by a web worker, and left in peace for a while; one that answers is not."""

from __future__ import annotations

import logging
from pathlib import Path

import psycopg
import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from portal.web import circuit_breaker
from portal.web.patient_postgres import base
from tests.harness import on_postgres
from tests.harness.freezing import frozen
from tests.harness.skipping import need
from tests.harness.system_packages import postgres_bin

pytestmark = pytest.mark.servers

FOR_EVER = 3600.0
NOT_LONG = 0.5  # seconds; asked of a frozen server alone: one that answers may take its time, on a busy machine


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL of our own: its port and its process."""
    need("postgresql")
    with on_postgres.server(postgres_bin()) as address:
        with psycopg.connect(address) as asked:
            folder = Path(asked.execute("SHOW data_directory").fetchone()[0])
        yield int(address.rpartition(":")[2].partition("/")[0]), int((folder / "postmaster.pid").read_text().split()[0])


@pytest.fixture
def connection(server, monkeypatch, django_db_blocker):
    """A web worker's connection, whose process knows of no trouble yet."""
    monkeypatch.setattr(base.breaker, "store", LocMemCache("reach of a test's database", {}))
    base.breaker.store.clear()
    monkeypatch.setattr(circuit_breaker, "REST", FOR_EVER)
    monkeypatch.setattr(base.DatabaseWrapper, "patience", FOR_EVER)
    monkeypatch.setattr(base, "SIGN_OF_LIFE", 2 * FOR_EVER)
    values = {"ENGINE": "portal.web.patient_postgres", "NAME": "postgres", "USER": "portal", "HOST": "127.0.0.1"}
    handler = ConnectionHandler({"default": values | {"PORT": server[0], "OPTIONS": {"connect_timeout": 600}}})
    with django_db_blocker.unblock():
        yield handler["default"]
        handler["default"].close()


def ask(connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone()[0]


def test_a_query_in_hand_is_given_up_and_nobody_asks_again_at_once(connection, server, monkeypatch, caplog):
    assert ask(connection) == 1
    with frozen(server[1]):
        connection.connection.patience = NOT_LONG
        with pytest.raises(OperationalError):
            ask(connection)
        assert connection.connection.closed, "a late answer would be taken for the next one"
        connection.close()
        for _ in range(2):
            with pytest.raises(OperationalError, match="a moment ago"):
                ask(connection)
        assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == [
            "The database is unavailable (_WaitTimeout); visitors are asked to come back."
        ]
    monkeypatch.setattr(circuit_breaker, "REST", 0.0)
    assert ask(connection) == 1
    assert not base.breaker.has_failed


def test_the_question_that_begins_a_request_is_given_up_sooner(connection, server, monkeypatch):
    ask(connection)
    assert connection.is_usable()
    assert connection.connection.patience == FOR_EVER, "what comes after it may take its time"
    monkeypatch.setattr(base, "SIGN_OF_LIFE", NOT_LONG)
    with frozen(server[1]):
        assert not connection.is_usable()
        connection.close()
        with pytest.raises(OperationalError, match="a moment ago"):
            ask(connection)


def test_a_server_that_takes_nobody_in_is_given_up(connection, server):
    connection.settings_dict["OPTIONS"] = {"connect_timeout": 2}
    with frozen(server[1]):
        with pytest.raises(OperationalError, match="timeout"):
            ask(connection)
        with pytest.raises(OperationalError, match="a moment ago"):
            ask(connection)


def test_what_the_server_ends_itself_is_no_outage(connection):
    connection.set_autocommit(autocommit=False)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '100ms'")
        with pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(3600)")
    connection.rollback()
    connection.set_autocommit(autocommit=True)
    assert ask(connection) == 1
    assert not base.breaker.has_failed


def test_one_that_refuses_may_be_asked_again_at_once(connection, server):
    connection.settings_dict["PORT"] = on_postgres.free_port()
    with pytest.raises(OperationalError, match="refused"):
        ask(connection)
    connection.settings_dict["PORT"] = server[0]
    assert ask(connection) == 1


def test_one_that_refuses_after_it_was_silent_is_asked_now_and_then(connection, server, monkeypatch):
    base.breaker.record_failure("silent")
    connection.settings_dict["PORT"] = on_postgres.free_port()
    monkeypatch.setattr(circuit_breaker, "REST", 0.0)
    for _ in range(2):
        with pytest.raises(OperationalError, match="refused"):
            ask(connection)
    connection.settings_dict["PORT"] = server[0]
    assert ask(connection) == 1


def test_a_command_waits_as_ever(connection, monkeypatch):
    monkeypatch.setattr(base.DatabaseWrapper, "patience", None)
    base.breaker.record_failure("silent")
    assert ask(connection) == 1
    assert not isinstance(connection.connection, base.PatientConnection)
    assert connection.is_usable()


def test_web_workers_promise_answers_and_others_do_not(monkeypatch):
    monkeypatch.setattr(base.DatabaseWrapper, "patience", base.DatabaseWrapper.patience)
    assert base.DatabaseWrapper.patience is None
    base.promise_answers(12)
    assert base.DatabaseWrapper.patience == 12
