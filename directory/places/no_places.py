"""Texts that are no place, and what they are: a company, a country, an address, doubt. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from directory.places.folding import fold, name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

ABROAD = Path(__file__).parents[1] / "data" / "abroad.csv"

# Monaco is not France, has a code of French look, and is asked for: it gets an answer of its own.
MONACO_CODE = "98000"
MONACO_NAMES = frozenset({"monaco", "monte carlo", "principaute de monaco"})
# Who has several sites types the whole country.
NATIONAL_NAMES = frozenset(
    {"france", "la france", "toute la france", "france entiere", "france metropolitaine", "national", "projet national"}
    | {"plusieurs sites", "plusieurs regions", "multi sites", "partout", "partout en france"}
)
UNSURE_NAMES = frozenset(
    {"je ne sais pas", "je ne sais pas encore", "je sais pas", "ne sais pas", "sais pas", "je ne sais plus", "nsp"}
    | {"aucune idee", "je l ignore", "pas encore", "pas encore decide", "je ne connais pas", "inconnu", "a definir"}
    | {"jsp", "je ne sais pas trop", "on ne sait pas", "a voir", "le nord de la france", "le sud de la france"}
    | {"sud", "est", "ouest", "le sud", "l est", "l ouest", "nord est", "nord ouest", "sud est", "sud ouest"}
    | {"le nord est", "le nord ouest", "le sud est", "le sud ouest", "grand ouest", "grand sud", "le grand ouest"}
    | {"peu importe", "n importe", "n importe ou", "ou vous voulez", "indifferent", "aucun", "aucune"}
)

# Nine digits of a Siren, fourteen of a Siret, in one or in groups as on a letterhead.
_COMPANY = re.compile(r"(?<!\d)\d{3}([ .]?)\d{3}\1\d{3}(?P<office>[ .]?\d{5})?(?!\d)")
_COMPANY_WORDS = frozenset({"siret", "siren", "numero", "n", "no", "rcs", "entreprise"})
_STREET = re.compile(
    r"(?:\d+ ?(?:bis|ter|quater|[a-d])? ?,? ?)?(?:rue|avenue|av|boulevard|bd|bld|place|pl|chemin|che|route|rte|allees?|"
    r"impasse|imp|quai|cours|square|sq|faubourg|fg|esplanade|passage|sentier|rond point|lotissement|residence|"
    r"zone|zi|za|zac|parc|lieu dit|bp|cs) "
)
_LAST_PART = re.compile(r"[,;\n]| - | – ")


def without_company(typed: str) -> tuple[str, str]:
    """(the text without the number of a company, « Siret » or « Siren »); the second is empty when there is none."""
    found = _COMPANY.search(typed)
    if not found:
        return typed, ""
    rest = typed[: found.start()] + " " + typed[found.end() :]
    kept = [word for word in rest.replace(":", " ").split() if not _COMPANY_WORDS.issuperset(fold(word))]
    return " ".join(kept), "Siret" if found["office"] else "Siren"


def is_abroad(words: Sequence[str]) -> bool:
    """Whether words name a country or a town abroad."""
    return name_key(words) in _abroad()


def ends_abroad(words: Sequence[str]) -> bool:
    """Whether words end as an address abroad does: « Lausanne, Suisse », « 1000 Bruxelles »."""
    return any(is_abroad(words[cut:]) for cut in range(1, len(words)))


def is_street(typed: str) -> bool:
    """Whether a text begins as an address does: « 12 bis, rue de la Paix », « ZA des Forges »."""
    return bool(_STREET.match(f"{' '.join(fold(typed))} "))


def last_part(typed: str) -> str:
    """What follows the last comma of an address, « Rouen » of « 12 rue de la Paix, Rouen »; empty without a comma."""
    parts = _LAST_PART.split(typed)
    return parts[-1].strip() if len(parts) > 1 else ""


@lru_cache(maxsize=1)
def _abroad() -> frozenset[str]:
    return frozenset(name_key(fold(name)) for name in ABROAD.read_text(encoding="utf-8").splitlines()[1:])
