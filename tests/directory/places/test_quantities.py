"""Numbers that count are told from codes of places, on the real tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.places.quantities import without_quantities


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("accueil de 13 000 détenus", "accueil de"),
        ("13\u202f000\u00a0détenus", ""),
        ("13.000 personnes", ""),
        ("50 %", ""),
        ("50,5 % de femmes", "de femmes"),
        ("10 000 € de prime", "de prime"),
        ("10 k€", ""),
        ("contrat de 35h", "contrat de"),
        ("de 7h30 à 16 h 30", "de à"),  # the Gard is no hour
        ("1 200 m² à Rouen", "à Rouen"),
        ("environ 69 000", "environ"),
        ("76600", "76600"),
        ("76 600 Le Havre", "76 600 Le Havre"),
        ("ateliers 76600", "ateliers 76600"),
        ("06400 Cannes", "06400 Cannes"),
        ("80000 Amiens", "80000 Amiens"),
        ("dans le 77", "dans le 77"),
        ("Paris 12e", "Paris"),  # a rank says no place by itself
        ("sans nombre", "sans nombre"),
    ],
)
def test_quantities_leave_and_codes_stay(gazetteer, text, kept):
    assert without_quantities(text, gazetteer) == kept


@given(text=st.text(alphabet="0123456789 .,%€hkdétenusRiom\u00a0-", max_size=40))
def test_nothing_is_added_and_no_text_fails(gazetteer, text):
    kept = without_quantities(text, gazetteer)
    assert len(kept) <= len(text)
    assert not set(kept) - set(text) - {" "}
