"""Dates as precisely as they are known: a day, a month, a year, or a day whose year nobody gave.

Stored as text in the Extended Date/Time Format (ISO 8601-2): ``2021-11-09``, ``2021-11``, ``2021``, ``XXXX-10-22``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
STORED = re.compile(r"([0-9]{4}|XXXX)(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A date of which year, or month and day, may be unknown. Raises ValueError for dates that do not exist."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if 0 in (self.year, self.month, self.day):
            raise ValueError("no day, month or year is numbered 0")
        if self.day and not self.month:
            raise ValueError("a day needs its month")
        if self.year is None and not self.day:
            raise ValueError("without a year, day and month are needed")
        # 2024 is a leap year: 29 February exists when the year is not known.
        datetime.date(2024 if self.year is None else self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, stored: str) -> PartialDate:
        """Read the stored form; raise ValueError when it is none."""
        match = STORED.fullmatch(stored)
        if not match:
            raise ValueError(f"not a date: {stored!r}")
        year, month, day = match.groups()
        return cls(None if year == "XXXX" else int(year), int(month) if month else None, int(day) if day else None)

    def __str__(self) -> str:
        """The stored form."""
        parts = ["XXXX" if self.year is None else f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def typed(self) -> str:
        """The form an editor types."""
        parts = [f"{part:02}" for part in (self.day, self.month) if part]
        return "/".join([*parts, *([] if self.year is None else [f"{self.year:04}"])])

    @property
    def label(self) -> str:
        """In French: ``9 novembre 2021``, ``novembre 2021``, ``2021`` or ``22 octobre``."""
        day = "1er" if self.day == 1 else str(self.day or "")
        parts = [day, MONTHS[self.month - 1] if self.month else "", str(self.year or "")]
        return " ".join(part for part in parts if part)

    @property
    def first_day(self) -> datetime.date | None:
        """Earliest day it may mean; None without a year."""
        return None if self.year is None else datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date | None:
        """Latest day it may mean; None without a year."""
        if self.year is None:
            return None
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])
