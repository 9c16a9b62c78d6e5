"""iCalendar files of events (RFC 5545), for the reader's own calendar."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import timezone

from portal.french.clean_text import clean_line, clean_text

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
    stamp = event.last_published_at or timezone.now()
    entry.add("dtstamp", stamp)
    entry.add("created", event.first_published_at or stamp)
    entry.add("last-modified", stamp)
    entry.add("sequence", int((stamp - (event.first_published_at or stamp)).total_seconds()))  # grows when it changes
    organizer = icalendar.vCalAddress(f"mailto:{settings.NATIONAL_MAILBOX}")
    organizer.params["CN"] = "Portail de l’insertion professionnelle"
    entry.add("organizer", organizer)
    if days := event.whole_days:
        first, last = days
        entry.add("dtstart", first)
        entry.add("dtend", last + datetime.timedelta(days=1))  # the day after: the standard excludes it
        entry.add("transp", "TRANSPARENT")
    else:
        entry.add("dtstart", event.starts_at.astimezone(datetime.UTC))
        entry.add("dtend", event.ends_at.astimezone(datetime.UTC))
    entry.add("summary", clean_line(f"Annulé\u00a0: {event.title}" if event.is_cancelled else event.title))
    entry.add("location", clean_text(event.place))
    entry.add("description", clean_text("\n\n".join(part for part in details if part)))
    entry.add("url", url)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry
