"""The employer's way, in a real browser: a place, a person, a request that arrives."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from directory.contact.form.tokens import MINIMUM_SECONDS
from tests.browser.employers import mails_to
from tests.browser.measures import violations_here

pytestmark = pytest.mark.browser


@pytest.mark.rgaa("7.2", "11.12")
@pytest.mark.parametrize(
    ("width", "javascript"),
    [
        (390, True),
        (1280, False),
        pytest.param(1280, True, marks=pytest.mark.full),
        pytest.param(390, False, marks=pytest.mark.full),
    ],
)
def test_an_employer_finds_the_referent_and_writes(open_page, portal, violations, width, javascript):
    page = open_page(width=width, javascript=javascript)
    address = f"lou-{width}-{javascript}@atelier-exemple.example".lower()

    def look() -> None:
        # axe and measuring need scripts; without them the same pages are walked, not analysed.
        if javascript:
            assert violations_here(page, violations) == {}

    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("à qui parler près de chez vous")
    look()

    page.get_by_label("Votre commune ou votre code postal").fill("76600")
    page.get_by_role("button", name="Trouver mon référent").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre")
    expect(page.get_by_text("dépend de la direction interrégionale de Rennes").first).to_be_visible()
    look()

    page.get_by_role("link", name=re.compile("^Écrire à")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Décrire votre projet")
    look()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text(re.compile("réponses? à revoir")).first).to_be_visible()
    look()
    # The design system draws the box on the label, over the control: a click lands there.
    page.get_by_text(re.compile("^Confier une production")).first.click()
    expect(page.get_by_label("Confier une production")).to_be_checked()
    page.get_by_label("Votre projet en quelques mots").fill("400 coffrets à monter chaque semaine, dès mars.")
    page.get_by_role("button", name="Continuer").click()

    expect(page.get_by_role("heading", name=re.compile("Vos coordonnées"))).to_be_visible()
    look()
    page.get_by_label("Entreprise ou organisme").fill("Atelier Exemple")
    page.get_by_label("Prénom et nom").fill("Lou Modèle")
    page.get_by_label("Fonction").fill("Gérante")
    page.get_by_label("Adresse e-mail").fill(address)
    page.get_by_role("button", name="Relire ma demande").click()

    expect(page.get_by_role("heading", name=re.compile("Relire"))).to_be_visible()
    expect(page.get_by_text("400 coffrets à monter chaque semaine")).to_be_visible()
    look()
    page.wait_for_timeout(1000 * MINIMUM_SECONDS)  # as long as the form asks of a person
    page.get_by_role("button", name=re.compile("^Envoyer")).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est envoyé")
    reference = re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]+\b", page.inner_text("main"))
    assert reference is not None
    look()
    mails_to(portal, address, reference[0])
    mails_to(portal, "r2ip", reference[0])


def test_who_answers_shows_as_soon_as_a_place_is_picked(open_page, violations):
    page = open_page(width=390)
    page.goto("/contact/")
    field = page.get_by_label("Où ?")
    field.fill("76600")
    page.locator(".p-combo__list [role=option]").first.click()
    expect(page.locator("#placed")).to_contain_text("Votre demande ira à Camille Exemple")
    expect(page.locator("#who-answers")).to_contain_text("02 61 91 00 12")
    field.fill("Saint-Denis")
    field.press("Tab")
    expect(page.get_by_role("group", name=re.compile("Laquelle est la vôtre"))).to_be_visible()
    expect(page.locator("#who-answers")).to_contain_text("Dites-nous où")
    page.get_by_text("Saint-Denis, La Réunion").click()
    expect(page.locator("#who-answers")).to_contain_text("La Réunion")
    assert violations(page) == []


def test_who_answers_is_asked_without_a_script(open_page):
    page = open_page(javascript=False)
    page.goto("/contact/")
    page.get_by_label("Où ?").fill("76600")
    page.get_by_role("button", name="Voir qui répond").click()
    expect(page.locator("#who-answers")).to_contain_text("Camille Exemple")
    expect(page.get_by_label("Où ?")).to_have_value("76600")
    expect(page.get_by_text("à revoir")).to_have_count(0)
