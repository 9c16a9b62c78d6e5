"""Names by prefix, heaviest first, at a cost that does not grow with the number of names. Pure.

Sorted names make the bearers of a prefix one interval, found by bisection. The heaviest of an interval comes from a
tree of maxima, and the next ones from the two parts it cuts the interval into: « s » begins thousands of names, and its
ten biggest towns are found without looking at the others.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
LAST = "\U0010ffff"  # sorts after every letter


class RankedNames(Generic[T]):
    """Built once from (name, weight, bearer); a name may come several times."""

    def __init__(self, rows: Iterable[tuple[str, int, T]]) -> None:
        ordered = sorted(rows, key=lambda row: (row[0], -row[1]))
        self._names = [name for name, _, _ in ordered]
        self._weights = [weight for _, weight, _ in ordered]
        self._bearers = [bearer for _, _, bearer in ordered]
        self._size = 1 << max(0, len(ordered) - 1).bit_length()
        # Leaves are positions; each node holds the position of the heaviest below it, -1 for none.
        self._tree = [-1] * self._size + list(range(len(ordered))) + [-1] * (self._size - len(ordered))
        for node in range(self._size - 1, 0, -1):
            self._tree[node] = self._heavier(self._tree[2 * node], self._tree[2 * node + 1])

    def starting_with(self, prefix: str) -> Iterator[tuple[str, T]]:
        """(name, bearer) for names that begin with `prefix`, heaviest first; lazily, so ask for as many as needed."""
        start, end = bisect_left(self._names, prefix), bisect_left(self._names, prefix + LAST)
        waiting: list[tuple[int, int, int, int]] = []
        self._push(waiting, start, end)
        while waiting:
            _, at, first, last = heapq.heappop(waiting)
            yield self._names[at], self._bearers[at]
            self._push(waiting, first, at)
            self._push(waiting, at + 1, last)

    def _push(self, waiting: list[tuple[int, int, int, int]], start: int, end: int) -> None:
        if start < end:
            at = self._heaviest(start, end)
            heapq.heappush(waiting, (-self._weights[at], at, start, end))

    def _heaviest(self, start: int, end: int) -> int:
        """Position of the greatest weight in [start, end), which is not empty."""
        best, left, right = -1, start + self._size, end + self._size
        while left < right:
            if left & 1:
                best = self._heavier(best, self._tree[left])
                left += 1
            if right & 1:
                right -= 1
                best = self._heavier(best, self._tree[right])
            left, right = left >> 1, right >> 1
        return best

    def _heavier(self, one: int, other: int) -> int:
        if one < 0 or other < 0:
            return max(one, other)
        return one if (self._weights[one], -one) >= (self._weights[other], -other) else other
