"""The reader's way, in a real browser: from the home page to an article, then by the search; and every kind of page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.measures import violations_everywhere

pytestmark = pytest.mark.browser

KINDS = {
    "home": "/",
    "landing page": "/travailler-avec-la-prison/",
    "actors": "/qui-fait-quoi/",
    "place among the actors": "/qui-fait-quoi/?je-suis=entreprise",
    "directory": "/trouver-un-referent/",
    "directory of a region": "/trouver-un-referent/?region=normandie&mission=formation",
    "directory of a direction": "/trouver-un-referent/?direction=dspom",
    "answer": "/trouver-un-referent/?lieu=Le+Havre",
    "which commune": "/trouver-un-referent/?lieu=Saint-Denis",
    "unknown place": "/trouver-un-referent/?lieu=98000",
    "direction": "/trouver-un-referent/direction/rennes/",
    "referent": "/trouver-un-referent/referents/grand-ouest-travail/",
    "regions": "/regions/",
    "region": "/regions/normandie/",
    "region overseas": "/regions/mayotte/",
    "news": "/actualites/",
    "news of a year": "/actualites/?annee=2021",
    "article": "/actualites/occitanie-trois-ans-de-plus/",
    "publications": "/publications/",
    "publication": "/publications/lettre-2-apprendre-avant-de-sortir/",
    "glossary": "/glossaire/",
    "glossary, a word": "/glossaire/?q=spip",
    "subscription": "/recevoir-les-actualites/",
    "subscription asked for": "/recevoir-les-actualites/verifier/",
    "agenda": "/actualites/agenda/",
    "event": "/actualites/visite-d-ateliers-pour-les-employeurs/",
    "conventions": "/conventions/",
    "convention": "/conventions/occitanie/",
    "renewed convention": "/conventions/provence-alpes-cote-d-azur-2017-2019/",
    "no convention": "/conventions/?region=mayotte",
    "search": "/recherche/?q=formation",
    "search without result": "/recherche/?q=zblorg",
    "search of a place": "/recherche/?q=Le+Havre",
    "search of an acronym": "/recherche/?q=SPIP",
    "search narrowed": "/recherche/?q=formation&type=actualites&tri=date",
    "site map": "/plan-du-site/",
    "legal notice": "/accessibilite/",
    "contact": "/contact/",
    "lost link of a request": "/contact/suivi/",
}


def test_every_kind_of_page_is_accessible(open_page, violations):
    """One after the other in one window, which keeps styles and fonts as a reader's does."""
    page, found = open_page(), {}
    for kind, address in KINDS.items():
        answer = page.goto(address)
        assert answer.status == 200, kind
        found |= {
            f"{kind}, {where}": complaints for where, complaints in violations_everywhere(page, violations).items()
        }
    assert found == {}


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (390, False)])
def test_a_reader_finds_and_reads(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="Toutes les actualités").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Actualités")
    page.get_by_label("Année", exact=True).select_option("2021")
    page.get_by_role("button", name="Afficher").click()
    page.get_by_role("link", name=re.compile("^Occitanie")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Occitanie")
    expect(page.get_by_text("10 600").first).to_be_visible()

    if width >= 992:
        page.get_by_label("Rechercher dans le site").first.fill("reinsertions detenu")
        page.get_by_role("search").get_by_role("button", name="Rechercher").first.click()
    else:
        page.get_by_role("banner").get_by_role("link", name="Rechercher").click()
        page.get_by_role("main").get_by_label("Rechercher dans le site").fill("reinsertions detenu")
        page.get_by_role("main").get_by_role("button", name="Rechercher").click()
    expect(page.locator("main div[role=status]")).to_contain_text("résultat")
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_menu_opens_and_escape_gives_the_focus_back(open_page):
    page = open_page(width=390)
    page.goto("/")
    button = page.get_by_role("button", name="Menu")
    menu = page.get_by_role("navigation", name="Menu principal")
    expect(menu).to_be_hidden()
    button.click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
