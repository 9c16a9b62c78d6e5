"""« Une façon de travailler → un coût → une demande », and questions, in a real browser, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from directory.contact.form.tokens import MINIMUM_SECONDS
from tests.browser.employers import mails_to
from tests.browser.measures import fits, violations_here

pytestmark = pytest.mark.browser

WORKSHOP = re.compile("^Installer un atelier")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_from_the_comparison_to_a_way_and_the_form_with_its_project_ticked(open_page, violations, width, javascript):
    page = open_page(width=width, javascript=javascript)

    def look() -> None:
        assert fits(page), page.url
        if javascript:
            assert violations_here(page, violations) == {}

    page.goto("/travailler-avec-la-prison/")
    look()
    page.get_by_role("table").get_by_role("link", name=WORKSHOP).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Installer un atelier en prison")
    question = page.locator(".p-questions details").first
    expect(question.locator(".p-answer")).to_be_hidden()
    question.locator("summary").click()
    expect(question.locator(".p-answer")).to_be_visible()
    look()
    page.get_by_role("link", name="Décrire mon projet").first.click()
    expect(page.get_by_role("checkbox", name=WORKSHOP)).to_be_checked()
    assert page.get_by_role("checkbox", checked=True).count() == 1


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_a_figure_is_made_printed_and_carried_to_the_referent(open_page, portal, violations, width, javascript):
    page = open_page(width=width, javascript=javascript)
    firm, address = f"Atelier Exemple {width}", "chiffre@atelier-exemple.example"

    def look() -> None:
        assert fits(page), page.url
        if javascript:
            assert violations_here(page, violations) == {}

    page.goto("/estimer-un-cout/")
    look()
    page.get_by_label("Combien de postes").fill("cinq mille")
    page.get_by_role("button", name="Estimer").click()
    expect(page.get_by_role("heading", name="2 réponses à revoir")).to_be_visible()
    expect(page.get_by_label("Combien de postes")).to_have_value("cinq mille")
    look()
    page.get_by_label("Combien de postes").fill("5")
    page.get_by_label("Combien d’heures par poste").fill("17,5")
    page.get_by_label("Quelle façon de travailler").select_option("atelier")
    page.get_by_role("button", name="Estimer").click()
    figure = page.locator(".p-estimate [role=status]").inner_text().replace("\u202f", " ").replace("\u00a0", " ")
    assert re.fullmatch(r"5 postes : de [\d ]+ € à [\d ]+ € par mois\.", figure)
    expect(page.get_by_role("heading", name="Ce que ce chiffre suppose")).to_be_visible()
    look()

    page.emulate_media(media="print")
    expect(page.locator(".p-estimate [role=status]")).to_be_visible()
    expect(page.get_by_text("Code pénitentiaire, art. D. 412-64").first).to_be_visible()
    expect(page.get_by_role("button", name="Estimer")).to_be_hidden()
    page.emulate_media(media="screen")

    page.get_by_role("button", name="Parler de ce chiffre avec le référent").click()
    expect(page.get_by_role("checkbox", name=WORKSHOP)).to_be_checked()
    expect(page.get_by_label("Votre projet en quelques mots")).to_have_value(re.compile("Estimation du site"))
    page.get_by_label("Où").first.fill("Le Havre")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Entreprise ou organisme").fill(firm)
    page.get_by_label("Prénom et nom").fill("Lou Modèle")
    page.get_by_label("Adresse e-mail").fill(address)
    page.get_by_role("button", name="Relire ma demande").click()
    expect(page.get_by_text("Estimation du site").first).to_be_visible()
    page.wait_for_timeout(1000 * MINIMUM_SECONDS)  # as long as the form asks of a person
    page.get_by_role("button", name=re.compile("^Envoyer")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est envoyé")
    said = mails_to(portal, "@justice.example", firm)[0].replace("\u202f", " ").replace("\u00a0", " ")
    assert f"Estimation du site : {figure.removeprefix('5 postes : ')}" in said


def test_a_question_is_found_by_its_words_and_by_its_theme(open_page, violations):
    page = open_page(width=390)
    page.goto("/recherche/?q=combien+%C3%A7a+co%C3%BBte")
    page.get_by_role("main").get_by_role("link", name="Combien ça coûte").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions fréquentes")
    assert page.url.endswith("#combien-ca-coute")
    expect(page.get_by_role("heading", name="Combien ça coûte ?")).to_be_in_viewport()
    expect(page.locator("#combien-ca-coute")).to_be_in_viewport()
    expect(page.locator("details[open]")).to_have_count(1)
    page.goto("/questions-frequentes/?theme=recruter")
    expect(page.get_by_role("heading", name="Puis-je connaître le casier judiciaire")).to_be_visible()
    expect(page.get_by_role("heading", name="Combien ça coûte")).to_have_count(0)
    assert violations_here(page, violations) == {}
