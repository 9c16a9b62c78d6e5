"""The clock that all nodes share: the database's. What one of them holds for a while is dated by it."""

from __future__ import annotations

import datetime

from django.db import connection
from django.utils import timezone

MOST = datetime.timedelta(hours=1)  # that clocks of nodes may differ by: beyond, one of them is wrong


def shared_now() -> datetime.datetime:
    """The time there; a database in a file has that of this machine."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime.datetime = cursor.fetchone()[0]
    return now


def gone_wrong() -> str:
    """How far this node's clock is from the shared one, in words, when that is more than may be."""
    difference = timezone.now() - shared_now()
    hours = abs(difference.total_seconds()) / 3600
    if abs(difference) <= MOST:
        return ""
    return f"its clock is {hours:.0f} hours {'ahead' if difference > MOST else 'behind'}"
