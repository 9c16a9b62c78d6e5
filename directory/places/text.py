"""The shape of a typed place: which words are codes, which are names. Knows no place; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directory.places.folding import fold

MAX_PARTS = 8  # places of one list
MAX_LENGTH = 200  # the longest address line of the tables, with its code and its CEDEX, is under 80

DEPARTMENT_NUMBER = re.compile(r"[0-9]{2,3}|2[ab]")

# Codes of other countries, as envelopes have them: « B-1000 », « CH 1201 », « D-10115 », « SW1A 1AA ». A French one
# has five digits: a single letter before five of them needs its hyphen to be one of a country.
_FOREIGN = re.compile(
    r"(?:be?|lu?|ch|at?|nl)[ -]*[0-9]{4}\b(?! *[0-9])|(?:[die]-[0-9]{5}|(?:de|it|es)-?[0-9]{5})\b"
    r"|[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}\Z"
)
_BETWEEN = re.compile(r"[,;/&+]|\b(?:et|ou)\b", re.IGNORECASE)
_GLUED_CODE = re.compile(r"([a-z]*)([0-9]{5})([a-z]*)")  # [0-9]: \d would also accept other scripts
_CEDEX = re.compile(r"cedex[0-9]{0,2}")
_CEDEX_NUMBER = re.compile(r"[0-9]{1,2}")
_BEFORE_A_CODE = frozenset({"f", "fr", "france", "cp", "postal"})


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """The folded words of what was typed: five-digit codes, and the words before and after them."""

    codes: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.before + self.after


def split_typed(text: str) -> TypedPlace:
    """« F-76 600 Le Havre Cedex 9 » → the code 76600, then « le havre »."""
    words = _without_cedex(_joined([part for word in fold(text) for part in _parts(word)]))
    codes = [word for word in words if len(word) == 5 and word.isdigit()]
    if not codes:
        return TypedPlace((), (), tuple(words))
    first = words.index(codes[0])
    before, after = words[:first], [word for word in words[first:] if word not in codes]
    while before and before[-1] in _BEFORE_A_CODE:
        if before.pop() == "postal" and before and before[-1] == "code":
            before.pop()
    return TypedPlace(tuple(dict.fromkeys(codes)), tuple(before), tuple(after))


def parts_of(text: str) -> list[str]:
    """What a company with several sites lists: « Lille, Roubaix et Tourcoing ». Empty for one part, or for too many."""
    parts = [part for part in map(str.strip, _BETWEEN.split(text)) if part]
    return parts if 1 < len(parts) <= MAX_PARTS else []


def is_foreign(text: str) -> bool:
    """Whether a text begins with the postal code of another country."""
    return bool(_FOREIGN.match(text.lower()))


def _parts(word: str) -> list[str]:
    """« f76600 » → « f », « 76600 »."""
    glued = _GLUED_CODE.fullmatch(word)
    return [part for part in glued.groups() if part] if glued else [word]


def _joined(words: list[str]) -> list[str]:
    """« 76 », « 600 » → « 76600 »; « 7 6 6 0 0 » too; « 2 », « a » at the end → « 2a »."""
    joined: list[str] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and words[end].isdigit():
            end += 1
        run = words[at:end]
        if len(run) > 1 and sum(map(len, run)) == 5:
            joined.append("".join(run))
            at = end
        elif len(run) > 1 and (len(run[0]), len(run[1])) == (2, 3):
            joined.append(run[0] + run[1])
            at += 2
        else:
            joined.append(words[at])
            at += 1
    if len(joined) > 1 and joined[-2] == "2" and joined[-1] in {"a", "b"}:
        joined[-2:] = ["2" + joined[-1]]
    return joined


def _without_cedex(words: list[str]) -> list[str]:
    """CEDEX and its number say how mail is sorted, not where a place is."""
    kept: list[str] = []
    previous = ""
    for word in words:
        if not _CEDEX.fullmatch(word) and not (previous == "cedex" and _CEDEX_NUMBER.fullmatch(word)):
            kept.append(word)
        previous = word
    return kept
