"""Timeline of the conventions of a list: a bar a row on one axis of years, as far as dates are known. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH = 1000  # units of the drawing, from the first day of the axis to the last


@dataclass(frozen=True)
class Span:
    """A bar, in units of the drawing. An end nobody published is drawn open, up to the end of the axis."""

    start: int
    length: int
    is_open: bool


@dataclass(frozen=True)
class Axis:
    """The years that the bars of a list share, both included."""

    first_year: int
    last_year: int
    today: datetime.date

    def place(self, day: datetime.date) -> int:
        """Where a day lies, in units of the drawing."""
        first, last = datetime.date(self.first_year, 1, 1), datetime.date(self.last_year, 12, 31)
        return round(LENGTH * (min(max(day, first), last) - first).days / (last - first).days)

    @property
    def now(self) -> int:
        """Where today lies."""
        return self.place(self.today)

    def span(self, since: datetime.date | None, until: datetime.date | None) -> Span | None:
        """The bar of a convention; None when nobody knows when it began."""
        if since is None:
            return None
        start = self.place(since)
        end = self.place(until) if until else LENGTH
        return Span(start, max(end - start, 4), until is None)


def axis_of(periods: Iterable[tuple[datetime.date | None, datetime.date | None]], today: datetime.date) -> Axis | None:
    """The axis of a list of (first day, last day), today included; None when no beginning is known."""
    known = [(since, until) for since, until in periods if since]
    if not known:
        return None
    days = [today, *(day for period in known for day in period if day)]
    return Axis(min(day.year for day in days), max(day.year for day in days), today)
