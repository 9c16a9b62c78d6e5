"""Lexicon: what an index knows of words, all that understanding and ranking need of a collection. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# Stems that begin alike are kin (« boulang », « boulangeri »): so many letters at least, so much of the longer one.
KIN_LETTERS = 4
KIN_SHARE = 0.6
MOST_KIN = 12
MOST_ERRORS = 2


@dataclass(frozen=True)
class Fact:
    """A stem in the collection: how many documents hold it, whether a title does, and its kin with their counts."""

    documents: int = 0
    in_title: bool = False
    kin: Mapping[str, int] = field(default_factory=dict)


UNKNOWN = Fact()


@dataclass(frozen=True)
class Near:
    """What is written nearly like a word: folded words, and stems, each with how many documents hold it."""

    forms: Mapping[str, int]
    stems: Mapping[str, int]


@dataclass(frozen=True)
class Facts:
    """What is known of some stems, how many documents there are, and how many words one has on average."""

    size: int
    length: float
    stems: Mapping[str, Fact]

    def of(self, stem: str) -> Fact:
        """The fact of a stem that was asked about."""
        return self.stems.get(stem, UNKNOWN)


class Lexicon(Protocol):
    """An index that answers about its words."""

    def facts(self, stems: Collection[str], *, kin_of: Collection[str] = ()) -> Facts:
        """What is known of these stems; their kin, which costs more, only of some of them."""

    def near(self, form: str, errors: int) -> Near:
        """Folded words at most `errors` letters away from one, and stems as near to its stem."""


def are_kin(stem: str, other: str) -> bool:
    """Whether two different stems begin alike for long enough."""
    longer = max(len(stem), len(other))
    shared = next(
        (at for at, (one, two) in enumerate(zip(stem, other, strict=False)) if one != two), min(len(stem), len(other))
    )
    return stem != other and shared >= max(KIN_LETTERS, KIN_SHARE * longer)


def kin_prefix(stem: str) -> str:
    """What all kin of a stem begin with; empty for a stem too short to have any."""
    length = max(KIN_LETTERS, -int(-KIN_SHARE * len(stem) // 1))
    return stem[:length] if len(stem) >= KIN_LETTERS else ""
