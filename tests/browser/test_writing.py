"""How long it takes to write, counted: every click, every field filled, every file given is an interaction."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from home.demo.accounts import PASSWORD
from tests.browser.pasted import DROP, EXCEL, WORD, paste

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

LOOKED_INTO = 60_000  # ms; a picture is read in a process of its own, on a machine that may be busy
UPLOAD = "#id_image-chooser-upload"


class Hands:
    """Somebody at the keyboard, whose every move is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.moves = page, 0

    def click(self, what: Locator) -> None:
        """One click."""
        self.moves += 1
        what.click()

    def fill(self, selector: str, text: str) -> None:
        """One field, by the keyboard."""
        self.moves += 1
        self.page.locator(selector).fill(text)

    def give(self, selector: str, name: str, content: bytes) -> None:
        """One file, chosen in the dialogue of the system."""
        self.moves += 1
        self.page.locator(selector).set_input_files({"name": name, "mimeType": "image/png", "buffer": content})

    def drop(self, selector: str, name: str, content: bytes) -> None:
        """One file, let fall on a field."""
        self.moves += 1
        self.page.locator(selector).evaluate(DROP, [name, base64.b64encode(content).decode()])

    def publish(self) -> None:
        """The main button."""
        self.click(self.page.get_by_role("button", name="Publier", exact=True))
        expect(self.page.locator(".messages").get_by_text(re.compile("publiée")).first).to_be_visible(
            timeout=LOOKED_INTO
        )


