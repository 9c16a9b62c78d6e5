from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.core.management import call_command

if TYPE_CHECKING:
    import datetime


def publish_what_is_due(now: datetime.datetime) -> str:
    """Publish and expire what editors scheduled: Wagtail's own command, as one of our periodic jobs."""
    call_command("publish_scheduled", stdout=io.StringIO())
    return "done"
