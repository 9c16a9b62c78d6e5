"""Names that a typing error or two turn into what was typed. Pure.

Two errors cannot spoil three parts: of a name cut in three, one part at least stands in what was typed as it is, and
about where it was; of a name cut in two, one half when there is one error. So names are filed by their parts, and
only those that share one with the word are compared with it, by rapidfuzz: about 2 names of 100.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.places.packed import Filed, Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_ERRORS = 2
LONGEST_HALVED = 6  # a word of five letters may carry one error, one of six two
SHORTEST_IN_THIRDS, LONGEST = 4, 200


def allowed_errors(length: int) -> int:
    """How many errors a word of this length may carry and still be recognised: none below 3 letters, two from 6."""
    return min(MOST_ERRORS, length // 3)


class NearNames:
    """Near look-ups over a fixed set of folded names; spaces do not count as errors."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = Texts(sorted(keys, key=lambda key: (_squashed(key), key)))
        self._halves = _Parts(self._keys, 2, range(1, LONGEST_HALVED + 1))
        self._thirds = _Parts(self._keys, 3, range(SHORTEST_IN_THIRDS, LONGEST))

    def alike(self, key: str) -> list[str]:
        """Names that are this one but for their spaces."""
        word = _squashed(key)
        first = bisect_left(self._keys, word, key=_squashed)
        after = (self._keys[at] for at in range(first, len(self._keys)))
        return list(takewhile(lambda name: _squashed(name) == word, after))

    def near(self, key: str, most: int = MOST_ERRORS) -> list[tuple[int, str]]:
        """(errors, name) for names within the errors allowed, `most` at most; nearest first, then alphabetically.

        An error is a letter added, dropped, replaced or swapped with its neighbour.
        """
        word = _squashed(key)
        limit = min(most, allowed_errors(len(word)))
        if not limit:
            return []
        parts = self._thirds if allowed_errors(len(word)) == MOST_ERRORS else self._halves
        alike = {at: _squashed(self._keys[at]) for at in parts.sharing(word)}
        close = process.extract_iter(word, alike, scorer=OSA.distance, score_cutoff=limit)
        return sorted((int(errors), self._keys[at]) for _, errors, at in close)


class _Parts:
    """Names by their length and each of their parts, cut at the same places for all names of that length."""

    def __init__(self, names: Sequence[str], count: int, lengths: range) -> None:
        self._count = count
        self._filed = Filed(
            (hash((len(name), number, name[start:end])), position)
            for position, name in enumerate(map(_squashed, names))
            if len(name) in lengths
            for number, (start, end) in enumerate(self._cuts(len(name)))
        )

    def sharing(self, word: str) -> Iterator[int]:
        """Positions of names that share a part with `word`; all that are fewer errors away than names have parts."""
        for length in range(len(word) - self._count + 1, len(word) + self._count):
            longer = len(word) - length
            for number, start, end, typed in self._where(word, self._cuts(length), longer):
                if start >= 0:
                    yield from self._filed.under(hash((length, number, typed[start:end])))

    def _where(self, word: str, cuts: list[tuple[int, int]], longer: int) -> Iterator[tuple[int, int, int, str]]:
        """(part, start, end, word) to look up for names of one length, `longer` letters shorter than the word."""
        last = len(cuts) - 1
        yield 0, *cuts[0], word
        for number, (start, end) in enumerate(cuts[1:-1], 1):  # an error before it and one after it
            for shift in (-1, 0, 1):
                yield number, start + shift, end + shift, word
        yield last, cuts[last][0] + longer, len(word), word
        # Letters swapped across a cut spoil two parts at once: swap them back.
        if swapped := _swapped(word, cuts[0][1]):
            yield 0, *cuts[0], swapped
        if swapped := _swapped(word, cuts[last][0] + longer):
            yield last, cuts[last][0] + longer, len(word), swapped

    def _cuts(self, length: int) -> list[tuple[int, int]]:
        """(start, end) of each part."""
        marks = [length * number // self._count for number in range(self._count + 1)]
        return list(pairwise(marks))


def _squashed(key: str) -> str:
    return key.replace(" ", "")


def _swapped(word: str, at: int) -> str:
    """The word with the letters on both sides of `at` swapped; empty when there are not two."""
    return f"{word[: at - 1]}{word[at]}{word[at - 1]}{word[at + 1 :]}" if 0 < at < len(word) else ""
