"""The name of a place of detention without what it is a name of, as people type it and as its file has it. Pure."""

from __future__ import annotations

import re

from directory.places.folding import fold

# What people call a place of detention before its name, in words or initials: « MA de Fresnes », « la prison du Mans ».
_KIND = re.compile(
    r"(?:(?:l |la |le )?(?:prisons?|maison d arret|(?:maison )?centrale|centre penitentiaire|centre de detention"
    r"|(?:centre|quartier) de semi liberte|ma|mc|cp|cd|csl|epm) )?(?:de |d |du |des |a |au )?(?:la |le |les |l )?"
)


def bare_name(text: str) -> str:
    """A name in plain words, without what it is a name of: « maison d’arrêt de La Santé » → « sante »."""
    words = " ".join(fold(text))
    return words[_KIND.match(words).end() :]
