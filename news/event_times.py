"""When an event takes place, in French and at the hour of its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from portal.cms.partial_date import PartialDate

if TYPE_CHECKING:
    import datetime

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class TimeZone(models.TextChoices):
    """Hours of France, by their name in the IANA database."""

    PARIS = "Europe/Paris", "heure de Paris"
    GUADELOUPE = "America/Guadeloupe", "heure de la Guadeloupe"
    GUYANE = "America/Cayenne", "heure de la Guyane"
    LA_REUNION = "Indian/Reunion", "heure de La Réunion"
    MARTINIQUE = "America/Martinique", "heure de la Martinique"
    MAYOTTE = "Indian/Mayotte", "heure de Mayotte"
    NOUVELLE_CALEDONIE = "Pacific/Noumea", "heure de la Nouvelle-Calédonie"
    POLYNESIE = "Pacific/Tahiti", "heure de la Polynésie française"
    SAINT_BARTHELEMY = "America/St_Barthelemy", "heure de Saint-Barthélemy"
    SAINT_MARTIN = "America/Marigot", "heure de Saint-Martin"
    SAINT_PIERRE = "America/Miquelon", "heure de Saint-Pierre-et-Miquelon"
    WALLIS = "Pacific/Wallis", "heure de Wallis-et-Futuna"


def hour_label(moment: datetime.datetime) -> str:
    """« 14 h », « 9 h 05 »."""
    minutes = f"\u00a0{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour}\u00a0h{minutes}"


def day_label(day: datetime.date) -> str:
    """« jeudi 3 décembre 2026 »."""
    return f"{WEEKDAYS[day.weekday()]} {PartialDate(day.year, day.month, day.day).label}"


def span_label(start: datetime.datetime, end: datetime.datetime) -> str:
    """« Jeudi 3 décembre 2026, 14 h à 16 h 30 », or from one day to another; hours as the two moments carry them."""
    if start.date() == end.date():
        return f"{day_label(start).capitalize()}, {hour_label(start)} à {hour_label(end)}"
    return f"Du {day_label(start)}, {hour_label(start)}, au {day_label(end)}, {hour_label(end)}"
