"""The links of the mails to who answers, in a real browser: « Je prends en charge », then « J’ai répondu »."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.measures import violations_everywhere
from tests.browser.test_request_life import send_request, sent

pytestmark = pytest.mark.browser


def test_who_answers_says_so_from_the_mail(open_page, portal, violations):
    reference = send_request(open_page())
    assert sent(portal, f"Demande {reference}")
    mail = next(each for each in portal.mails().split("Message-ID: ") if reference in each and "/repondre/" in each)
    link = re.search(r"/contact/repondre/[^/\s]+/prise-en-charge/", mail.replace("=\n", "").replace("=3D", "="))

    page = open_page(width=390, javascript=False)
    page.goto(link[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prendre cette demande en charge")
    page.get_by_role("button", name="Je prends en charge").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est noté")
    page.get_by_role("link", name="Dites que vous avez répondu").click()
    page.get_by_role("button", name="J’ai répondu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, votre réponse est notée")

    page = open_page()
    page.goto(link[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous avez déjà pris cette demande en charge")
    assert violations_everywhere(page, violations) == {}
