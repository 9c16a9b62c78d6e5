"""Figures of a convention as bars that stand in the cell of their number. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from portal.french.words import french_number

if TYPE_CHECKING:
    from collections.abc import Sequence

PER_CENT = "%"


class Figure(Protocol):
    """What a bar needs to know of a figure."""

    amount: Decimal | None
    unit: str
    label: str


@dataclass(frozen=True)
class Bar:
    """A figure and the length of its bar, 0 to 100; None where nothing is there to compare it with."""

    figure: Figure
    share: Decimal | None

    @property
    def width(self) -> str:
        """The length as SVG takes it, with a point."""
        return str(self.share)


def bars(figures: Sequence[Figure]) -> list[Bar]:
    """A bar for each per cent, of a hundred; and for figures that count the same thing, of the greatest among them.

    Those stand together, where the first of them stood.
    """
    counted = Counter((each.label, each.unit) for each in figures if each.amount is not None)
    greatest: dict[tuple[str, str], Decimal] = {}
    for each in figures:
        if each.amount is not None:
            key = (each.label, each.unit)
            greatest[key] = max(greatest.get(key, Decimal(0)), Decimal(each.amount))

    def share(figure: Figure) -> Decimal | None:
        if figure.amount is None:
            return None
        amount, key = Decimal(figure.amount), (figure.label, figure.unit)
        if figure.unit == PER_CENT:
            return min(amount, Decimal(100)).quantize(Decimal("0.1"))
        if counted[key] < 2 or not greatest[key]:
            return None
        return (100 * amount / greatest[key]).quantize(Decimal("0.1"))

    places: dict[tuple[str, str], int] = {}
    for each in figures:
        places.setdefault((each.label, each.unit), len(places))
    return [Bar(each, share(each)) for each in sorted(figures, key=lambda each: places[each.label, each.unit])]


def is_told(amounts: Sequence[Decimal | int | None], unit: str, figures: Sequence[Figure]) -> bool:
    """Whether figures say each of these amounts already, of that unit, by their number or in their words."""
    same = [each for each in figures if unit in each.unit]
    words = {word for each in same for word in each.label.split()}
    return all(
        any(each.amount == amount for each in same) or french_number(amount) in words
        for amount in amounts
        if amount is not None
    )


def told_once(figures: Sequence[Figure], leading: int) -> tuple[Sequence[Figure], list[Bar]]:
    """The figures set big at the head of a page and those of its table: each is told by one of the two.

    A table is worth its place when it compares, or when the head would need more than two rows of `leading` figures;
    the head then has the first figures that nothing is compared with.
    """
    rows = bars(figures)
    compared = {id(row.figure) for row in rows if row.share is not None}
    alone = [each for each in figures if id(each) not in compared]
    if not compared and len(alone) <= 2 * leading:
        return figures, []
    big = alone[:leading]
    return big, [row for row in rows if not any(row.figure is each for each in big)]
