"""The next events, for the pages that show some: read once, and left out from the minute they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from news.events.models import EventPage
from portal.cms.cached import cached_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

READ = 10  # events that may be over before the next change have others behind them


def next_events(count: int) -> list[EventPage]:
    """At most `count` that are not over, nearest first, with their list details; no query when warm, else one."""
    key = f"news:events:next:{timezone.localdate()}"
    events = cached_rows(key, lambda: list(EventPage.objects.listed().upcoming().with_list_details()[: READ + count]))
    now = timezone.now()
    return [event for event in events if event.ends_at >= now][:count]


def keys_of(events: Sequence[EventPage]) -> str:
    """What tells these events from others, for parts of pages that are kept."""
    return ",".join(str(event.pk) for event in events)
