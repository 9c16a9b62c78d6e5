"""The search by keyboard: proposals while typing, results, choices taken and taken back; and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.measures import fits

pytestmark = pytest.mark.browser

SEARCH = "/recherche/"


def proposed(page):
    return page.get_by_role("listbox", name="Recherches proposées")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_words_are_proposed_while_one_types(open_page, violations, width, scheme):
    page = open_page(width=width, scheme=scheme)
    page.goto(SEARCH)
    field = page.get_by_role("main").get_by_label("Rechercher dans le site")
    field.press_sequentially("norman", delay=20)
    expect(proposed(page)).to_be_visible()
    expect(page.locator("main .p-combo [role=status]")).to_have_text(re.compile("^[0-9] recherches proposées$"))
    field.press("ArrowDown")
    expect(proposed(page).get_by_role("option", selected=True)).to_have_count(1)
    assert violations(page) == []
    assert fits(page)
    field.press("Escape")
    expect(proposed(page)).to_be_hidden()
    expect(field).to_have_value("norman")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).not_to_have_value("norman")
    field.press("Enter")
    expect(page.locator("main div[role=status]")).to_contain_text(re.compile("résultat|réponse"))


def test_the_header_proposes_too(open_page):
    page = open_page()
    page.goto("/")
    field = page.get_by_role("banner").get_by_label("Rechercher dans le site")
    field.press_sequentially("formati", delay=20)
    expect(proposed(page)).to_be_visible()
    field.press("Enter")
    page.wait_for_url("**/recherche/?q=formati")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_the_keyboard_narrows_sorts_and_takes_back(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript)
    page.goto(f"{SEARCH}?q=emploi")
    status = page.locator("main div[role=status]")
    expect(status).to_contain_text("résultats pour « emploi »".replace("« ", "«\u00a0").replace(" »", "\u00a0»"))
    if width < 992:
        page.get_by_role("link", name=re.compile("^Affiner les [0-9]+ résultats$")).press("Enter")
        expect(page).to_have_url(re.compile("#affiner$"))
    facets = page.get_by_role("navigation", name="Affiner les résultats")
    facets.get_by_role("link", name=re.compile("^Conventions")).press("Enter")
    expect(status).to_contain_text("(Conventions)")
    expect(facets.locator("[aria-current=true]")).to_contain_text("Conventions")
    page.get_by_role("link", name="Trier par date").press("Enter")
    expect(page.get_by_role("link", name="Trier par pertinence")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Retirer.: Conventions$")).press("Enter")
    expect(page.get_by_role("list", name="Vos choix")).to_have_count(0)


def test_without_scripts_the_field_is_a_field(open_page):
    page = open_page(javascript=False)
    page.goto("/")
    field = page.get_by_role("banner").get_by_label("Rechercher dans le site")
    expect(field).not_to_have_attribute("role", "combobox")
    field.fill("76600")
    field.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Votre référente est")
