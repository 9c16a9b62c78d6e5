"""Cost of positions a month, as a range. Pure: numbers in, numbers out, in euros rounded to the cent.

The low end pays the legal minimum and only the contributions that are the company's beyond doubt. The high end pays a
margin above the minimum, and the contributions whose bearer the sources do not settle.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
WEEKS_A_MONTH = Decimal(52) / Decimal(12)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Asked:
    """What is asked for: so many positions of so many hours a month each."""

    positions: int
    hours_a_month: Decimal

    @classmethod
    def by_week(cls, positions: int, hours: Decimal) -> Asked:
        """The same from hours a week, of which a month has fifty-two twelfths."""
        return cls(positions, (hours * WEEKS_A_MONTH).quantize(CENT, ROUND_HALF_UP))


@dataclass(frozen=True)
class Rates:
    """What the calculation rests on: gross euros an hour; per cent for the others. Nothing is below zero."""

    hourly_minimum_wage: Decimal  # Smic
    legal_share: Decimal  # of the minimum wage that is the least pay: 45 in a workshop, 100 outside
    sure_charges: tuple[Decimal, ...] = ()  # of the gross pay, borne by the company
    doubtful_charges: tuple[Decimal, ...] = ()  # of the gross pay, borne by the company or by the State
    margin: Decimal = Decimal(0)  # above the least pay, at the high end


@dataclass(frozen=True)
class Range:
    """A low and a high amount in euros."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    @property
    def is_one(self) -> bool:
        """Both ends are the same."""
        return self.low == self.high


@dataclass(frozen=True)
class Estimate:
    """The amounts: gross pay an hour; for all positions a month, pay, contributions and their sum."""

    hourly: Range
    pay: Range
    charges: Range

    @property
    def total(self) -> Range:
        """Pay and contributions: exactly the sum of the lines above it."""
        return self.pay + self.charges


def estimate(asked: Asked, rates: Rates) -> Estimate:
    """The amounts for what is asked. Each line is rounded once, so that those shown add up."""
    least = _euros(rates.hourly_minimum_wage * rates.legal_share / HUNDRED)
    most = _euros(least * (1 + rates.margin / HUNDRED))
    hours = asked.hours_a_month * asked.positions
    pay = Range(_euros(least * hours), _euros(most * hours))
    sure = sum(rates.sure_charges, Decimal(0))
    all_of_them = sure + sum(rates.doubtful_charges, Decimal(0))
    charges = Range(_euros(pay.low * sure / HUNDRED), _euros(pay.high * all_of_them / HUNDRED))
    return Estimate(Range(least, most), pay, charges)


def _euros(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
