"""Between its pages the form waits on the server: Back shows it again, and after two hours it is gone."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from directory.contact import abuse
from directory.contact.form import drafts
from directory.contact.models import ContactRequest, FormDraft
from tests.directory.contact.test_abuse import notice, token
from tests.directory.contact.visitor import DETAILS, PROJECT, Visitor, controls


def test_each_post_leads_to_an_address_that_shows_the_same_again(visitor):
    visitor.open()
    seen = []
    for button, answers in (("Continuer", PROJECT), ("Relire ma demande", DETAILS), ("Modifier votre projet", {})):
        answer = visitor.client.post("/contact/", visitor.filled(button, **answers))
        assert answer.status_code == 302
        visitor.open(answer["Location"])
        seen.append((visitor.path, visitor.step.partition(" Étape")[0]))
    assert [step for _, step in seen] == ["Vos coordonnées", "Relire et envoyer", "Votre projet"]
    # Back, and forth, and back: all words are there, whichever page asks for them.
    for path, step in reversed(seen):
        visitor.open(path)
        assert visitor.status == 200
        assert visitor.step.startswith(step)
        assert visitor.mistakes == {}
        typed = controls(visitor.soup.main.form)
        assert typed["message"] == [PROJECT["message"]]
        assert typed["email"] == [DETAILS["email"]]


def test_back_to_the_first_page_and_on_again_keeps_the_second(visitor):
    visitor.open()
    first = visitor.filled("Continuer", **PROJECT)
    visitor.post(first).to_review()
    visitor.post(first | {"message": ["Autre projet."]})  # the first page, as the browser kept it
    assert visitor.step.startswith("Vos coordonnées")
    assert visitor.control("organisation")["value"] == DETAILS["organisation"]
    visitor.press("Relire ma demande").press("Envoyer")
    assert ContactRequest.objects.get().message == "Autre projet."


def test_mistakes_and_notices_have_an_address_too(visitor):
    visitor.open().to_details().to_review(email="lou")
    assert list(visitor.mistakes) == ["email"]
    visitor.open(visitor.path)
    assert list(visitor.mistakes) == ["email"]
    visitor.to_review().press("Envoyer", token=token(3700))
    path = visitor.path
    assert notice(visitor).startswith("Plus d’une heure")
    visitor.press("Modifier votre projet")
    assert notice(visitor) == ""
    assert visitor.open(path).step.startswith("Relire")


def test_back_after_sending_makes_no_second_request(visitor):
    visitor.open().to_details().to_review()
    review = visitor.path
    visitor.press("Envoyer")
    sent = visitor.path
    visitor.open(review).press("Envoyer")
    assert visitor.path == sent
    assert ContactRequest.objects.count() == 1


def test_a_draft_is_forgotten_two_hours_after_its_last_change(visitor):
    visitor.open().to_details()
    path = visitor.path
    now = timezone.now()
    FormDraft.objects.update(changed_at=now - datetime.timedelta(hours=2, minutes=1))
    assert drafts.load(FormDraft.objects.get().key) is None
    old = visitor.filled("Relire ma demande", **DETAILS)
    visitor.open(path)
    assert visitor.status == 410
    assert visitor.step.startswith("Votre projet")
    assert notice(visitor).startswith("Ce brouillon n’est plus gardé.")
    assert PROJECT["message"] not in visitor.text
    call_command("run_due", "contact.drafts")
    assert FormDraft.objects.count() == 0
    visitor.post(old)  # its page still carries every word
    assert visitor.step.startswith("Relire")
    assert PROJECT["message"] in visitor.text


@pytest.mark.parametrize("reason", ["too many", "too large", "too often", "no database"])
def test_without_a_draft_the_page_itself_answers_and_loses_nothing(visitor, monkeypatch, reason):
    if reason == "too many":
        monkeypatch.setattr(drafts, "MOST", 0)
    elif reason == "too large":
        monkeypatch.setattr(drafts, "LARGEST", 10)
    elif reason == "too often":
        monkeypatch.setattr(abuse, "DRAFTS_FROM_ONE_ADDRESS", "0/h")
    else:

        def fail(*_: object, **__: object) -> None:
            raise DatabaseError  # what a locked or lost database raises in the middle

        monkeypatch.setattr(FormDraft.objects, "create", fail)
    visitor.open().to_details()
    assert visitor.path == "/contact/"
    visitor.to_review().press("Envoyer")
    assert visitor.heading == "C’est envoyé à Camille Exemple"
    assert FormDraft.objects.count() == 0


def test_a_key_opens_its_own_draft_and_no_made_up_one_opens_any(visitor):
    visitor.open().to_details()
    path = visitor.path
    assert Visitor().open(path).control("organisation") is not None
    for other in (path.replace("brouillon/", "brouillon/x"), "/contact/brouillon/%00/projet/"):
        page = Visitor().open(other)
        assert page.status == 410
        assert PROJECT["message"] not in page.text
    assert visitor.client.get(path.replace("coordonnees", "ailleurs")).status_code == 404
    assert visitor.client.post(path).status_code == 405


def test_the_address_of_a_draft_goes_nowhere(visitor):
    visitor.open().to_details()
    response = visitor.client.get(visitor.path)
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-store"
    assert not visitor.client.cookies


def test_the_key_that_a_page_carries_is_used_only_when_it_is_one(visitor):
    visitor.open().to_details(draft="court")
    assert visitor.path.startswith("/contact/brouillon/")
    assert "court" not in visitor.path


def test_a_draft_is_erased_with_the_address_that_was_typed_in_it(visitor, capsys):
    visitor.open().to_details().to_review()
    email = DETAILS["email"].upper()
    call_command("personal_data", "export", "--email", email)
    assert PROJECT["message"] in capsys.readouterr().out
    call_command("personal_data", "erase", "--email", email)
    assert "1 brouillons du formulaire" in capsys.readouterr().out
    assert FormDraft.objects.count() == 0
