"""Operations of migrations that index a table while it is served: on PostgreSQL writers do not wait for them.

`AddIndex` keeps everybody from writing until it is done, seconds with a million rows; Django's `AddIndexConcurrently`
knows PostgreSQL alone and needs its driver. A migration with one of these is not atomic, and ends with `Analyse`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations.operations import AddIndex
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


def _is_postgresql(editor: BaseDatabaseSchemaEditor) -> bool:
    return editor.connection.vendor == "postgresql"


def _forget(editor: BaseDatabaseSchemaEditor, name: str) -> None:
    """Drop the index, also a half made one that an interrupted attempt left and that nothing uses."""
    editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {editor.quote_name(name)}")


class AddIndexOnline(AddIndex):
    """`AddIndex`; on PostgreSQL beside who writes, and again after an attempt that was interrupted."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if not _is_postgresql(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            _forget(schema_editor, self.index.name)
            schema_editor.add_index(model, self.index, concurrently=True)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if not _is_postgresql(schema_editor):
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        elif self.allow_migrate_model(
            schema_editor.connection.alias, from_state.apps.get_model(app_label, self.model_name)
        ):
            _forget(schema_editor, self.index.name)


class PostgresIndexOnline(Operation):
    """An index of a kind that models cannot name on every database: on PostgreSQL alone, beside who writes.

    `what` follows the name of the table: « (reverse(lower(email)) text_pattern_ops) ».
    """

    atomic = False
    reduces_to_sql = True

    def __init__(self, name: str, table: str, what: str) -> None:
        self.name, self.table, self.what = name, table, what

    def deconstruct(self) -> tuple[str, tuple[str, str, str], dict[str, Any]]:
        return type(self).__name__, (self.name, self.table, self.what), {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No model knows of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if _is_postgresql(schema_editor):
            _forget(schema_editor, self.name)
            schema_editor.execute(f"CREATE INDEX CONCURRENTLY {self.name} ON {self.table} {self.what}")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if _is_postgresql(schema_editor):
            _forget(schema_editor, self.name)

    def describe(self) -> str:
        return f"Index {self.name} of {self.table} on PostgreSQL"


class Analyse(Operation):
    """Have PostgreSQL look at a table again: what it does not know of new indexes, it does not choose them for.

    Not at an empty one: it would take it for empty until some rows came, and read it along any index.
    """

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, tuple[str], dict[str, Any]]:
        return type(self).__name__, (self.table,), {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if _is_postgresql(schema_editor):
            table = schema_editor.quote_name(self.table)
            has_rows = f"EXISTS (SELECT 1 FROM {table})"  # noqa: S608 - a migration names it
            schema_editor.execute(f"DO $$ BEGIN IF {has_rows} THEN ANALYZE {table}; END IF; END $$")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Nothing to take back."""

    def describe(self) -> str:
        return f"Analyse {self.table} on PostgreSQL"
