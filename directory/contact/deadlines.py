"""By when an employer is answered (working days, without French public holidays), and how long a request is kept."""

from __future__ import annotations

import datetime
from functools import cache

import holidays
from django.conf import settings

WORKING_DAYS = 5  # what the portal promises on every page

# Departments with holidays of their own (Good Friday, abolition of slavery…), as the library names them.
_SUBDIVISIONS = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
_SATURDAY = 5


def due_on(received: datetime.date, department: str = "", working_days: int = WORKING_DAYS) -> datetime.date:
    """The last of `working_days` working days that follow the day of receipt, itself not counted.

    `department` is the code of where the answer comes from: its own holidays count too.
    """
    day = received
    while working_days:
        day += datetime.timedelta(days=1)
        working_days -= is_working_day(day, department)
    return day


def working_days_between(start: datetime.date, end: datetime.date, department: str = "") -> int:
    """How many working days follow `start` up to `end`, itself counted; 0 when `end` comes first."""
    days = (start + datetime.timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, department) for day in days)


def is_working_day(day: datetime.date, department: str = "") -> bool:
    """Neither a weekend nor a public holiday there."""
    return day.weekday() < _SATURDAY and day not in _closed(_SUBDIVISIONS.get(department))


def kept_for() -> dict[str, int]:
    """Months that a request is kept after its last event: `months`, or `months_unwanted`."""
    return {"months": settings.REQUEST_KEPT_MONTHS, "months_unwanted": settings.REQUEST_KEPT_MONTHS_UNWANTED}


@cache
def _closed(subdivision: str | None) -> holidays.HolidayBase:
    return holidays.France(subdiv=subdivision)
