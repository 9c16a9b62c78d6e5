"""The public name of a referent as people type it → who bears it. Pure.

Read only when a text names no place: places come first. Only names that the sheets show are known here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from directory.places.folding import fold
from directory.places.near_names import NearNames

if TYPE_CHECKING:
    from collections.abc import Sequence

# Words before or beside a name that tell nobody apart.
_TITLES = frozenset({"m", "mr", "mme", "mlle", "madame", "monsieur", "mademoiselle", "referent", "referente", "r2ip"})
_SHORTEST = 3  # letters of a single word that may be a part of a name
MOST_WORDS = 16


class Named(Protocol):
    """What a referent shows."""

    @property
    def public_names(self) -> tuple[str, ...]: ...

    def __hash__(self) -> int: ...


R = TypeVar("R", bound=Named)


class NameMatches(NamedTuple, Generic[R]):
    """Referents by a name: those who bear it, and those who may have been meant; each in the order given."""

    exact: tuple[R, ...] = ()
    near: tuple[R, ...] = ()


class People(Generic[R]):
    """Referents by their public names, folded and filed once: asking costs little, however many they are."""

    def __init__(self, referents: Sequence[R]) -> None:
        self._names = {each: [sorted(_telling(name)) for name in each.public_names] for each in referents}

    @cached_property
    def _near(self) -> NearNames:
        return NearNames({" ".join(name) for known in self._names.values() for name in known})

    def named(self, text: str) -> NameMatches[R]:
        """Who bears the name typed: first and last name in any order, the last name, the name of the office.

        A part of a name, or one with a typing error or two, is only near.
        """
        words = sorted(_telling(text))
        if not 0 < len(words) <= MOST_WORDS:
            return NameMatches()
        exact = tuple(each for each, names in self._names.items() if words in names)
        if exact:
            return NameMatches(exact)
        meant = {name for _, name in self._near.near(" ".join(words))}
        telling = min(map(len, words)) >= _SHORTEST
        return NameMatches(
            near=tuple(
                each
                for each, names in self._names.items()
                if any(" ".join(name) in meant or (telling and set(words) <= set(name)) for name in names)
            )
        )


def named(text: str, referents: Sequence[R]) -> NameMatches[R]:
    """`People.named` among a few."""
    return People(referents).named(text)


def _telling(text: str) -> list[str]:
    return [word for word in fold(text) if word not in _TITLES]
