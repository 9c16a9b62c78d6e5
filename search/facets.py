"""By what hits may be narrowed: kind, region, theme and year, one choice each. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FACETS = ("kind", "region", "theme", "year")
EVERYWHERE = "france"  # the region of what concerns the whole country


class Values(NamedTuple):
    """What one entry is in each facet: one kind, any number of regions and themes, at most one year."""

    kind: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    year: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What a reader chose in each facet; empty is no choice."""

    kind: str = ""
    region: str = ""
    theme: str = ""
    year: str = ""

    def chosen(self, but: str = "") -> dict[str, str]:
        """The choices made, by facet, in the order of the facets; `but` leaves one facet out."""
        return {name: value for name in FACETS if name != but and (value := getattr(self, name))}

    def match(self, values: Values, but: str = "") -> bool:
        """Whether an entry of these values meets every choice; `but` leaves one facet out."""
        return all(chosen in getattr(values, name) for name, chosen in self.chosen(but).items())


NO_CHOICE = Choices()


def count(groups: Iterable[tuple[Values, int]], choices: Choices) -> dict[str, dict[str, int]]:
    """How many entries each value would leave, the other facets' choices kept: {facet: {value: count}}.

    `groups` are entries by what they are: (values, how many of them). A facet's own choice does not change its counts:
    they say what choosing another value would show.
    """
    counted: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for values, number in groups:
        for name in FACETS:
            if choices.match(values, but=name):
                for value in getattr(values, name):
                    counted[name][value] += number
    return {name: dict(counts) for name, counts in counted.items()}


def none_counted() -> Mapping[str, Mapping[str, int]]:
    """The counts of nothing."""
    return {name: {} for name in FACETS}
