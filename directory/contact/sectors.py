"""Sectors of activity: groups of the 88 divisions of NAF rév. 2, whose names are read from ``directory/data``. Pure.

NAF 2025 will replace it: the file changes then, and old codes stay in it as long as requests hold them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from directory.territory.csv_lines import read_lines

FILE = Path(__file__).parents[1] / "data" / "sectors.csv"
COLUMNS = {"code": 2, "label": 70, "section": 1, "section_label": 60}


@lru_cache(maxsize=1)
def _lines() -> list[list[str]]:
    return [line.values for line in read_lines(FILE, COLUMNS, unique=["code"])]


# Groups of neighbouring divisions, by the code of the first one: « 13 » means 13 to 15. What works in prisons is told
# apart; the rest is not.
GROUPS = {
    "01": "Agriculture, forêt, pêche",
    "05": "Mines et carrières",
    "10": "Alimentation et boissons",
    "13": "Textile, habillement, cuir",
    "16": "Bois, papier, imprimerie",
    "19": "Chimie, pharmacie, plastique, verre",
    "24": "Métallurgie et produits en métal",
    "26": "Électronique, électricité, machines",
    "29": "Automobile et autres transports : fabrication",
    "31": "Meubles, jouets, autres fabrications",
    "33": "Réparation et installation de machines",
    "35": "Énergie, eau, déchets et recyclage",
    "41": "Bâtiment et travaux publics",
    "45": "Commerce et réparation automobile",
    "49": "Transport et logistique",
    "55": "Hôtellerie et restauration",
    "58": "Numérique, édition, communication",
    "64": "Banque, assurance, immobilier",
    "69": "Conseil, études, ingénierie",
    "77": "Services aux entreprises, propreté, espaces verts",
    "84": "Administration, enseignement, santé, action sociale",
    "90": "Culture, sport, associations, autres services",
}


def choices() -> list[tuple[str, str]]:
    """What a form offers: pairs of (code, label)."""
    return list(GROUPS.items())


def sector_label(code: str) -> str:
    """« Textile, habillement, cuir » for « 13 », « Boissons » for « 11 », of former requests; empty for none."""
    return GROUPS.get(code) or next((label for known, label, *_ in _lines() if known == code), "")
