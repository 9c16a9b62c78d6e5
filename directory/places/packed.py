"""Many small rows in a few blocks of memory, for what a server shares among its processes. Pure.

Each object of Python counts its readers within itself, so that reading it writes to it, and the kernel copies its page
for that process. A block is one object; a row of it is made when it is asked for, in some microseconds.
"""

from __future__ import annotations

import dataclasses
import json
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = TypeVar("Row")

# A number is 63 bits: the hash of a name above, the position of its row below.
POSITION_BITS, HASH_BITS = 24, 39
HASH_MASK, POSITION_MASK = (1 << HASH_BITS) - 1, (1 << POSITION_BITS) - 1

_read = json.JSONDecoder().raw_decode  # `loads` looks for blanks around each row, too


class Texts(Sequence[str]):
    """Texts in the order given."""

    def __init__(self, texts: Iterable[str]) -> None:
        blocks = [text.encode() for text in texts]
        self._starts = array("I", accumulate(map(len, blocks), initial=0))
        self._block = b"".join(blocks)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        if at < 0:
            at = range(len(self))[at]  # from the end, and no further
        return self._block[self._starts[at] : self._starts[at + 1]].decode()


class Filed:
    """Positions by the hashes of what they are filed under, as one sorted array of numbers.

    Two of one hash cost their reader a comparison, no mistake. Hashes of texts are those of this process and its forks.
    """

    def __init__(self, hashed: Iterable[tuple[int, int]]) -> None:
        """`hashed` are hashes and positions."""
        self._numbers = array("q", sorted((each & HASH_MASK) << POSITION_BITS | at for each, at in hashed))

    def under(self, hashed: int) -> list[int]:
        """The positions filed under this hash, and maybe others."""
        numbers, wanted = self._numbers, hashed & HASH_MASK
        found = []
        for at in range(bisect_left(numbers, wanted << POSITION_BITS), len(numbers)):
            if numbers[at] >> POSITION_BITS != wanted:
                break
            found.append(numbers[at] & POSITION_MASK)
        return found


class Packed(Mapping[str, Row]):
    """Rows of what JSON knows, by their names, in the order given; `unpack` makes one of what JSON made of it."""

    def __init__(self, rows: Mapping[str, Row], unpack: Callable[[Any], Row]) -> None:
        self._names = Texts(rows)
        self._rows = Texts(map(_written, rows.values()))
        self._filed = Filed((hash(name), at) for at, name in enumerate(rows))
        self._unpack = unpack

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: object) -> bool:
        return self._position(name) is not None

    def __getitem__(self, name: str) -> Row:
        at = self._position(name)
        if at is None:
            raise KeyError(name)
        return self._unpack(_read(self._rows[at])[0])

    def _position(self, name: object) -> int | None:
        for at in self._filed.under(hash(name)):
            if self._names[at] == name:
                return at
        return None


def _written(row: object) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=dataclasses.astuple)
