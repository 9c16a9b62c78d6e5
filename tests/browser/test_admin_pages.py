"""Our own pages of the admin: nothing that axe finds, nothing wider than a telephone, in both schemes."""

from __future__ import annotations

import re

import pytest

from home.demo.accounts import PASSWORD

pytestmark = pytest.mark.browser

PAGES = {
    "administratrice": [
        "/admin/",
        "/admin/calendrier/",
        "/admin/ce-qui-manque/",
        "/admin/guide/?q=image",
        "/admin/guide/ecrire-une-actualite/",
        "/admin/premier-jour/",
        "/admin/qualite/",
        "/admin/modeles/",
        "/admin/comptes/inviter/",
        "/admin/annuaire/couverture/",
        "/admin/annuaire/importer/",
        "/admin/annuaire/1/depart/",
        "/admin/recherches/",
    ],
    "responsable": [
        "/admin/demandes/",
        "/admin/demandes/1/",
        "/admin/demandes/tableau-de-bord/",
        "/admin/demandes/consultations/",
        "/admin/demandes/saisir/",
    ],
    "referente": ["/admin/annuaire/ma-fiche/", "/admin/annuaire/mes-ateliers/"],
}
WIDER = "[...document.querySelectorAll('html, main')].filter(each => each.scrollWidth > each.clientWidth).length"


@pytest.mark.parametrize(
    ("account", "scheme"),
    [
        pytest.param("administratrice", "dark", marks=pytest.mark.full),
        pytest.param("administratrice", "light", marks=pytest.mark.full),
        pytest.param("responsable", "dark", marks=pytest.mark.full),
        pytest.param("responsable", "light", marks=pytest.mark.full),
        pytest.param("referente", "light", marks=pytest.mark.full),
        ("referente", "dark"),
    ],
)
def test_our_pages_are_read_by_everybody_on_a_telephone(staff_page, violations, account, scheme):
    page = staff_page(width=390)
    page.emulate_media(color_scheme=scheme)
    page.goto("/admin/")
    assert violations(page) == [], "the login"
    page.locator("#id_username").fill(account)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/admin/$"))  # not the login's own, which ends with ?next=/admin/
    for path in PAGES[account]:
        assert page.goto(path).status == 200, path
        assert page.evaluate(WIDER) == 0, path
        assert violations(page, part="main") == [], path
