"""Workshops of the demonstration: invented, so each is marked as an example at itself."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from directory.models import Establishment, Workshop
from home.setup.prose import plain

TEXTS = ("name", "products", "power", "hours")
VALUES = ("activity", "regime", "surface", "height", "has_dock")


def make_workshops(entries: list[dict[str, Any]]) -> int:
    """Those that are missing, in establishments that the tables hold; how many were made."""
    today = timezone.localdate()
    places = Establishment.objects.in_bulk([entry["establishment"] for entry in entries], field_name="slug")
    there = set(Workshop.objects.values_list("establishment__slug", "name"))
    made = 0
    for entry in entries:
        place = places.get(entry["establishment"])
        if place is None or (place.slug, entry["name"]) in there:
            continue
        free = entry.get("free_days_ago")
        Workshop.objects.create(
            establishment=place,
            is_example=True,
            verified_on=today - datetime.timedelta(entry["verified_days_ago"]),
            free_since=None if free is None else today - datetime.timedelta(free),
            **{name: plain(entry[name]) for name in TEXTS if name in entry},
            **{name: entry[name] for name in VALUES if name in entry},
        )
        made += 1
    return made
