from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.http import JsonResponse

if TYPE_CHECKING:
    from django.http import HttpRequest


def health(request: HttpRequest) -> JsonResponse:
    """Say whether this process serves and reaches its database: 200 or 503, never cached."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = "ok"
    except DatabaseError:
        database = "unreachable"
    return JsonResponse(
        {"database": database}, status=200 if database == "ok" else 503, headers={"Cache-Control": "no-store"}
    )
