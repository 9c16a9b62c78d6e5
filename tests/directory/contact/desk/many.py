"""Fifty thousand requests, copied from one by the database itself: most of them ended, some open, in all directions."""

from __future__ import annotations

from django.db import connection

from directory.contact.models import ContactRequest
from directory.models import Disp

COUNT = 50_000
AGO = {
    "postgresql": ("now() - (i * interval '20 minutes')", "current_date + (i % 40 - 8)"),
    "sqlite": ("datetime('now', '-' || (i * 20) || ' minutes')", "date('now', (i % 40 - 8) || ' days')"),
}


def copy(request: ContactRequest, count: int = COUNT) -> None:
    """Add `count` requests like this one: 1 in 20 is open, 1 in 7 has another project, over two years."""
    received, due = AGO[connection.vendor]
    disps = " ".join(f"WHEN {rank} THEN '{each.pk}'" for rank, each in enumerate(Disp.objects.all()))
    different = {
        "reference": "CAST(1000000 + i AS text)",
        "form_key": "'many-' || i",
        "state": "CASE WHEN i % 20 = 0 THEN CASE i % 3 WHEN 0 THEN 'received' WHEN 1 THEN 'taken' ELSE 'talking' END "
        "WHEN i % 3 = 0 THEN 'succeeded' ELSE 'closed' END",
        "turn": "CASE WHEN i % 20 = 0 OR i % 500 = 1 THEN 'ours' ELSE '' END",
        "ended_at": f"CASE WHEN i % 20 = 0 THEN NULL ELSE {received} END",
        "answered_at": f"CASE WHEN i % 60 = 0 THEN NULL ELSE {received} END",
        "answer_days": "CASE WHEN i % 60 = 0 THEN NULL ELSE i % 9 END",
        "received_at": received,
        "last_event_at": received,
        "due_on": due,
        "disp_id": f"CASE i % {Disp.objects.count()} {disps} END",
        "projects": "CASE WHEN i % 7 = 0 THEN {} ELSE {} END",
        "organisation_key": "'atelier numero ' || i",
        "email": "'employeur-' || i || '@exemple.example'",
    }
    json = "'[\"{}\"]'::jsonb" if connection.vendor == "postgresql" else "'[\"{}\"]'"
    different["projects"] = different["projects"].format(json.format("hiring"), json.format("production"))
    columns = [field.column for field in ContactRequest._meta.local_fields if not field.primary_key]
    values = ", ".join(different.get(column, f"r.{column}") for column in columns)
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"  # noqa: S608 - a number
    names, table = ", ".join(columns), ContactRequest._meta.db_table
    copied = f"SELECT {values} FROM {table} r, n WHERE r.id = {request.pk}"  # noqa: S608 - words of ours
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {numbers} {copied}")
        cursor.execute("ANALYZE")
    assert ContactRequest.objects.count() == count + 1
