"""Sorted names, looked up by prefix; the heaviest of them first. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from heapq import nlargest
from typing import TYPE_CHECKING

from directory.places.packed import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST = "\U0010ffff"  # sorts after every letter


class PrefixIndex:
    """Built once from (name, weight), each name once; weights are whole numbers up to the population of a country."""

    def __init__(self, rows: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(rows)
        self.names = Texts(name for name, _ in ordered)
        self._weights = array("I", (weight for _, weight in ordered))

    def heaviest(self, prefix: str, most: int) -> list[str]:
        """At most that many names that begin with `prefix`, heaviest first, then in their order."""
        weights = self._weights
        found = nlargest(most, self._positions(prefix), key=lambda at: (weights[at], -at))
        return [self.names[at] for at in found]

    def heavier(self, prefix: str, than: int) -> list[str]:
        """All names that begin with `prefix` and weigh more than that, in their order."""
        return [self.names[at] for at in self._positions(prefix) if self._weights[at] > than]

    def _positions(self, prefix: str) -> range:
        return range(bisect_left(self.names, prefix), bisect_left(self.names, prefix + LAST))
