"""Date parsing: days, months, years and moments as people type them in French or a spreadsheet writes them. Pure.

« 9/11/2021 », « 1er mars 2027 », « dim. 29 févr. 2028 », « 2027-03-01 », « 11/2021 », « 22 octobre »: in figures
the day comes first, unless the year does. A year of two figures is one of 1969 to 2068, as POSIX reads it.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

from portal.french.partial_date import MONTHS, PartialDate

_WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
_INTRODUCTION = re.compile(rf"(?:(?:le|au|du|depuis le|jusqu'au)\s+)?(?:(?:{_WEEKDAYS})\b\.?,?\s*)?(?=\d)")
_SEPARATOR = r"\s*[/.\-\u2010-\u2013 ]\s*"
_IN_FIGURES = re.compile(rf"(?:(\d{{1,2}}){_SEPARATOR})?(\d{{1,2}}){_SEPARATOR}(\d{{4}})")
_WITH_SHORT_YEAR = re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{2}})")
_YEAR_FIRST = re.compile(rf"(\d{{4}})(?:{_SEPARATOR}(\d{{1,2}})(?:{_SEPARATOR}(\d{{1,2}}))?)?")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*[/.]\s*(\d{1,2})")
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:\s*er)?[\s.\-/]*)?([a-z]+)\.?(?:[\s,\-/]*(\d{4}))?")
_CLOCK = re.compile(r",?(?:\s(?:a|de)\s|\s|t)(\d{1,2})\s?(?:h|:|heures?)\s?(?:(\d{2})(?::(\d{2})(?:\.0+)?)?)?")
_FIRST = re.compile(r"\bpremier\b")
_FIRST_SHORT_YEAR = 69  # of the twentieth century
_SHORTEST_MONTH = 3  # letters of « jan », « fév », « déc »; « ju » may be two months
_MIDNIGHT = re.compile(r"[\st]0?0:00(?::00(?:\.0+)?)?$", re.IGNORECASE)


def read_partial_date(typed: str) -> PartialDate:
    """The date as precisely as it was typed; raise ValueError for what is none, or does not exist."""
    said = _folded(typed)
    said = _INTRODUCTION.sub("", said, count=1) if _INTRODUCTION.match(said) else said
    if found := _IN_FIGURES.fullmatch(said):
        return _date(found[3], found[2], found[1])
    if found := _YEAR_FIRST.fullmatch(said):
        return _date(found[1], found[2], found[3])
    if found := _WITH_SHORT_YEAR.fullmatch(said):
        short = int(found[3])
        return _date(str(short + (1900 if short >= _FIRST_SHORT_YEAR else 2000)), found[2], found[1])
    if found := _WITHOUT_YEAR.fullmatch(said):
        return _date(None, found[2], found[1])
    if found := _IN_WORDS.fullmatch(said):
        return _date(found[3], str(_month(found[2])), found[1])
    raise ValueError(f"not a date: {typed!r}")


def read_day(typed: str) -> datetime.date:
    """One whole day, midnight after it allowed, as spreadsheets write; raise ValueError for anything less or else."""
    date = read_partial_date(_MIDNIGHT.sub("", typed.strip()))
    if not (date.year and date.month and date.day):
        raise ValueError(f"not a whole day: {typed!r}")
    return datetime.date(date.year, date.month, date.day)


def read_moment(typed: str) -> datetime.datetime:
    """A day and an hour, without time zone: « 1er mars 2027 à 14 h 30 »; raise ValueError without one of them."""
    said = _folded(typed)
    clock = next((found for found in _CLOCK.finditer(said) if found.end() == len(said)), None)
    if clock is None:
        raise ValueError(f"not a moment: {typed!r}")
    hour, minute, second = (int(part or 0) for part in clock.groups())
    return datetime.datetime.combine(read_day(said[: clock.start()]), datetime.time(hour, minute, second))


def _date(year: str | None, month: str | None, day: str | None) -> PartialDate:
    return PartialDate(*(None if part is None else int(part) for part in (year, month, day)))


def _month(name: str) -> int:
    """The number of « mars », « janv », « fevrier »; raise ValueError for what names no month, or two."""
    found = [number for number, month in enumerate(MONTHS, 1) if _folded(month).startswith(name)]
    if len(name) < _SHORTEST_MONTH or len(found) != 1:
        raise ValueError(f"not a month: {name!r}")
    return found[0]


def _folded(typed: str) -> str:
    """Small letters without accents, raised letters on the line, any blank a space, no stop at the end."""
    letters = unicodedata.normalize("NFKD", typed.replace("’", "'")).lower()
    said = " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
    return _FIRST.sub("1er", said).rstrip(".,; ")
