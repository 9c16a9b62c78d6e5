"""« Lisieux → le plus proche → un atelier → une demande », in a real browser, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from directory.contact.form.tokens import MINIMUM_SECONDS
from tests.browser.employers import mails_to
from tests.browser.measures import violations_here

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_from_a_place_to_the_nearest_workshop_and_a_request(open_page, portal, violations, width, javascript):
    page = open_page(width=width, javascript=javascript)
    firm, address = f"Bois Exemple {width}", "bois@atelier-exemple.example"

    def look() -> None:
        if javascript:
            assert violations_here(page, violations) == {}

    page.goto("/etablissements/")
    look()
    page.get_by_label("Votre commune ou votre code postal").fill("Lisieux")
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les établissements les plus proches de Lisieux")
    nearest = page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=3)).first
    expect(nearest).to_contain_text(re.compile("Environ [0-9]+\\s?km"))
    look()

    nearest.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Centre pénitentiaire de Caen-Ifs")
    workshop = page.get_by_role("listitem").filter(has=page.get_by_text("Atelier bois"))
    expect(workshop.get_by_text("Contenu d’exemple")).to_be_visible()
    look()

    workshop.get_by_role("link", name="Écrire au sujet de cet atelier").click()
    expect(page.get_by_text("Centre pénitentiaire de Caen-Ifs, Atelier bois")).to_be_visible()
    page.get_by_text(re.compile("^Confier une production")).first.click()
    page.get_by_label("Votre projet en quelques mots").fill("200 nichoirs par mois.")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Entreprise ou organisme").fill(firm)
    page.get_by_label("Prénom et nom").fill("Lou Modèle")
    page.get_by_label("Fonction").fill("Gérante")
    page.get_by_label("Adresse e-mail").fill(address)
    page.get_by_role("button", name="Relire ma demande").click()
    expect(page.get_by_text("Centre pénitentiaire de Caen-Ifs, Atelier bois")).to_be_visible()
    look()
    page.wait_for_timeout(1000 * MINIMUM_SECONDS)  # as long as the form asks of a person
    page.get_by_role("button", name=re.compile("^Envoyer")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est envoyé")
    said = mails_to(portal, "@justice.example", firm)[0].replace("\u00a0", " ")
    assert "Établissement visé : Centre pénitentiaire de Caen-Ifs, Atelier bois" in said