def picture(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(content, "PNG")
    return content.getvalue()


@pytest.fixture(scope="module")
def signed_in() -> list[dict[str, Any]]:
    """Cookies of the editor's session, once the first test has signed in."""
    return []


@pytest.fixture
def desk(staff_page, signed_in):
    """The admin's home of an editor who has signed in."""
    page = staff_page()
    page.context.add_cookies(signed_in)
    page.goto("/admin/")
    if not signed_in:
        page.get_by_label("Nom d’utilisateur").fill("editrice")
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Écrire une actualité").first).to_be_visible()
    signed_in[:] = page.context.cookies()
    return page


def begun(hands: Hands) -> None:
    hands.click(hands.page.get_by_role("link", name="Écrire une actualité").first)
    hands.page.wait_for_load_state("networkidle")


def seen_by_a_visitor(staff_page, title: str) -> Page:
    visitor = staff_page()
    visitor.goto("/actualites/")
    visitor.get_by_role("link", name=title).first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
    return visitor


def test_a_news_item_with_its_picture_is_live_in_eight_interactions(desk, staff_page):
    hands, title = Hands(desk), "L’atelier de l’été"
    begun(hands)
    hands.fill("#id_title", title)
    hands.click(desk.locator("#id_image-chooser").get_by_role("button", name="Choisir une image"))
    hands.give(f"{UPLOAD}-file", "salle.png", picture("teal"))
    expect(desk.locator(f"{UPLOAD}-title")).to_have_value("salle")  # which Wagtail's script makes, after a moment
    hands.fill(f"{UPLOAD}-description", "Une salle vide, à cinq établis.")
    hands.fill(f"{UPLOAD}-credit", "© Camille Exemple")
    hands.click(desk.locator(".modal #tab-upload button[type=submit]"))
    expect(desk.locator("#id_image-chooser img")).to_be_visible(timeout=LOOKED_INTO)
    hands.publish()
    assert hands.moves <= 8

    visitor = seen_by_a_visitor(staff_page, title)
    assert visitor.url.endswith("/actualites/atelier-de-ete/")
    expect(visitor.get_by_alt_text("Une salle vide, à cinq établis.")).to_be_visible()
    expect(visitor.get_by_text("© Camille Exemple")).to_be_visible()


def test_a_picture_dropped_on_its_field_leaves_time_for_the_lead(desk, staff_page):
    hands, title = Hands(desk), "Un jardin pour l’automne"
    begun(hands)
    hands.fill("#id_title", title)
    hands.fill("#id_lead", "Contenu d’exemple : dix personnes plantent des arbres.")
    hands.drop("#id_image-chooser", "jardin.png", picture("green"))
    expect(desk.locator(f"{UPLOAD}-title")).to_have_value("jardin")
    hands.fill(f"{UPLOAD}-description", "Dix jeunes arbres.")
    hands.fill(f"{UPLOAD}-credit", "© Camille Exemple")
    hands.click(desk.locator(".modal #tab-upload button[type=submit]"))
    expect(desk.locator("#id_image-chooser img")).to_be_visible(timeout=LOOKED_INTO)
    hands.publish()
    assert hands.moves <= 8
    expect(seen_by_a_visitor(staff_page, title).get_by_alt_text("Dix jeunes arbres.")).to_be_visible()


def test_a_picture_without_alternative_is_asked_for_it_or_for_the_choice_to_have_none(desk):
    hands = Hands(desk)
    begun(hands)
    hands.click(desk.locator("#id_image-chooser").get_by_role("button", name="Choisir une image"))
    hands.give(f"{UPLOAD}-file", "trait.png", picture("grey"))
    expect(desk.locator(f"{UPLOAD}-title")).to_have_value("trait")
    hands.click(desk.locator(".modal #tab-upload button[type=submit]"))
    expect(desk.locator(".modal").get_by_text("Dites ce que montre l’image")).to_be_visible(timeout=LOOKED_INTO)
    hands.give(f"{UPLOAD}-file", "trait.png", picture("grey"))
    expect(desk.locator(f"{UPLOAD}-title")).to_have_value("trait")
    desk.locator(f"{UPLOAD}-is_decorative").check()
    hands.click(desk.locator(".modal #tab-upload button[type=submit]"))
    expect(desk.locator("#id_image-chooser img")).to_be_visible(timeout=LOOKED_INTO)


def cells(page: Page) -> list[list[str]]:
    """The table in the form, row by row."""
    found: dict[int, list[str]] = {}
    for field in page.locator("input[name^=body-0-value-rows-][name$=-value]").all():
        row = int(field.get_attribute("name").split("-rows-")[1].split("-")[0])
        found.setdefault(row, []).append(field.input_value())
    return [found[row] for row in sorted(found)]


ADD = "[data-streamfield-stream-container] .c-sf-add-button"
BODY = "[data-contentpath=body] > [data-streamfield-child]"
# Of the list that is open: one that closes leaves the page after its fading out, or never when it had not yet faded in.
KIT = ".tippy-box[data-state=visible] .w-combobox__menu [role=option]"
FIRST = "input[name=body-0-value-rows-0-value-0-value]"


def test_a_table_is_pasted_from_excel_and_from_word(desk, staff_page):
    hands, title = Hands(desk), "Un tableau de l’automne"
    begun(hands)
    hands.fill("#id_title", title)
    before = hands.moves
    hands.click(desk.locator(ADD).first)
    hands.click(desk.locator(KIT).get_by_text("tableau", exact=True))
    hands.fill("input[name=body-0-value-caption]", "Deux projets")
    hands.moves += 1
    paste(desk, FIRST, EXCEL)
    assert hands.moves - before <= 4
    assert cells(desk) == [
        ["Projet", "Où", "Effectif"],
        ["Atelier", 'dedans, au "bâtiment B"', "12"],
        ["Régie", "dehors", ""],
    ]
    paste(desk, FIRST, WORD)
    merged = [["Projet", "Où", ""], ["Atelier", "dedans", "12"], ["", "dehors", "3"]]
    assert cells(desk) == merged
    hands.publish()
    visitor = seen_by_a_visitor(staff_page, title)
    rows = [
        [cell.inner_text() for cell in row.locator("th, td").all()] for row in visitor.locator("main table tr").all()
    ]
    assert rows == merged


def test_every_block_of_the_kit_can_be_inserted_and_is_kept_folded(desk):
    hands = Hands(desk)
    begun(hands)
    hands.fill("#id_title", "Tout ce que l’on peut écrire")
    body = desk.locator("[name=body-count]").locator("xpath=..")
    desk.locator(ADD).first.click()
    expect(desk.locator(KIT).first).to_be_visible()
    kit = desk.locator(KIT).all_inner_texts()
    assert len(kit) >= 16
    groups = desk.locator(".w-combobox__optgroup-label").all_inner_texts()
    assert groups == ["Texte", "Images et fichiers", "Chiffres et tableaux", "Renvois"]
    for place in range(len(kit)):
        if place:
            body.locator(".c-sf-add-button").last.click()
        desk.locator(KIT).nth(place).click()
        # The block comes after the click; until then the last button is that of the list that closes.
        expect(desk.locator("[name=body-count]")).to_have_value(str(place + 1))
    desk.get_by_role("button", name="Plus d’actions").click()
    desk.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(desk.locator(".messages")).to_be_visible(timeout=LOOKED_INTO)
    desk.wait_for_load_state("load")
    expect(desk.locator("[name=body-count]")).to_have_value(str(len(kit)))
    for place in range(len(kit)):
        toggle = desk.locator(f"[name=body-{place}-type] ~ section [data-panel-toggle]").first
        expect(toggle).to_have_attribute("aria-expanded", "false")


def test_each_mistake_leads_to_its_field_in_a_folded_block_and_in_another_tab(desk):
    hands = Hands(desk)
    begun(hands)
    hands.fill("#id_title", "Ce qui reste à corriger")
    hands.click(desk.locator(ADD).first)
    hands.click(desk.locator(KIT).get_by_text("citation", exact=True))
    desk.locator("[name=body-0-type] ~ section [data-panel-toggle]").first.click()
    expect(desk.locator("#body-0-value-text")).to_be_hidden()
    desk.get_by_role("tab", name="Promotion").click()
    desk.locator("#id_slug").fill("agenda")  # the list answers there itself
    desk.get_by_role("tab", name="Contenu").click()
    desk.get_by_role("button", name="Publier", exact=True).click()

    said = desk.locator(".messages a[data-mistake]")
    expect(said).to_have_count(2, timeout=LOOKED_INTO)
    said.filter(has_text="Citation 1").click()
    expect(desk.locator("#body-0-value-text")).to_be_focused()
    said.filter(has_text="Adresse").click()
    expect(desk.locator("#id_slug")).to_be_focused()
