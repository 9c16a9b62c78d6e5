"""Slug: the words of a title as an address, without accents, ligatures or elided articles. Pure: text in, text out."""

from __future__ import annotations

import re
import unicodedata

ELIDED = ("l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
# « l’atelier » → « atelier », « qu’une » → « une »; « aujourd’hui » is one word.
ELISION = re.compile(rf"\b(?:{'|'.join(ELIDED)})['’](?=\S)", re.IGNORECASE)
# Letters that Unicode does not decompose into a plain one and an accent.
LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
_DOTS_OF_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_LETTERS = str.maketrans(LIGATURES | {"’": "'"})  # or « Presqu’île » would lose its hyphen with its apostrophe
_OTHER = re.compile(r"[^a-z0-9]+")


def slug_of(text: str) -> str:
    """« L’école d’été : ouvrir l’œil » → « ecole-ete-ouvrir-oeil »; empty when no letter of ours is in it."""
    bare = _DOTS_OF_INITIALS.sub("", ELISION.sub("", text)).translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()
    return _OTHER.sub("-", plain).strip("-")


def is_made_of(slug: str, title: str) -> bool:
    """Whether a slug is what a title makes, whoever put the hyphens: a script in the browser or `slug_of`."""
    return slug.replace("-", "") == slug_of(title).replace("-", "")
