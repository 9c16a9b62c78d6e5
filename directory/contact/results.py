"""What came of a request, typed: a visit, posts, hires, a contract. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from portal.french.words import plural

if TYPE_CHECKING:
    from collections.abc import Mapping


class Result(StrEnum):
    """Kinds of results; of POSTS and HIRES one says how many."""

    VISIT = "visit"
    POSTS = "posts"
    HIRES = "hires"
    CONTRACT = "contract"


WORDS = {
    Result.VISIT: "visite d’un établissement",
    Result.POSTS: "poste de travail",
    Result.HIRES: "embauche",
    Result.CONTRACT: "contrat signé",
}
COUNTED = (Result.POSTS, Result.HIRES)
MOST = 9_999


def cleaned(said: Mapping[str, Any]) -> dict[str, int | bool]:
    """What is stored: true for a visit or a contract, a number from 1 for posts and hires; nothing else."""
    found: dict[str, int | bool] = {}
    for kind in Result:
        value = said.get(kind)
        if kind in COUNTED:
            if isinstance(value, int) and 0 < value <= MOST:
                found[kind.value] = int(value)
        elif value:
            found[kind.value] = True
    return found


def labels(stored: Mapping[str, Any]) -> list[str]:
    """« 3 postes de travail », « contrat signé »."""
    found = []
    for kind in Result:
        value = stored.get(kind)
        if value and kind is Result.POSTS:
            found.append(f"{value} {plural(value, 'poste')} de travail")
        elif value and kind is Result.HIRES:
            found.append(f"{value} {plural(value, 'embauche')}")
        elif value:
            found.append(WORDS[kind])
    return found
