"""Names that a typing error or two turn into what was typed. Pure.

Two errors cannot spoil three parts: of a name cut in three, one part at least stands in what was typed as it is, and
about where it was; of a name cut in two, one half when there is one error. So names are filed by their parts, and
only those that share one with the word are compared with it, by rapidfuzz: about 2 names of 100.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_ERRORS = 2


def allowed_errors(length: int) -> int:
    """How many errors a word of this length may carry and still be recognised: none below 3 letters, two from 6."""
    return min(MOST_ERRORS, length // 3)


class CloseNames:
    """Near look-ups over a fixed set of folded names; spaces do not count as errors."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._spellings: dict[str, list[str]] = {}
        for key in keys:
            self._spellings.setdefault(key.replace(" ", ""), []).append(key)

    def near(self, key: str, most: int = MOST_ERRORS) -> list[tuple[int, str]]:
        """(errors, name) for names within the errors allowed, `most` at most; nearest first, then alphabetically.

        An error is a letter added, dropped, replaced or swapped with its neighbour.
        """
        word = key.replace(" ", "")
        limit = min(most, allowed_errors(len(word)))
        if not limit:
            return []
        files = self._thirds if limit == MOST_ERRORS else self._halves
        alike = {name for found in files.sharing(word) for name in found}
        close = process.extract_iter(word, alike, scorer=OSA.distance, score_cutoff=limit)
        return sorted((int(errors), name) for squashed, errors, _ in close for name in self._spellings[squashed])

    @cached_property
    def _halves(self) -> _Parts:
        return _Parts(self._spellings, 2)

    @cached_property
    def _thirds(self) -> _Parts:
        return _Parts(self._spellings, 3)


class _Parts:
    """Names by their length and each of their parts, cut at the same places for all names of that length."""

    def __init__(self, names: Iterable[str], count: int) -> None:
        self._count = count
        self._files: dict[tuple[int, int, str], list[str]] = {}
        for name in names:
            for number, (start, end) in enumerate(self._cuts(len(name))):
                self._files.setdefault((len(name), number, name[start:end]), []).append(name)

    def sharing(self, word: str) -> Iterator[list[str]]:
        """Lists of names that share a part with `word`; all that are fewer errors away than names have parts."""
        for length in range(len(word) - self._count + 1, len(word) + self._count):
            longer = len(word) - length
            for number, start, end, typed in self._where(word, self._cuts(length), longer):
                if start >= 0 and (found := self._files.get((length, number, typed[start:end]))):
                    yield found

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


def _swapped(word: str, at: int) -> str:
    """The word with the letters on both sides of `at` swapped; empty when there are not two."""
    return f"{word[: at - 1]}{word[at]}{word[at - 1]}{word[at + 1 :]}" if 0 < at < len(word) else ""
