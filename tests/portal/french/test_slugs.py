"""Addresses of titles: no accent, no ligature, no elided article, nothing but letters, figures and hyphens."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.french.slugs import is_made_of, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’école d’été : ouvrir l'œil", "ecole-ete-ouvrir-oeil"),
        ("Aujourd’hui, qu’une fois", "aujourd-hui-une-fois"),
        ("Jusqu’à l’Île-de-Ré", "a-ile-de-re"),
        ("Le C.I.P. d’Agen", "le-cip-agen"),
        ("n° 12 — 50 % d’actifs", "n-12-50-actifs"),
        ("Presqu’île et grand-mère", "presqu-ile-et-grand-mere"),
        ("?", ""),
    ],
)
def test_a_title_makes_an_address(title, slug):
    assert slug_of(title) == slug


@given(st.text())
def test_an_address_holds_plain_signs_and_stays_as_it_is(title):
    slug = slug_of(title)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert slug_of(slug) == slug
    assert is_made_of(slug, title)


def test_another_address_is_no_address_of_the_title():
    assert is_made_of("latelier-du-bois", "L atelier du bois")
    assert not is_made_of("menuiserie", "L’atelier du bois")
