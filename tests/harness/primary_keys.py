"""Primary keys that resemble no other number of a page, on PostgreSQL, which gives no number back after a test."""

from __future__ import annotations

from django.db import connection

FIRST = 900_001


def start_far_away() -> None:
    """Let each sequence go on from `FIRST`.

    Else the keys of a test depend on which ran before it, and one day a page has the number of a department.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname = current_schema()")
        for (sequence,) in cursor.fetchall():
            cursor.execute(f"ALTER SEQUENCE {sequence} RESTART WITH {FIRST}")
