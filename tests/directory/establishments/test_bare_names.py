"""What people call a place of detention, brought to its bare name."""

from __future__ import annotations

import pytest

from directory.establishments.bare_names import bare_name
from directory.establishments.models import Establishment
from directory.places.people import named


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("MA de Fresnes", "fresnes"),
        ("CP Fresnes", "fresnes"),
        ("Maison d’arrêt de la Talaudière", "talaudiere"),
        ("la prison du Mans", "mans"),
        ("centrale de Poissy", "poissy"),
        ("Les Baumettes", "baumettes"),
        ("Macon", "macon"),  # no initials of a kind
        ("prison", "prison"),
        ("", ""),
    ],
)
def test_the_kind_and_its_article_are_left_out(typed, bare):
    assert bare_name(typed) == bare


@pytest.mark.parametrize(
    ("typed", "exact"),
    [("MA Fresnes", True), ("CD de Fresnes", True), ("Fresnes prison", False), ("maison d’arrêt Fresne", False)],
)
def test_whatever_kind_is_typed_the_place_is_meant(typed, exact):
    fresnes = Establishment(pk="fresnes", name="Centre pénitentiaire de Fresnes")
    others = [Establishment(pk="sante", name="Centre pénitentiaire de Paris-La Santé")]
    found = named(bare_name(typed), [fresnes, *others])
    assert found.exact == ((fresnes,) if exact else ())


def test_a_part_of_a_name_proposes_the_place():
    sante = Establishment(pk="sante", name="Centre pénitentiaire de Paris-La Santé")
    assert named(bare_name("prison de la Santé"), [sante]).near == (sante,)
