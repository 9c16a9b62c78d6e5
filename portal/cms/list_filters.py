"""Filters of a list: plain selects in a GET form, so that every choice is an address to share.

A value that the address asks for and nobody knows is left out with a word on the page; it is never an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.http import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True)
class Option:
    """One line of a select: what the address says, what the reader sees."""

    value: str
    label: str


@dataclass(frozen=True)
class Filter:
    """One select. `refusal` is the word to a reader whose address asks for something that does not exist."""

    name: str
    label: str
    all_label: str
    options: tuple[Option, ...]
    chosen: Option | None = None
    refusal: str = ""

    @property
    def value(self) -> str:
        """What the address says; empty when everything is shown."""
        return self.chosen.value if self.chosen else ""


def read_filter(
    asked: Mapping[str, str], *, name: str, label: str, all_label: str, options: Iterable[Option], unknown: str
) -> Filter:
    """The select `name` as the parameters of an address set it; `unknown` explains a value that is no option."""
    options = tuple(options)
    typed = asked.get(name, "").strip()
    chosen = next((option for option in options if typed and option.value == typed), None)
    return Filter(name, label, all_label, options, chosen, unknown if typed and not chosen else "")


@dataclass(frozen=True)
class FilterSet:
    """The selects of a list, in their order."""

    filters: tuple[Filter, ...]

    def __iter__(self) -> Iterator[Filter]:
        return iter(self.filters)

    def value(self, name: str) -> str:
        """What one select is set to, as the address says it."""
        return next(each.value for each in self.filters if each.name == name)

    @property
    def chosen(self) -> list[Filter]:
        """The selects that narrow the list now."""
        return [each for each in self.filters if each.chosen]

    @property
    def words(self) -> str:
        """The choices in one line: « Formation, Normandie, 2024 »."""
        return ", ".join(each.chosen.label for each in self.filters if each.chosen)

    @property
    def refusals(self) -> list[str]:
        """What the page says of values that do not exist."""
        return [each.refusal for each in self.filters if each.refusal]

    @property
    def query(self) -> str:
        """The choices as a query, always in the same order and without what is unknown."""
        return urlencode({each.name: each.value for each in self.chosen})

    @property
    def ways_out(self) -> list[tuple[str, str]]:
        """For a list that came out empty: (label, query) of the same list with one choice less, last select first."""
        return [
            (f"Voir {each.all_label[0].lower()}{each.all_label[1:]}", FilterSet(self.others(each)).query)
            for each in reversed(self.chosen)
        ]

    def others(self, left_out: Filter) -> tuple[Filter, ...]:
        """All selects but one."""
        return tuple(each for each in self.filters if each is not left_out)
