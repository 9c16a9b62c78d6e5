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

    page.get_by_role("link", name="Écrire une actualité").first.click()
    page.wait_for_load_state("networkidle")  # Wagtail's script makes the address of the title
    page.locator("#id_title").fill(TITLE)  # Wagtail labels it for assistive technology alone
    page.locator("#id_lead").fill("Contenu d’exemple : dix personnes apprennent à relier des registres.")
    expect(page.locator("#id_slug")).not_to_have_value("")
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.locator(".messages").get_by_text(re.compile("publiée")).first).to_be_visible()

    visitor = staff_page()
    visitor.goto("/actualites/")
    expect(visitor.get_by_role("link", name=TITLE)).to_be_visible()
    visitor.goto("/recherche/?q=reliures")
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_dates_choosers_and_rows_start_without_a_script_written_into_the_page(staff_page):
    """`staff_page` fails for what the policy refuses; here what takes its place is used."""
    page = staff_page()
    page.goto("/admin/")
    page.get_by_label("Nom d’utilisateur").fill("editrice")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Portail de l’insertion professionnelle")
    page.get_by_role("link", name="Écrire une actualité").first.click()
    page.locator("#id_published_on").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    page.goto("/admin/")
    page.get_by_role("link", name="Écrire une convention").first.click()
    page.wait_for_url("**/conventionpage/**")
    page.locator("#id_documents-ADD").evaluate("button => button.click()")  # its part of the page may be folded
    expect(page.locator("#id_documents-0-document-chooser")).to_have_count(1)
    page.locator("#id_documents-0-document-chooser [data-chooser-action-choose]").first.evaluate("b => b.click()")
    expect(page.locator(".modal-dialog")).to_be_visible()
