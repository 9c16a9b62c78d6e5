"""What employers do in a browser, and what arrives by mail."""

from __future__ import annotations

import email
import email.policy
import re
import time
from typing import TYPE_CHECKING

import pytest

from directory.contact.form.tokens import MINIMUM_SECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Portal

MAIL_SECONDS = 20
REFERENCE = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]\b")


def describe_project(page: Page, message: str) -> None:
    """The first step, when the place is known already; the design system draws boxes on labels, where a click lands."""
    page.locator("label", has_text="Confier une production").click()
    page.get_by_label("Votre projet en quelques mots").fill(message)
    page.get_by_role("button", name="Continuer").click()


def give_details(page: Page, address: str) -> None:
    """The second step."""
    page.get_by_label("Entreprise ou organisme").fill("Atelier Exemple")
    page.get_by_label("Prénom et nom").fill("Lou Modèle")
    page.get_by_label("Fonction").fill("Gérante")
    page.get_by_label("Adresse e-mail").fill(address)
    page.get_by_role("button", name="Relire ma demande").click()


def send(page: Page) -> str:
    """The third step, after as long as the form asks of a person; the reference."""
    page.wait_for_timeout(1000 * MINIMUM_SECONDS)
    page.get_by_role("button", name=re.compile("^Envoyer")).click()
    page.wait_for_url(re.compile("/contact/envoye/"))
    return REFERENCE.search(page.inner_text("main"))[0]


def mails_to(portal: Portal, address: str, about: str, count: int = 1) -> list[str]:
    """The texts of the mails to an address that name `about`, once there are `count`; fail after a while."""
    deadline = time.monotonic() + MAIL_SECONDS
    while True:
        found = [mail for mail in _mails(portal) if address in mail["To"] and about in _text(mail) + mail["Subject"]]
        if len(found) >= count:
            return [_text(mail) for mail in found]
        if time.monotonic() > deadline:
            pytest.fail(f"{len(found)} of {count} mails about {about} arrived")
        time.sleep(0.2)


def _mails(portal: Portal) -> list[email.message.EmailMessage]:
    parts = re.split("^-{79}$", portal.mails(), flags=re.MULTILINE)
    return [
        email.message_from_bytes(part.strip().encode(), policy=email.policy.default) for part in parts if part.strip()
    ]


def _text(mail: email.message.EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""


def link(text: str, path: str) -> str:
    """The one address below `path` that a mail holds."""
    (found,) = set(re.findall(rf"https?://\S+{re.escape(path)}\S*", text))
    return found
