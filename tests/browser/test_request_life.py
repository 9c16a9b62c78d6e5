"""A request from the form to oblivion, in a real browser: employer, referent, manager, editor; then the operator."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from playwright.sync_api import expect

from home.demo.accounts import PASSWORD
from tests.browser.employers import describe_project, give_details, mails_to, send

pytestmark = pytest.mark.browser

ADDRESS = "alix.temoin@cartonnages-exemple.example"
ANSWER = "Je vous propose une visite de l’atelier jeudi."


def sign_in(page, username: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Nom d’utilisateur").fill(username)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def send_request(page) -> str:
    """An employer of Le Havre writes; return the reference and leave the page of what follows open."""
    page.goto("/contact/?lieu=76600")
    describe_project(page, "Des étuis en carton à plier, toute l’année.")
    give_details(page, ADDRESS)
    reference = send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est envoyé à Camille Exemple")
    page.get_by_role("link", name="Suivre ma demande").click()
    return reference


def main_violations(page, violations) -> list[str]:
    """What axe finds in the page, wide and light, narrow and dark, but for Wagtail's own frame around it."""
    found = []
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} {scheme} {each}" for each in violations(page, part="main")]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def command(portal, *arguments: str) -> str:
    """What the operator reads after a command on the same data."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development", "DATA_DIR": str(portal.data), "PORTAL_URL": portal.url,
    }  # fmt: skip
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    done = subprocess.run([*manage, *arguments], env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def test_from_the_form_to_the_answer_and_to_oblivion(open_page, staff_page, portal, violations):
    employer, referent, manager, editor = open_page(), staff_page(), staff_page(), staff_page()
    reference = send_request(employer)

    sign_in(referent, "referente")
    referent.get_by_role("link", name=re.compile("à prendre en charge")).click()
    expect(referent.get_by_role("link", name=reference)).to_be_visible()
    assert main_violations(referent, violations) == []
    referent.get_by_role("link", name=reference).click()
    expect(referent.get_by_text("Des étuis en carton à plier")).to_be_visible()
    assert main_violations(referent, violations) == []
    referent.get_by_role("button", name="Prendre en charge").click()
    expect(referent.get_by_text("Vous avez pris cette demande en charge.")).to_be_visible()
    referent.get_by_label("Note interne, jamais envoyée").fill("Place libre à l’atelier 2.")
    referent.get_by_role("button", name="Ajouter la note").click()

    referent.get_by_role("link", name="Répondre", exact=True).click()
    referent.get_by_label("Votre réponse").fill(f"Bonjour,\n\n{ANSWER}\n\nCamille Exemple")
    assert main_violations(referent, violations) == []
    referent.get_by_role("button", name="Relire avant d’envoyer").click()
    expect(referent.get_by_text(ADDRESS)).to_be_visible()
    assert main_violations(referent, violations) == []
    referent.get_by_role("button", name="Envoyer").click()
    expect(referent.get_by_text("Réponse de Camille Exemple")).to_be_visible()
    mails_to(portal, ADDRESS, f"Re: Votre demande {reference}")

    employer.reload()
    expect(employer.get_by_text(ANSWER)).to_be_visible()
    expect(employer.get_by_text("Place libre")).to_have_count(0)
    employer.get_by_label(re.compile("Votre message|message")).first.fill("Jeudi à 10 h, c’est parfait.")
    employer.get_by_role("button", name=re.compile("^Envoyer")).click()
    expect(employer.get_by_text("Jeudi à 10 h, c’est parfait.").first).to_be_visible()

    sign_in(manager, "responsable")
    manager.goto("/admin/demandes/tableau-de-bord/")
    assert main_violations(manager, violations) == []
    for each in ("/admin/demandes/", "/admin/demandes/saisir/", "/admin/modeles-de-reponse/new/"):
        manager.goto(each)
        assert main_violations(manager, violations) == [], each
    manager.goto(f"/admin/demandes/?q={reference}")
    manager.get_by_role("link", name=reference).click()
    expect(manager.get_by_text("Jeudi à 10 h, c’est parfait.")).to_be_visible()
    expect(manager.get_by_text("Camille Exemple, fiche").first).to_be_visible()
    address = manager.url
    manager.get_by_role("link", name="Réattribuer…").click()
    manager.get_by_label("Qui répond désormais").select_option("national")
    manager.get_by_role("button", name="Réattribuer").click()
    expect(manager.get_by_text("est confiée à l’équipe nationale")).to_be_visible()
    mails_to(portal, ADDRESS, "est maintenant confiée")

    assert referent.goto(address).status == 404
    sign_in(editor, "redactrice")
    editor.goto(address)
    expect(editor.get_by_text("Des étuis en carton")).to_have_count(0)
    expect(editor.get_by_role("link", name="Demandes")).to_have_count(0)

    manager.get_by_role("link", name=re.compile("^Clore")).click()
    manager.get_by_label(re.compile("Aboutie")).check()
    manager.get_by_role("button", name="Clore la demande").click()
    expect(manager.get_by_text("La demande est terminée : aboutie.")).to_be_visible()
    employer.reload()
    expect(employer.get_by_text(re.compile("abouti")).first).to_be_visible()

    assert ADDRESS in command(portal, "personal_data", "export", "--email", ADDRESS)
    assert "would forget: 0 requests" in command(portal, "purge_requests", "--dry-run")
    command(portal, "personal_data", "erase", "--email", ADDRESS)
    assert manager.goto(address).status == 404
