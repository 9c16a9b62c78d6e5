"""Until when somebody is away, as an automatic reply says: « jusqu’au 4 janvier », « de retour le 4/01 ». Pure."""

from __future__ import annotations

import datetime
import re

from portal.french.partial_date import MONTHS

_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = {name: number for names in (MONTHS, _ENGLISH) for number, name in enumerate(names, 1)}
_NUMBERS |= {"fevrier": 2, "aout": 8, "decembre": 12, "janv": 1, "févr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10}
_NUMBERS |= {"nov": 11, "déc": 12, "jan": 1, "feb": 2, "aug": 8, "dec": 12}
_WEEKDAY = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\w{3,6}day),?\s+)?"
_MONTH = "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))
_DATE = (
    rf"{_WEEKDAY}(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?"
    rf"|(?P<emonth>{_MONTH})\s+(?P<eday>\d{{1,2}})(?:st|nd|rd|th)?"
    r"|(?P<nday>\d{1,2})[/.](?P<nmonth>\d{1,2}))(?:,?\s+(?P<year>20\d\d)|[/.](?P<nyear>(?:20)?\d\d))?"
)
_BACK = re.compile(
    rf"\b(?:retour|reviens|reviendrai|rentre|back(?: in the office)?|return(?:ing)?)\b"
    rf"[^.\n]{{0,40}}?(?:le|on|:)?\s+{_DATE}",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:jusqu.(?:au|à)|du\b[^.\n]{{1,40}}?\bau|until|till|through|bis(?: zum)?)"
    rf"\s+(?:and including\s+|le\s+)?{_DATE}",
    re.IGNORECASE,
)
READ_LENGTH = 3000  # characters of a reply that are read
FURTHEST = datetime.timedelta(days=300)  # without a year; a date long past is of last year's message


def absent_until(text: str, today: datetime.date) -> datetime.date | None:
    """The last day of an absence; None when the text names none that is still to come."""
    text = text[:READ_LENGTH]
    if found := _UNTIL.search(text):
        return _day(found, today)
    if (found := _BACK.search(text)) and (day := _day(found, today)):
        return day - datetime.timedelta(days=1)
    return None


def _day(found: re.Match[str], today: datetime.date) -> datetime.date | None:
    said = found.groupdict()
    day = int(said["day"] or said["eday"] or said["nday"])
    name = (said["month"] or said["emonth"] or "").lower()
    month = _NUMBERS[name] if name else int(said["nmonth"])
    given = said["year"] or said["nyear"]
    years = [int(given) % 100 + 2000] if given else [today.year, today.year + 1]
    for year in years:
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            continue
        if today <= date <= today + FURTHEST:
            return date
    return None
