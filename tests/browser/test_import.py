"""A letter of Word becomes a published page, by clicking: from the list and from an empty form."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from home.demo.accounts import PASSWORD
from tests.portal.files.written_documents import stored

pytestmark = pytest.mark.browser

CONVERTED = 90_000  # ms; a document is converted in a process of its own, on a machine that may be busy
TITLE = "L’atelier «\u00a0du bois\u00a0»"


@pytest.fixture
def editor(staff_page):
    page = staff_page()
    page.goto("/admin/")
    page.get_by_label("Nom d’utilisateur").fill("editrice")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Portail")
    return page


def test_a_letter_is_imported_from_the_list_completed_and_published(editor, staff_page, tmp_path):
    editor.goto("/admin/ecrire/actualite/")
    editor.goto(re.sub(r"/add/news/newspage/(\d+)/", r"/\1/", editor.url))
    editor.get_by_role("button", name="Actions").first.click()
    editor.get_by_role("link", name="Importer un document…").click()
    editor.get_by_label("Devient").select_option("Actualité")
    editor.get_by_label("Document").set_input_files(stored(tmp_path, "docx"))
    editor.get_by_role("button", name="Importer").click()
    expect(editor.locator(".messages")).to_contain_text("1\u00a0tableau", timeout=CONVERTED)
    expect(editor.locator("#id_title")).to_have_value(TITLE)

    editor.get_by_role("button", name="Publier", exact=True).click()
    expect(editor.locator(".messages")).to_contain_text("Titre du tableau", timeout=CONVERTED)
    editor.locator(".messages a[data-mistake]").first.click()  # the table is folded: the sentence opens it
    caption = editor.locator("#body-1-value-caption")
    expect(caption).to_be_focused()
    caption.fill("Deux projets")
    editor.get_by_role("button", name="Publier", exact=True).click()
    expect(editor.locator(".messages").get_by_text(re.compile("publiée")).first).to_be_visible(timeout=CONVERTED)

    visitor = staff_page()
    visitor.goto("/actualites/")
    visitor.get_by_role("link", name=TITLE).first.click()
    expect(visitor.get_by_role("table")).to_contain_text("Atelier")
    expect(visitor.get_by_alt_text("Une salle")).to_be_visible()


def test_an_empty_form_leads_to_the_import(editor, tmp_path):
    editor.goto("/admin/ecrire/actualite/")
    editor.get_by_role("button", name="Plus d’actions").click()
    editor.get_by_role("link", name="Importer un document…").click()
    expect(editor.get_by_label("Devient")).to_have_value("news.newspage")
    editor.get_by_label("Document").set_input_files(stored(tmp_path, "odt"))
    editor.get_by_role("button", name="Importer").click()
    expect(editor.locator("#id_title")).to_have_value(TITLE, timeout=CONVERTED)
