"""The employer's page after sending: adding a message, withdrawing."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from directory.contact.form import tokens
from directory.contact.links import employer
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import Author
from directory.contact.workflow import transitions
from portal.mail.models import OutboxMessage
from tests.directory.contact.visitor import Visitor, controls, spaced, text_of

State, Kind = ContactRequest.State, RequestEvent.Kind
REFERENT = Author("Sacha Modèle (compte)")


def message_form(visitor: Visitor):
    return visitor.soup.main.find("form", class_="p-form")


def test_the_confirmation_and_the_acknowledgement_lead_to_the_follow_up(visitor):
    visitor.open().to_details().to_review().press("Envoyer")
    (link,) = [each for each in visitor.soup.main.find_all("a") if text_of(each) == "Suivre ma demande"]
    request = ContactRequest.objects.get()
    visitor.open(link["href"])
    assert visitor.heading == f"Votre demande {request.grouped_reference}"
    mail = OutboxMessage.objects.get(to=[request.email])
    (address,) = re.findall(r"http://testserver(/contact/suivi/\S+)", mail.text)
    assert Visitor().open(address).heading == f"Votre demande {request.grouped_reference}"
    assert address in mail.html


def test_a_message_is_kept_and_reaches_who_answers(sent):
    page = Visitor().open(employer.path_of(sent))
    page.submit(message_form(page), message="Nous visons mars.\nMerci.")
    assert "Votre message est parti." in page.text
    assert "Nous visons mars." in text_of(page.soup.find(class_="p-history"))
    mail = OutboxMessage.objects.get()
    assert mail.to == ["normandie@r2ip.example"]
    assert sent.email in str(mail.reply_to)
    assert spaced(mail.subject) == f"Demande {sent.grouped_reference} : l’employeur a écrit"
    assert "Nous visons mars.\nMerci." in mail.text
    event = RequestEvent.objects.get(kind=Kind.EMPLOYER_MESSAGE)
    assert (event.text, event.actor_label) == ("Nous visons mars.\nMerci.", "l’employeur")


def test_a_second_click_sends_one_message(sent):
    page = Visitor().open(employer.path_of(sent))
    data = controls(message_form(page)) | {"message": "Une fois."}
    for _ in range(2):
        assert page.client.post(employer.path_of(sent), data).status_code == 302
    assert RequestEvent.objects.filter(kind=Kind.EMPLOYER_MESSAGE).count() == OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(("typed", "message"), [(" ", "Écrivez votre message."), ("é" * 5000, "5 000 caractères")])
def test_a_message_that_cannot_leave_is_kept_and_said(sent, typed, message):
    page = Visitor().open(employer.path_of(sent))
    page.submit(message_form(page), message=typed)
    assert message in spaced(text_of(page.control("message_error")))
    assert page.control("message").get_text().strip() == typed.strip()
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("token", ["", "x" * 5000, "\x00"])
def test_a_changed_page_sends_nothing_and_loses_nothing(sent, token):
    page = Visitor().open(employer.path_of(sent))
    page.submit(message_form(page), message="Gardez-moi.", token=token)
    assert page.status == 400
    assert page.control("message").get_text().strip() == "Gardez-moi."
    page.submit(message_form(page))
    assert RequestEvent.objects.get(kind=Kind.EMPLOYER_MESSAGE).text == "Gardez-moi."


def test_a_message_to_a_request_that_ended_meanwhile_is_not_lost(sent):
    page = Visitor().open(employer.path_of(sent))
    form = message_form(page)
    transitions.end(sent.pk, State.SUCCEEDED, REFERENT)
    OutboxMessage.objects.all().delete()  # the end, told to the employer
    page.submit(form, message="Trop tard ?")
    assert page.status == 409
    assert "Cette demande est terminée (aboutie)." in page.text
    assert "Trop tard ?" in page.text
    assert OutboxMessage.objects.count() == 0


def test_too_many_messages_are_asked_to_wait_and_kept(sent):
    page = Visitor().open(employer.path_of(sent))
    for number in range(12):
        page.submit(message_form(page), message=f"Message {number}", token=tokens.mint().signed())
    assert page.status == 429
    assert page.response["Retry-After"].isdigit()
    assert page.control("message").get_text().strip() == "Message 11"
    assert RequestEvent.objects.filter(kind=Kind.EMPLOYER_MESSAGE).count() == 10


def test_withdrawing_asks_first_and_tells_who_answers(sent):
    page = Visitor().open(employer.path_of(sent))
    page.open(page.soup.find("a", string="Retirer ma demande")["href"])
    assert spaced(page.heading) == f"Retirer votre demande {sent.grouped_reference} ?"
    sent.refresh_from_db()
    assert sent.state == State.RECEIVED
    page.submit(page.soup.main.form)
    assert "Vous avez retiré votre demande le" in page.text
    sent.refresh_from_db()
    assert (sent.state, sent.end_reason) == (State.CLOSED, "withdrawn")
    mail, own = OutboxMessage.objects.order_by("-to")
    assert mail.to == ["normandie@r2ip.example"]
    assert "a retiré sa demande" in mail.text
    assert own.to == [sent.email]
    assert "Vous avez retiré votre demande" in own.text
    assert message_form(page) is None


def test_withdrawing_twice_is_once(sent):
    path = reverse("contact:withdraw", args=[employer.path_of(sent).split("/")[-2]])
    for _ in range(2):
        assert Visitor().client.post(path).status_code == 302
    assert RequestEvent.objects.filter(kind=Kind.WITHDRAWN).count() == 1
    assert OutboxMessage.objects.count() == len(["to who answers", "to the employer"])
