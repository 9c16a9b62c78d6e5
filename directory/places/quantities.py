"""Numbers that count something, which are no postal codes: « 13 000 détenus », « 50 % », « 10 000 € ». Pure.

Only a search needs this: who fills in a field for a place means a place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from directory.places.folding import fold

if TYPE_CHECKING:
    from directory.places.index import Gazetteer

# Groups of three digits as printed, or digits in one; then what stands after, which tells a quantity from a code.
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d+)?(?!\d)|(?<![\w.,])\d+(?:[.,]\d+)?")
_SIGN = re.compile(r"[ \u00a0\u202f]*(?:[%‰$£°²]|k?€|m²)", re.IGNORECASE)
_HOUR = re.compile(r"[ \u00a0\u202f]?h[ \u00a0\u202f]?[0-5]\d(?!\w)", re.IGNORECASE)  # 7h30
_GLUED_UNIT = re.compile(r"(?:h|k|m2|m²|km|kg|e|er|ers|eme|ème|ans?)(?!\w)", re.IGNORECASE)
_NEXT_WORD = re.compile(r"[ \u00a0\u202f]*([^\W\d_]+)")
_UNITS = frozenset(
    {
        "an",
        "annee",
        "h",
        "heure",
        "jour",
        "semaine",
        "mois",
        "place",
        "poste",
        "personne",
        "detenu",
        "salarie",
        "employe",
    }
    | {"emploi", "etp", "euro", "mille", "million", "milliard", "fois", "pour", "m", "km", "kg", "tonne", "hectare"}
)
_ABOUT = re.compile(
    r"\b(?:environ|plus de|moins de|jusqu.[àa]|au moins|au plus|quelques?|entre)[ \u00a0]+$", re.IGNORECASE
)
_SHORTEST_PLURAL = 4


def without_quantities(text: str, gazetteer: Gazetteer) -> str:
    """The text without its quantities and what they count: « accueil de 13 000 détenus » → « accueil de »."""
    kept, end = "", 0
    for found in _NUMBER.finditer(text):
        after = _counted(text, found, gazetteer) if found.start() >= end else None
        if after is not None:
            kept += text[end : found.start()]
            end = after
    return " ".join((kept + text[end:]).split()) if end else text


def _counted(text: str, number: re.Match[str], gazetteer: Gazetteer) -> int | None:
    """Where a quantity ends, with its sign or the word counted; None when the number is none."""
    rest = text[number.end() :]
    for mark in (_SIGN, _HOUR, _GLUED_UNIT):
        if found := mark.match(rest):
            return number.end() + found.end()
    word = _NEXT_WORD.match(rest)
    if word and _is_counted(fold(word[1]), gazetteer):
        return number.end() + word.end()
    return number.end() if _ABOUT.search(text[: number.start()]) else None


def _is_counted(words: list[str], gazetteer: Gazetteer) -> bool:
    """Whether a word is a unit, or a plural that begins the name of no place: « 51100 Reims » counts nothing."""
    if len(words) != 1:
        return False
    (word,) = words
    if word in _UNITS or word.removesuffix("s") in _UNITS:
        return True
    is_plural = len(word) >= _SHORTEST_PLURAL and word[-1] in "sx"
    return is_plural and not gazetteer.bearers(word) and not gazetteer.names.heaviest(f"{word} ", 1)
