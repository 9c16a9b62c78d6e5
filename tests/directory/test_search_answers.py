"""Which part of a query names a place, on the whole real gazetteer."""

from __future__ import annotations

import pytest

from directory.search_answers import place_in
from directory.territory.files import read_tables


@pytest.fixture(scope="module")
def gazetteer():
    return read_tables().gazetteer()


@pytest.mark.parametrize(
    ("typed", "is_spoken_of", "place"),
    [
        ("Le Havre", True, "Le Havre"),
        ("76600", True, "76600"),
        ("76", True, "76"),
        ("apprentissage le havre", True, "le havre"),
        ("travail à Rouen", True, "a rouen"),
        ("Marseille ateliers", True, "marseille"),
        ("emploi en Seine-Maritime", True, "en seine maritime"),
        ("référent 59650", True, "référent 59650"),
        ("DISP de Rennes", True, "DISP de Rennes"),
        ("Couture", True, ""),  # communes of a few hundred people, and a trade
        ("Vert", True, ""),
        ("Trouhans", False, "Trouhans"),
        ("La Flèche", True, "La Flèche"),
        ("formation couture", True, ""),
        ("une somme", True, ""),
        ("centre de formation", True, ""),
        ("formation 2021", True, ""),
        ("loi 78", True, ""),
        ("le CV", True, ""),
        ("marsei ateliers", True, ""),
        ("", False, ""),
        ("réinsertion", False, ""),
        (" ".join(["mot"] * 40) + " Rouen", True, ""),
        ("13 000 détenus", True, ""),
        ("13000 détenus", True, ""),
        ("accueil de 13 000 détenus en 2024", True, ""),
        ("50 %", True, ""),
        ("50% des personnes", False, ""),
        ("10 000 €", True, ""),
        ("10 000 euros", False, ""),
        ("plus de 13 000", True, ""),
        ("environ 75 000 personnes", True, ""),
        ("35h", True, ""),
        ("35 heures", False, ""),
        ("75 ans", False, ""),
        ("30 places", False, ""),
        ("1 500 salariés", False, ""),
        ("69000 entreprises", False, ""),
        ("12 mois", True, ""),
        ("51100 Reims", True, "51100 Reims"),
        ("51 Reims", True, "51 Reims"),
        ("92 Hauts-de-Seine", True, "92 Hauts-de-Seine"),
        ("76 600", True, "76 600"),
        ("50 % de travail à Rouen", True, "a rouen"),
        ("fort", True, ""),
        ("la baule", True, "la baule"),
    ],
)
def test_the_part_of_a_query_that_names_a_place(gazetteer, typed, is_spoken_of, place):
    assert place_in(typed, gazetteer, is_spoken_of=is_spoken_of) == place
