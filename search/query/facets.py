"""Facets: by what hits may be narrowed (kind, region, theme, year), one choice each. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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

    def __iter__(self) -> Iterator[str]:
        """The choice in each facet, in their order."""
        return iter((self.kind, self.region, self.theme, self.year))


NO_CHOICE = Choices()


def none_counted() -> Mapping[str, Mapping[str, int]]:
    """The counts of nothing."""
    return {name: {} for name in FACETS}
