"""After sending, in a real browser: the employer follows the request, who answers acts from the mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.employers import describe_project, give_details, link, mails_to, send
from tests.browser.measures import violations_everywhere, violations_here

pytestmark = pytest.mark.browser

EMPLOYER = "lou.modele@du-mail.example"


@pytest.mark.rgaa("11.12")
@pytest.mark.parametrize(
    ("width", "javascript"), [(1280, True), (390, False), pytest.param(390, True, marks=pytest.mark.full)]
)
def test_an_employer_follows_adds_and_withdraws(open_page, portal, violations, width, javascript):
    page = open_page(width=width, javascript=javascript)
    address = f"lou-{width}-{javascript}@suivi.example".lower()

    def look() -> None:
        # axe and measuring need scripts; without them the same pages are walked, not analysed.
        if javascript:
            assert violations_here(page, violations) == {}

    page.goto("/contact/?lieu=76600")
    describe_project(page, "400 coffrets à monter chaque semaine.")
    give_details(page, address)
    reference = send(page)
    look()
    page.get_by_role("link", name="Suivre ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Votre demande {reference}")
    expect(page.get_by_text("vous répond au plus tard le")).to_be_visible()
    look()
    page.get_by_role("button", name=re.compile("^Envoyer")).click()
    expect(page.get_by_text("Écrivez votre message.").first).to_be_visible()
    look()
    page.get_by_role("textbox", name="Votre message").fill("Nous visons avril.")
    page.get_by_role("button", name=re.compile("^Envoyer")).click()
    expect(page.get_by_text("Votre message est parti.")).to_be_visible()
    look()
    page.get_by_role("link", name="Retirer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Retirer votre demande")
    look()
    page.get_by_role("button", name="Retirer ma demande").click()
    expect(page.get_by_text("Vous avez retiré votre demande le")).to_be_visible()
    expect(page.get_by_role("textbox", name="Votre message")).to_have_count(0)
    look()

    # Who has lost the address gets it again by e-mail, and nobody else learns anything.
    page.goto("/contact/suivi/")
    look()
    page.get_by_label("Votre numéro de suivi").fill(reference.lower())
    page.get_by_role("button", name="Recevoir un lien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos e-mails")
    look()
    page.goto(link(mails_to(portal, address, "nouveau lien")[0], "/contact/suivi/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Votre demande {reference}")


def test_who_answers_takes_it_in_charge_from_the_mail(open_page, portal, violations):
    employer = open_page(width=390)
    employer.goto("/contact/?lieu=76600")
    describe_project(employer, "Mille enveloppes par jour.")
    give_details(employer, EMPLOYER)
    reference = send(employer)
    (acknowledgement,) = mails_to(portal, EMPLOYER, reference)
    (to_referent,) = mails_to(portal, "r2ip", reference)

    # Without an account, without scripts, by the keyboard; opening the link alone changes nothing.
    referent = open_page(width=390, javascript=False)
    referent.goto(link(to_referent, "/prise-en-charge/"))
    expect(referent.get_by_role("heading", level=1)).to_contain_text("Prendre cette demande en charge")
    employer.goto(link(acknowledgement, "/contact/suivi/"))
    expect(employer.get_by_text("vous répond au plus tard le").first).to_be_visible()
    expect(employer.get_by_text("a pris votre demande en charge")).to_have_count(0)
    referent.get_by_role("button", name="Je prends en charge").press("Enter")
    expect(referent.get_by_role("heading", level=1)).to_contain_text("C’est noté")
    employer.reload()
    expect(employer.get_by_text("a pris votre demande en charge")).to_be_visible()
    referent.get_by_role("link", name="Dites que vous avez répondu").click()
    referent.get_by_role("button", name="J’ai répondu").click()
    expect(referent.get_by_role("heading", level=1)).to_have_text("Merci, votre réponse est notée")
    employer.reload()
    expect(employer.get_by_text("Vous êtes en échange avec")).to_be_visible()
    employer.get_by_role("textbox", name="Votre message").fill("Jeudi nous convient.")
    employer.get_by_role("button", name=re.compile("^Envoyer")).click()
    mails_to(portal, "r2ip", "Jeudi nous convient.")

    later = open_page()
    later.goto(link(to_referent, "/prise-en-charge/"))
    expect(later.get_by_role("heading", level=1)).to_have_text("Vous avez déjà pris cette demande en charge")
    assert violations_everywhere(later, violations) == {}
