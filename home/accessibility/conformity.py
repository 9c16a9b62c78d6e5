"""The state of conformity that an audit allows to declare. Pure.

The rule is that of the declaration under article 47 of the law of 11 February 2005, as the RGAA's obligations say it:
no audit in force, or fewer than half of the criteria met, is « non conforme »; a declaration lasts three years.
Source: RGAA 4, « Obligations d’accessibilité », 16 September 2019, numerique.gouv.fr; the two figures were read on
29 November 2026 as the observatory of the Fédération des Aveugles de France repeats them
(observatoire-access-num.aveuglesdefrance.org/quest-ce-declaration-accessibilite).
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

YEARS_IN_FORCE = 3
HALF, ALL = Decimal(50), Decimal(100)


class Conformity(Enum):
    """What the footer and the statement say of the site."""

    NONE = "non conforme"
    PARTIAL = "partiellement conforme"
    FULL = "totalement conforme"

    @property
    def label(self) -> str:
        """The words of the law."""
        return self.value


def is_in_force(audited_on: datetime.date, today: datetime.date) -> bool:
    """Whether an audit of this day still counts today: it has been led, at most three years ago."""
    age = today.year - audited_on.year - ((today.month, today.day) < (audited_on.month, audited_on.day))
    return audited_on <= today and age < YEARS_IN_FORCE


def conformity_of(rate: Decimal | None) -> Conformity:
    """The state for a share of criteria met, in per cent; None when no audit is in force."""
    if rate is None or rate < HALF:
        return Conformity.NONE
    return Conformity.FULL if rate >= ALL else Conformity.PARTIAL
