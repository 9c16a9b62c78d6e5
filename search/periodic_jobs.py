from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.core.management import call_command

if TYPE_CHECKING:
    import datetime


def catch_up(now: datetime.datetime) -> str:
    """Have every engine follow the stored changes, and build the index of one that has none."""
    told = io.StringIO()
    call_command("search_index", "catch-up", stdout=told)
    return " ".join(told.getvalue().split()) or "nothing to follow"
