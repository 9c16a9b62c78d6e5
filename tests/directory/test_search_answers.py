"""Which part of a query names a place, on the whole real gazetteer."""

from __future__ import annotations

import pytest

from directory.search_answers import place_in
from directory.territory_files import read_tables


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
    ],
)
def test_the_part_of_a_query_that_names_a_place(gazetteer, typed, is_spoken_of, place):
    assert place_in(typed, gazetteer, is_spoken_of=is_spoken_of) == place
