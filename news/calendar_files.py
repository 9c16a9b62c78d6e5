"""Events as iCalendar files (RFC 5545), for the reader's own calendar."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from news.models import EventPage

CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_of(events: Iterable[EventPage]) -> bytes:
    """A calendar of these events."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{urlsplit(settings.PORTAL_URL).hostname}//agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(_entry(event))
    return calendar.to_ical()


def _entry(event: EventPage) -> icalendar.Event:
    """One event. Its UID stays when the page is renamed, its stamp grows: an import brings the first one up to date.

    Moments are in UTC, which needs no description of a time zone: calendars show them at the hour of their owner.
    """
    url = event.full_url
    details = [event.lead, event.access, event.accessibility, url]
    entry = icalendar.Event()
    entry.add("uid", f"evenement-{event.pk}@{urlsplit(settings.PORTAL_URL).hostname}")
    entry.add("dtstamp", event.last_published_at or timezone.now())
    entry.add("dtstart", event.starts_at.astimezone(datetime.UTC))
    entry.add("dtend", event.ends_at.astimezone(datetime.UTC))
    entry.add("summary", f"Annulé\u00a0: {event.title}" if event.is_cancelled else event.title)
    entry.add("location", event.place)
    entry.add("description", "\n\n".join(part for part in details if part))
    entry.add("url", url)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry
