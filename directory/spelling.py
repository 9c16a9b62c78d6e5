"""Names that a typing error or two turn into what was typed. Pure, without a dependency.

Comparing a word with 37,000 names is cheap when nearly all are discarded by one integer operation: each name has a
mask saying which letters it holds once, twice and thrice. An error changes at most two bits (a letter less, another
one more), so names whose masks differ in more than two bits an error cannot be near. The few left are compared letter
by letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def allowed_errors(length: int) -> int:
    """How many errors a word of this length may carry and still be recognised: none below 3 letters, two from 6."""
    return min(2, length // 3)


def distance(left: str, right: str, limit: int) -> int:
    """Letters added, dropped, replaced or swapped with their neighbour; `limit` + 1 stands for anything above it."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        # A swap reaches back two rows: both must be beyond the limit before giving up.
        if min(current) > limit and min(previous) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


class CloseNames:
    """Near look-ups over a fixed set of folded names; spaces do not count as errors."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._spellings: dict[str, list[str]] = {}
        for key in keys:
            self._spellings.setdefault(key.replace(" ", ""), []).append(key)
        self._by_length: dict[int, list[tuple[int, str]]] = {}
        for squashed in self._spellings:
            self._by_length.setdefault(len(squashed), []).append((_mask(squashed), squashed))

    def near(self, key: str, most: int = 2) -> list[tuple[int, str]]:
        """(errors, name) for names within the errors allowed, `most` at most; nearest first, then alphabetically."""
        word = key.replace(" ", "")
        limit = min(most, allowed_errors(len(word)))
        if not limit:
            return []
        mask, bits = _mask(word), 2 * limit
        found = []
        for length in range(len(word) - limit, len(word) + limit + 1):
            candidates = [
                squashed
                for other_mask, squashed in self._by_length.get(length, ())
                if (mask ^ other_mask).bit_count() <= bits
            ]
            for squashed in candidates:
                errors = distance(word, squashed, limit)
                if errors <= limit:
                    found += [(errors, name) for name in self._spellings[squashed]]
        return sorted(found)


def _mask(word: str) -> int:
    """Three bits a character: is it there once, twice, three times."""
    mask = 0
    for letter in word:
        shift = 3 * (ord(letter) & 31)
        seen = mask >> shift & 0b111
        mask |= (seen << 1 & 0b111 | 1) << shift
    return mask
