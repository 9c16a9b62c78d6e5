"""Mail that waits: for how long, which is a figure to watch, and what is held until somebody releases it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.mail.models import HELD_UNTIL, OutboxMessage
from portal.web import measures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import GaugeMetricFamily

LONGEST = datetime.timedelta(minutes=15)


def trouble() -> str:
    """What the health probe says of mail that nobody took: no sender runs, or none reaches a server."""
    now = timezone.now()
    due = OutboxMessage.objects.due(now).order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    if due is None or now - due <= LONGEST:
        return ""
    return f"due for {(now - due).total_seconds() / 60:.0f} minutes"


def measured() -> Iterator[GaugeMetricFamily]:
    """The outbox by state, and the age of what waits longest."""
    figures = OutboxMessage.objects.figures(timezone.now())
    age: Any = figures.pop("oldest")
    yield measures.gauge("portal_outbox_messages", "Messages of the outbox", figures, "state")
    yield measures.gauge("portal_outbox_oldest_seconds", "Age of the oldest", {"waiting": age.total_seconds()}, "state")


def hold() -> int:
    """Keep all that waits from leaving; returns how many. For a restored outbox, whose mails may have left since."""
    return OutboxMessage.objects.waiting().update(next_attempt_at=HELD_UNTIL, lease=None, leased_until=None)


def release_held() -> int:
    """Let leave what was held; returns how many."""
    return OutboxMessage.objects.waiting().filter(next_attempt_at=HELD_UNTIL).update(next_attempt_at=timezone.now())
