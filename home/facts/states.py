"""Freshness rule of dated facts: what may be told on a day, and what must be checked first. Pure."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

CHECKED_EVERY_DAYS = 365  # most legal amounts change once a year


class FactState(Enum):
    """What a reader may do with a value; the label is for editors."""

    FRESH = "à jour"
    OLD = "à revérifier"
    EXPIRED = "échu"
    FUTURE = "à venir"
    MISSING = "à renseigner"

    @property
    def label(self) -> str:
        """In words."""
        return self.value

    @property
    def is_usable(self) -> bool:
        """Whether a figure may be made of it. An old one is shown with its doubt, and never calculated with."""
        return self is FactState.FRESH


def state_of(
    today: datetime.date,
    *,
    is_filled: bool,
    valid_from: datetime.date,
    valid_until: datetime.date | None,
    checked_on: datetime.date | None,
) -> FactState:
    """The state on a day of a value that holds from one day to another and was last checked on a third."""
    if not is_filled:
        return FactState.MISSING
    if valid_from > today:
        return FactState.FUTURE
    if valid_until and valid_until < today:
        return FactState.EXPIRED
    if checked_on is None or (today - checked_on).days > CHECKED_EVERY_DAYS:
        return FactState.OLD
    return FactState.FRESH
