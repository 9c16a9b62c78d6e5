"""Words and numbers in a French sentence: elision, enumerations, plurals, figures. Pure: text in, text out."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_VOWELS = frozenset("aeiouœæø")
_NUMBERS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"),
    *("neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
)


def typographic(name: str) -> str:
    """With the curly apostrophe of printed French; the official list has the straight one."""
    return name.replace("'", "’")


def of(name: str) -> str:
    """« du Havre », « des Sables-d’Olonne », « d’Arles », « de La Rochelle »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if unicodedata.normalize("NFKD", name[:1].lower())[:1] in _VOWELS else f"de {name}"


def towards(name: str) -> str:
    """« à Camille Exemple », « au bureau « R2IP travail, Normandie » »."""
    return f"au {name[3:]}" if name.startswith("le ") else f"à {name}"


def capitalised(text: str) -> str:
    """The first letter only: « la Seine-Maritime » → « La Seine-Maritime »."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str], last: str = "et") -> str:
    """« Le Havre, Rouen et Dieppe »."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def plural(count: Decimal | int, words: str) -> str:
    """The words, each with its « s » from two on, as French counts: « 1,5 jour ouvré », « 2 jours ouvrés »."""
    return " ".join(f"{word}s" for word in words.split(" ")) if count >= 2 else words


def number(value: int, *, feminine: bool = False) -> str:
    """In letters up to sixteen, as French typography asks in running text."""
    if feminine and value == 1:
        return "une"
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else str(value)


def french_number(value: Decimal | int) -> str:
    """« 10 600 », « 5,15 »: thousands apart by the narrow space that does not break, no zero for nothing."""
    whole, _, decimals = f"{Decimal(value):,f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", "\u202f") + (f",{decimals}" if decimals else "")


def file_size(size: int) -> str:
    """« 240 ko », « 1,2 Mo », of bytes; empty for none."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0ko" if size else ""
    return f"{size / 1_000_000:.1f}\u00a0Mo".replace(".", ",").replace(",0", "")
