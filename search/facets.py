"""By what hits may be narrowed: kind, region, theme and year, one choice each. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FACETS = ("kind", "region", "theme", "year")
EVERY = range(len(FACETS))
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

    def __iter__(self) -> Iterator[str]:
        """The choice in each facet, in their order."""
        return iter((self.kind, self.region, self.theme, self.year))

    def match(self, values: Values) -> bool:
        """Whether an entry of these values meets every choice."""
        return all(not chosen or chosen in held for chosen, held in zip(self, values, strict=True))


NO_CHOICE = Choices()


def count(groups: Iterable[tuple[Values, int]], choices: Choices) -> dict[str, dict[str, int]]:
    """How many entries each value would leave, the other facets' choices kept: {facet: {value: count}}.

    `groups` are entries by what they are: (values, how many of them). A facet's own choice does not change its counts:
    they say what choosing another value would show.
    """
    counted: tuple[dict[str, int], ...] = tuple({} for _ in FACETS)
    chosen = [(at, value) for at, value in enumerate(choices) if value]
    for values, number in groups:
        unmet = [at for at, value in chosen if value not in values[at]]
        # What misses one choice only is what choosing another value there would show.
        for at in EVERY if not unmet else unmet if len(unmet) == 1 else ():
            counts = counted[at]
            for value in values[at]:
                counts[value] = counts.get(value, 0) + number
    return dict(zip(FACETS, counted, strict=True))


def none_counted() -> Mapping[str, Mapping[str, int]]:
    """The counts of nothing."""
    return {name: {} for name in FACETS}
