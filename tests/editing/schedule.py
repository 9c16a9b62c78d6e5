"""Time passes for what is scheduled."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.utils import timezone
from django.utils.dateparse import parse_datetime

if TYPE_CHECKING:
    from wagtail.models import Revision

HOURS_AHEAD = 3


def later() -> str:
    """A moment that is still to come, as the admin's forms take it."""
    return (timezone.localtime() + datetime.timedelta(hours=HOURS_AHEAD)).strftime("%Y-%m-%d %H:%M")


def run_schedule() -> None:
    """What the operator's timer runs."""
    call_command("publish_scheduled", verbosity=0)


def pass_time(revision: Revision) -> None:
    """Make the moment a revision waits for lie a day further back, as if a day had gone by, then run the schedule."""
    day = datetime.timedelta(days=1)
    revision.approved_go_live_at -= day
    revision.content["go_live_at"] = (parse_datetime(revision.content["go_live_at"]) - day).isoformat()
    revision.save()
    run_schedule()
