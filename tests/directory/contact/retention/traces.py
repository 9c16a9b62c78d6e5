"""Every text that a database holds, whatever the table: what a grep of a dump would find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable


def found_in_database(values: Iterable[str]) -> dict[str, list[str]]:
    """By value: the `table.column`s that hold it, in any case. All tables are read, also those that no model knows."""
    wanted, found = {value: value.casefold() for value in values}, {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name that the database gave
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, cell in zip(columns, row, strict=True):
                    text = as_text(cell).casefold()
                    for value, folded in wanted.items():
                        if folded in text:
                            found.setdefault(value, set()).add(f"{table}.{column}")
    return {value: sorted(places) for value, places in found.items()}


def as_text(cell: object) -> str:
    """A cell as a dump shows it; JSON with its letters, not their codes."""
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("utf-8", "replace")
    text = str(cell)
    return text + text.encode("ascii", "ignore").decode("unicode_escape", "replace") if "\\u" in text else text
