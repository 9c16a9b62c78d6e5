"""What employers paste is stored clean, and costs them no error."""

from __future__ import annotations

from directory.contact.links import employer
from directory.contact.models import ContactRequest, RequestEvent
from tests.directory.contact.visitor import Visitor
from tests.harness.pasted import PASTED, is_clean


def test_a_request(visitor):
    visitor.open().to_details(message=f"Monter\x0bdes coffrets\0{PASTED}")
    visitor.to_review(organisation=f"Atelier\x0bExemple\0{PASTED}", email="\u200blou.modele@atelier-exemple.example")
    visitor.press("Envoyer")
    stored = ContactRequest.objects.get()
    assert stored.message.startswith("Monter\ndes coffrets")
    assert stored.organisation.startswith("Atelier Exemple")
    assert stored.email == "lou.modele@atelier-exemple.example"
    assert is_clean(stored.message)
    assert is_clean(stored.organisation)


def test_words_added_later(sent):
    page = Visitor().open(employer.path_of(sent))
    form = next(each for each in page.soup.find_all("form", method="post") if each.find("textarea"))
    page.submit(form, message=f"600\x0bcoffrets\0{PASTED}")
    [added] = RequestEvent.objects.filter(text__startswith="600\ncoffrets")
    assert is_clean(added.text)
