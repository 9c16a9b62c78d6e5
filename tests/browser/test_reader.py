"""The reader's way, in a real browser: from the home page to an article, then by the search."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.rgaa("7.2")
@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (390, False)])
def test_a_reader_finds_and_reads(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="Toutes les actualités").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Actualités")
    page.locator("summary", has_text="Choisir les actualités").click()
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


@pytest.mark.rgaa("7.1", "7.3")
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


def test_the_address_of_an_answer_opens_the_question_it_is_folded_in(open_page):
    page = open_page(width=390)
    page.goto("/questions-frequentes/")
    answer = page.locator("#delais")
    expect(answer).to_be_hidden()
    page.evaluate("location.hash = 'delais'")
    expect(answer).to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False])
def test_each_address_of_a_word_leads_to_it(open_page, javascript):
    """The own one, and that from before letters had pages, by one click more."""
    page = open_page(width=390, javascript=javascript)
    page.goto("/glossaire/?lettre=s#spip")
    expect(page.locator("div#spip")).to_be_in_viewport()
    page.goto("/glossaire/#spip")
    word = page.locator("#spip")
    expect(word).to_be_in_viewport()
    word.click()
    expect(page.locator("div#spip")).to_be_in_viewport()
