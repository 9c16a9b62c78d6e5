"""Event form: hours are typed and checked at the place of the event, whatever the time zone of the editor's account."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.forms import DateTimeField
from django.utils import timezone

from news.events.time_zones import TimeZone
from portal.cms.draft_forms import DraftPageForm


class HourOfPlaceField(DateTimeField):
    """A moment read without a time zone, as UTC, which skips no hour: another place has the hour that Paris skips."""

    def to_python(self, value: Any) -> datetime.datetime | None:
        """What was typed, as if in UTC."""
        with timezone.override(datetime.UTC):
            return super().to_python(value)


class EventForm(DraftPageForm):
    """The hours are those of the place, whatever the time zone of the editor's account."""

    MOMENTS = ("starts_at", "ends_at")

    class Meta(DraftPageForm.Meta):  # with Wagtail's widgets
        field_classes = {"starts_at": HourOfPlaceField, "ends_at": HourOfPlaceField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.MOMENTS:
            moment = getattr(self.instance, name)
            if moment and name in self.fields:
                self.initial[name] = self.instance.at_place(moment).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        """Read the hours as they were typed, at the place chosen beside them."""
        cleaned = super().clean()
        zone = ZoneInfo(cleaned.get("time_zone") or TimeZone.PARIS)
        for name in self.MOMENTS:
            if moment := cleaned.get(name):
                there = moment.astimezone(datetime.UTC).replace(tzinfo=zone)
                if there.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None) != there.replace(tzinfo=None):
                    self.add_error(name, "Cette heure n’existe pas ce jour-là\u00a0: on y passe à l’heure d’été.")
                cleaned[name] = there
        return cleaned
