"""A snapshot of a real PostgreSQL server, and the way back."""

from __future__ import annotations

import os

import environ
import pytest
from django.db import ConnectionHandler

from portal.backup import databases
from portal.backup.databases import BackupError
from tests.harness.on_postgres import server
from tests.harness.skipping import need
from tests.harness.system_packages import postgres_bin

pytestmark = pytest.mark.servers


@pytest.fixture
def postgres(monkeypatch, django_db_blocker):
    """A database of its own, as the one that backups are of."""
    need("postgresql")
    programs = postgres_bin()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with server(programs) as url, django_db_blocker.unblock():
        connection = ConnectionHandler({"default": environ.Env.db_url_config(url)})["default"]
        monkeypatch.setattr(databases, "connection", connection)
        yield connection
        connection.close()


def do(connection, *statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def rows(connection) -> dict[str, int]:
    """How many there are in each table."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - a table of this test
            found[table] = cursor.fetchone()[0]
    return found


def test_a_snapshot_takes_the_place_of_what_came_later(postgres, tmp_path):
    assert databases.is_empty()
    do(postgres, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('é'), ('’')")
    databases.dump(tmp_path / "copy")
    do(postgres, "CREATE TABLE newer (word text)", "DELETE FROM kept")
    databases.load(tmp_path / "copy")
    assert rows(postgres) == {"kept": 2}
    assert not databases.is_empty()


def test_what_is_no_snapshot_is_told(postgres, tmp_path):
    do(postgres, "CREATE TABLE kept (word text)")
    (tmp_path / "copy").write_text("Bonjour")
    with pytest.raises(BackupError, match=r"pg_restore failed: .*not appear to be a valid archive"):
        databases.load(tmp_path / "copy")
    assert rows(postgres) == {"kept": 0}, "nothing was touched"
