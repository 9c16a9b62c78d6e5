"""The escalation against a flood, in a real browser: work for scripts, an e-mail for whoever has none."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.conftest import Portal, wait_for
from tests.browser.employers import describe_project, give_details, link, mails_to, send
from tests.browser.measures import fits
from tests.harness.on_postgres import free_port

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def strict_portal(portal):
    """A second web process on the same data, for which the operator has switched the escalation on."""
    url = f"http://localhost:{free_port()}"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DATA_DIR": str(portal.data),
        "PORTAL_URL": url,
        "CONTACT_CHALLENGE": "on",
    }
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "runserver", "--noreload", url.partition("//")[2]]
    with (portal.data / "strict.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"{url}/contact/", server)
            yield Portal(url, portal.data)
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture
def visit(browser, strict_portal):
    """Give a function that opens a page there; no other site is asked, nothing goes wrong, no cookie is set."""
    contexts, complaints = [], []

    def visit(*, javascript: bool):
        context = browser.new_context(
            base_url=strict_portal.url, viewport={"width": 390, "height": 900}, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith(strict_portal.url) else complaints.append(request.url),
        )
        return page

    yield visit
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert complaints == []
    assert cookies == []


def test_the_browser_proves_its_work_and_the_request_leaves(visit, strict_portal, violations):
    page = visit(javascript=True)
    page.goto("/contact/?lieu=76600")
    describe_project(page, "Cent boîtes.")
    give_details(page, "preuve@atelier.example")
    expect(page.get_by_text("Sans JavaScript")).to_be_hidden()
    assert violations(page) == []
    assert fits(page)
    reference = send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est envoyé")
    mails_to(strict_portal, "preuve@atelier.example", reference)


def test_without_javascript_the_request_leaves_once_the_address_is_confirmed(visit, strict_portal):
    page = visit(javascript=False)
    page.goto("/contact/?lieu=76600")
    describe_project(page, "Deux cents boîtes bleues.")
    give_details(page, "sans-script@atelier.example")
    expect(page.get_by_text("Sans JavaScript, nous vérifions votre adresse autrement")).to_be_visible()
    reference = send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirmez votre adresse")
    (mail,) = mails_to(strict_portal, "sans-script@atelier.example", "/contact/confirmer/")
    page.goto(link(mail, "/contact/confirmer/"))
    assert "Deux cents boîtes bleues." not in strict_portal.mails()
    page.get_by_role("button", name="Confirmer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Votre demande {reference}")
    mails_to(strict_portal, "@", "Deux cents boîtes bleues.", 2)


def test_sending_before_the_work_is_done_waits_and_goes_on_by_itself(visit):
    page = visit(javascript=True)
    page.add_init_script(
        "const derive = crypto.subtle.deriveBits.bind(crypto.subtle);"
        "let isOpen = false; addEventListener('open-gate', () => { isOpen = true; });"
        "crypto.subtle.deriveBits = async (...given) => {"
        "  while (!isOpen) await new Promise((done) => setTimeout(done, 20)); return derive(...given); };"
    )
    page.goto("/contact/?lieu=76600")
    describe_project(page, "Trois cents boîtes.")
    give_details(page, "patience@atelier.example")
    page.wait_for_timeout(2000)
    page.get_by_role("button", name=re.compile("^Envoyer")).click()
    expect(page.get_by_role("status").filter(has_text="L’envoi suit tout seul.")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('open-gate'))")
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est envoyé")
