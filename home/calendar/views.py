"""Page « Calendrier » of the admin: late things first, then month by month."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.staff.access import keeps_directory
from home.calendar.entries import Kind, entries
from home.facts.review import may_see as keeps_facts
from news.writing import writes
from portal.french.partial_date import PartialDate
from portal.web.staff_views import only_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.http import HttpRequest, HttpResponse


def may_read(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether there could be a date for this account."""
    return user.is_authenticated and (writes(user) or keeps_directory(user) or keeps_facts(user))


@only_for(may_read)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All dates, or those of one kind (`?quoi=`)."""
    chosen = next((kind for kind in Kind if kind.name.lower() == request.GET.get("quoi")), None)
    everything = entries(request.user)
    shown = [each for each in everything if chosen in {None, each.kind}]
    to_come = [each for each in shown if not each.is_late]
    months = groupby(to_come, key=lambda each: PartialDate(each.day.year, each.day.month).label)
    parts = [("En retard", [each for each in shown if each.is_late]), *((month, list(rows)) for month, rows in months)]
    context = {
        "page_title": "Calendrier",
        "page_subtitle": "",
        "header_icon": "calendar",
        "breadcrumbs_items": [],
        "kinds": [
            (kind.name.lower(), kind.value, kind is chosen)
            for kind in Kind
            if any(each.kind is kind for each in everything)
        ],
        "is_filtered": chosen is not None,
        "parts": [(title, rows) for title, rows in parts if rows],
    }
    return render(request, "home/admin/calendar.html", context)
