"""Indexes that a migration adds while the portal is served."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import Q
from django.utils import timezone

from portal.models import DueJob
from portal.models.online_indexes import AddIndexOnline, Analyse, PostgresIndexOnline

INDEX = models.Index(fields=["request"], condition=Q(kind="bounced"), name="event_bounced")
BACKWARDS = "(reverse(telephone) text_pattern_ops)"
OPERATIONS = [
    AddIndexOnline(model_name="requestevent", index=INDEX),
    PostgresIndexOnline("request_telephone_backwards", "contact_contactrequest", BACKWARDS),
]


def names(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, table))


@pytest.mark.django_db
@pytest.mark.postgresql
def test_nobody_waits_for_the_indexes_of_the_desk():
    asked = StringIO()
    call_command("sqlmigrate", "contact", "0011", stdout=asked)
    made = [line for line in asked.getvalue().splitlines() if line.startswith("CREATE INDEX")]
    assert len(made) == 7
    assert [line for line in made if not line.startswith("CREATE INDEX CONCURRENTLY")] == []
    assert "BEGIN;" not in asked.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: type(each).__name__)
def test_an_index_is_made_anew_and_taken_back(operation):
    """Anew also where an attempt that was interrupted left one that nothing uses; on SQLite once, then not at all."""
    name = "event_bounced" if isinstance(operation, AddIndexOnline) else operation.name
    table = "contact_requestevent" if isinstance(operation, AddIndexOnline) else operation.table
    state = MigrationLoader(connection).project_state()
    on_postgresql = connection.vendor == "postgresql"
    with connection.schema_editor(atomic=False) as editor:
        before = names(table)
        if on_postgresql:
            operation.database_forwards("contact", editor, state, state)
            assert names(table) == before
        operation.database_backwards("contact", editor, state, state)
        assert names(table) == before - {name}
        operation.database_forwards("contact", editor, state, state)
    assert names(table) == before
    assert (name in before) == (on_postgresql or isinstance(operation, AddIndexOnline))


@pytest.mark.django_db
@pytest.mark.postgresql
def test_a_table_is_analysed_once_it_has_rows():
    """Of an empty one PostgreSQL would believe that it stays so."""

    def believed() -> float:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'portal_duejob'")
            return cursor.fetchone()[0]

    def analyse() -> None:
        state = MigrationLoader(connection).project_state()
        with connection.schema_editor(atomic=False) as editor:
            Analyse("portal_duejob").database_forwards("portal", editor, state, state)

    DueJob.objects.all().delete()
    before = believed()
    analyse()
    assert believed() == before != 0
    DueJob.objects.bulk_create(DueJob(name=f"essai {number}", started_at=timezone.now()) for number in range(7))
    analyse()
    assert believed() == 7
