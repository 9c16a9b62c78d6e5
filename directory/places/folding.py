"""French place names as people type them, brought to one form. Pure: text in, text out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ARTICLES = frozenset({"le", "la", "les", "l"})
# Words inside names that people leave out, or write as one letter: « Vitry s Seine », « Joué l Tours ».
LINKING_WORDS = ARTICLES | {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "s", "sous", "ss", "sur"}

_ABBREVIATIONS = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "mt": "mont",
    "mts": "monts",
    "gd": "grand",
    "gde": "grande",
    "gds": "grands",
    "pte": "petite",
    "vx": "vieux",
    "hte": "haute",
    "ht": "haut",
    "hts": "hauts",
    "htes": "hautes",
}
_OUR_LADY = re.compile(r"\b(?:n d(?:ame)?|nd)(?= [a-z])")  # « N.D. de Bellecombe », « ND-de-Bondeville »
# NFKD leaves these alone although people type them as two plain letters, or as one.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_PLAIN = re.compile("[^0-9a-z]+")
_FOREIGN_DIGIT = re.compile(r"[^\x00-\x7f]")
_ABOVE = re.compile(r"\bs/ ?(s\b)?")
_ORDINAL = re.compile(r"0?([0-9]{1,2})(?:er|ere|e|eme|ieme|nd|nde)?")
_DISTRICT_WORDS = frozenset({"arrondissement", "arrondissements", "arrondt", "arrdt", "arrt", "arr"})
_CITIES_OF_DISTRICTS = frozenset({"paris", "lyon", "marseille"})  # « Paris XVIe »
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {f"{ten}{unit}": str(10 * tens + units) for tens, ten in enumerate(("", "x", "xx"))
          for units, unit in enumerate(_UNITS) if ten or unit}  # fmt: skip


def fold(text: str) -> list[str]:
    """The plain words of a text: lower case, without accents, ligatures or punctuation; « Sts » is « saints ».

    Digits of any script become 0 to 9, « s/ » becomes « sur ». The list may be empty.
    """
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = _MARKS.sub("", text)
        text = _FOREIGN_DIGIT.sub(_plain_digit, text)
    if "s/" in text:
        text = _ABOVE.sub(lambda found: "sous " if found[1] else "sur ", text)
    text = _NOT_PLAIN.sub(" ", text)
    if "n" in text:
        text = _OUR_LADY.sub("notre dame", text)
    return [_ABBREVIATIONS.get(word, word) for word in text.split()]


def _plain_digit(found: re.Match[str]) -> str:
    value = unicodedata.decimal(found[0], None)
    return " " if value is None else str(value)


def name_key(words: Sequence[str]) -> str:
    """What two spellings of one name share: « Paris 12ème arrondissement » and « Paris 12 », -lez- and -lès-."""
    if "lez" in words[1:]:
        words = [words[0], *("les" if word == "lez" else word for word in words[1:])]
    if words and words[0] in _CITIES_OF_DISTRICTS:
        words = [_ROMAN.get(word.removesuffix("eme").removesuffix("e"), word) for word in words]
    if not any(word[0].isdigit() for word in words):
        return " ".join(words)
    kept = [word for word in words if word not in _DISTRICT_WORDS]
    if len(kept) < len(words) and len(kept) > 1 and _ORDINAL.fullmatch(kept[0]):
        # « 12e arrondissement de Paris »: the number goes last, as in the tables.
        kept = [word for word in kept[1:] if word != "de"] + kept[:1]
    return " ".join(_ordinal(word) for word in kept)


def _ordinal(word: str) -> str:
    found = _ORDINAL.fullmatch(word)
    return found[1] if found else word


def without_article(key: str) -> str:
    """« le havre » → « havre »; a key without an article, or that is nothing but one, stays."""
    first, _, rest = key.partition(" ")
    return rest if rest and first in ARTICLES else key
