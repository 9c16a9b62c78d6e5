"""Days, hours and spans of time in a French sentence; hours as the given moments carry them. Pure."""

from __future__ import annotations

import datetime

from portal.french.partial_date import PartialDate

LAST_MINUTE = (23, 59)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def day(date: datetime.date, *, today: datetime.date | None = None) -> str:
    """« 3 novembre 2026 »; when `today` is given, without the year if it is the current one: « 1er décembre »."""
    year = None if today and date.year == today.year else date.year
    return PartialDate(year, date.month, date.day).label


def of_month(date: datetime.date) -> str:
    """« de mars 2026 », « d’avril 2026 »."""
    label = PartialDate(date.year, date.month).label
    return f"d’{label}" if label[0] in "ao" else f"de {label}"


def day_label(date: datetime.date) -> str:
    """« jeudi 3 décembre 2026 »."""
    return f"{WEEKDAYS[date.weekday()]} {day(date)}"


def hour_label(moment: datetime.datetime) -> str:
    """« 14 h », « 9 h 05 », with spaces that do not break."""
    minutes = f"\u00a0{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour}\u00a0h{minutes}"


def moment_label(moment: datetime.datetime, *, today: datetime.date | None = None) -> str:
    """« 3 novembre 2026 à 10 h 12 »; `today` as for `day`."""
    return f"{day(moment, today=today)} à {hour_label(moment)}"


def whole_days(start: datetime.datetime, end: datetime.datetime) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of what lasts from midnight to midnight, or to 23:59 as forms make one write it; else None."""
    after = end + datetime.timedelta(minutes=1) if (end.hour, end.minute) == LAST_MINUTE else end
    if start.time() != datetime.time() or (after.hour, after.minute) != (0, 0) or after.date() <= start.date():
        return None
    return start.date(), after.date() - datetime.timedelta(days=1)


def span_label(start: datetime.datetime, end: datetime.datetime) -> str:
    """« Jeudi 3 décembre 2026, 14 h à 16 h 30 », or from one day to another; without hours for whole days."""
    if days := whole_days(start, end):
        first, last = days
        return day_label(first).capitalize() if first == last else f"Du {day_label(first)} au {day_label(last)}"
    if start.date() == end.date():
        return f"{day_label(start).capitalize()}, {hour_label(start)}\u00a0à\u00a0{hour_label(end)}"
    return f"Du {day_label(start)}, {hour_label(start)}, au {day_label(end)}, {hour_label(end)}"


def in_minutes(seconds: int) -> str:
    """« dans une minute », « dans 12 minutes »: when so many seconds are over."""
    minutes = -(-seconds // 60)
    return "dans une minute" if minutes <= 1 else f"dans {minutes}\u00a0minutes"
