"""The editor's way, in a real browser: log in, write, publish, see it live and find it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from home.demo.accounts import PASSWORD

pytestmark = pytest.mark.browser

TITLE = "Un atelier de reliure ouvre à Villefictive"


def test_an_editor_writes_publishes_and_finds_it(staff_page):
    page = staff_page()
    page.goto("/admin/")
    page.get_by_label("Nom d’utilisateur").fill("editrice")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Portail de l’insertion professionnelle")

    page.goto("/admin/pages/search/?q=Actualités")
    news_index = page.get_by_role("link", name="Actualités", exact=True).first.get_attribute("href")
    page.goto(f"/admin/pages/add/news/newspage/{re.search('[0-9]+', news_index)[0]}/")
    page.locator("#id_title").fill(TITLE)  # Wagtail labels it for assistive technology alone
    page.locator("#id_lead").fill("Contenu d’exemple : dix personnes apprennent à relier des registres.")
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text(re.compile("publiée")).first).to_be_visible()

    visitor = staff_page()
    visitor.goto("/actualites/")
    expect(visitor.get_by_role("link", name=TITLE)).to_be_visible()
    visitor.goto("/recherche/?q=reliures")
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
