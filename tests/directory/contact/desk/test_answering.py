"""An answer written at the desk: read as it will leave, sent once, in its thread, with what became of it."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import EMPLOYER
from directory.contact.workflow import answering, transitions
from portal.french.dates import hour_label
from portal.mail.models import OutboxMessage
from tests.directory.contact.desk.conftest import hidden, seen
from tests.directory.contact.desk.test_detail import act, url
from tests.directory.contact.factories import submit
from tests.directory.contact.visitor import spaced

State = ContactRequest.State
FOLLOW_UP = re.compile(r"http[^\s\"]+/contact/suivi/[^\s\"]+")
TEXT = "Bonjour,\n\nJe vous appelle jeudi.\n\nCordialement,\nCamille Exemple"


def mails_to(request: ContactRequest) -> list[OutboxMessage]:
    return [mail for mail in OutboxMessage.objects.order_by("pk") if mail.to == [request.email]]


def review(client, request: ContactRequest, text: str = TEXT):
    page = client.get(url("answer", request))
    return client.post(url("answer", request), hidden(page) | {"text": text, "step": "review"})


def send(client, request: ContactRequest, text: str = TEXT):
    page = review(client, request, text)
    return client.post(url("answer", request), hidden(page) | {"text": text, "step": "send"}, follow=True)


def test_the_draft_begins_with_the_public_name_of_who_answers(referent, manager, request_, camille):
    assert "Cordialement, Camille Exemple" in seen(referent.get(url("answer", request_)))
    camille.shows_name = False
    camille.save()
    assert f"Cordialement, {camille.office}" in seen(referent.get(url("answer", request_)))
    assert "Cordialement, Sacha Modèle" in seen(manager.get(url("answer", request_)))


def test_what_is_read_before_is_what_leaves(referent, request_):
    before = len(mails_to(request_))
    page = review(referent, request_)
    shown = page.context["mail"]
    assert len(mails_to(request_)) == before, "nothing leaves before it was read"
    for said in (settings.DEFAULT_FROM_EMAIL, request_.email, request_.recipient_mailbox, "Je vous appelle jeudi."):
        assert said in seen(page)
    send(referent, request_)
    mail = mails_to(request_)[-1]
    [link] = set(FOLLOW_UP.findall(mail.text))
    for name in ("to", "subject", "text", "html", "reply_to", "headers"):
        value = getattr(mail, name)
        value = value.replace(link, answering.LINK) if isinstance(value, str) else value
        assert value == getattr(shown, name), name


def test_the_employer_follows_the_request_from_an_answer_and_nobody_else_has_the_link(referent, request_):
    assert "/suivi/" not in review(referent, request_).content.decode()
    page = send(referent, request_)
    assert "/suivi/" not in page.content.decode()
    mail = mails_to(request_)[-1]
    [link] = set(FOLLOW_UP.findall(mail.text) + FOLLOW_UP.findall(mail.html))
    followed = Client().get(link.removeprefix(settings.PORTAL_URL))
    assert followed.status_code == 200
    assert "Je vous appelle jeudi." in followed.content.decode()


def test_it_hangs_on_the_thread_of_the_request(referent, request_):
    [first] = mails_to(request_)
    send(referent, request_)
    answer = mails_to(request_)[-1]
    assert answer.headers == {"In-Reply-To": first.message_id, "References": first.message_id}
    transitions.record(
        request_,
        RequestEvent.Kind.EMPLOYER_MESSAGE,
        EMPLOYER,
        text="Oui.",
        message_id="<oui@exemple.example>",
    )
    again = answering.thread_of(request_)
    assert again["In-Reply-To"] == "<oui@exemple.example>"
    assert again["References"].split() == [first.message_id, answer.message_id, "<oui@exemple.example>"]


def test_what_an_employer_s_program_calls_a_message_is_no_header_of_ours(request_, sacha):
    for number, identifier in enumerate(["<a b@c>", "no brackets", "<é@exemple.example>", "<a@b>\nBcc: x@y.example"]):
        transitions.record(
            request_, RequestEvent.Kind.EMPLOYER_MESSAGE, EMPLOYER, text=str(number), message_id=identifier
        )
    [first] = mails_to(request_)
    assert answering.thread_of(request_) == {"In-Reply-To": first.message_id, "References": first.message_id}


def test_a_long_thread_keeps_its_first_mail_and_its_last_ones(request_, sacha):
    for _ in range(20):
        answering.send_answer(request_.pk, sacha, TEXT)
    references = answering.thread_of(request_)["References"].split()
    assert len(references) == answering.REFERENCES
    assert references[0] == mails_to(request_)[0].message_id
    assert references[-1] == mails_to(request_)[-1].message_id


def test_the_request_is_in_exchange_and_its_history_knows_the_mail(referent, request_, people):
    page = send(referent, request_)
    request_.refresh_from_db()
    assert (request_.state, request_.owner, request_.answer_days) == (State.TALKING, people["referent"], 0)
    event = request_.events.get(kind="answer")
    assert (event.text, event.outbox_message.message_id) == (TEXT, event.message_id)
    assert "Réponse de Camille Exemple" in seen(page)
    assert "En attente d’envoi" in seen(page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"sent_at": True}, "Partie le"), ({"failed_at": True}, "Non remise : prévenez l’employeur autrement")],
)
def test_what_became_of_it_is_said(referent, request_, fields, said):
    send(referent, request_)
    OutboxMessage.objects.update(**dict.fromkeys(fields, timezone.now()))
    assert said in seen(referent.get(url("detail", request_)))


def test_two_at_once_the_second_is_told_and_keeps_the_draft(referent, request_, sacha):
    page = review(referent, request_)
    answering.send_answer(request_.pk, sacha, "Bonjour, de Sacha.")
    count = len(mails_to(request_))
    at = timezone.localtime(request_.events.get(kind="answer").at)
    second = referent.post(url("answer", request_), hidden(page) | {"text": TEXT, "step": "send"})
    assert f"Sacha Modèle a répondu à {spaced(hour_label(at))}. Votre brouillon est gardé." in seen(second)
    assert "Je vous appelle jeudi." in seen(second)
    assert len(mails_to(request_)) == count
    send(referent, request_)  # after having read it
    assert len(mails_to(request_)) == count + 1


def test_a_second_click_sends_nothing_twice(referent, request_):
    page = review(referent, request_)
    data = hidden(page) | {"text": TEXT, "step": "send"}
    referent.post(url("answer", request_), data)
    count = len(mails_to(request_))
    second = referent.post(url("answer", request_), data, follow=True)
    assert "Camille Exemple a répondu à" in seen(second)
    assert len(mails_to(request_)) == count


def test_a_draft_may_be_taken_up_again(referent, request_):
    page = review(referent, request_)
    again = referent.post(url("answer", request_), hidden(page) | {"text": TEXT, "step": "edit"})
    assert "Je vous appelle jeudi." in seen(again)
    assert again.context["mail"] is None


@pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001, "\0"])
def test_an_empty_or_endless_answer_is_asked_again(referent, request_, text):
    before = len(mails_to(request_))
    page = referent.post(
        url("answer", request_), hidden(referent.get(url("answer", request_))) | {"text": text, "step": "send"}
    )
    assert page.status_code == 200
    assert len(mails_to(request_)) == before


@pytest.mark.parametrize(
    "text", ["=1+1", "Bcc: autre@exemple.example\r\nSubject: autre", "<script>alert(1)</script> {{ 7 }}"]
)
def test_whatever_is_written_stays_in_the_body(referent, request_, text):
    send(referent, request_, text)
    mail = mails_to(request_)[-1]
    assert mail.to == [request_.email]
    assert mail.subject == f"Re: Votre demande {request_.grouped_reference}"
    assert text.replace("\r\n", "\n") in mail.text
    assert "<script>" not in mail.html


def test_an_ended_request_gets_no_answer(referent, request_, sacha):
    transitions.end(request_.pk, State.SUCCEEDED, sacha)
    before = len(mails_to(request_))
    assert "Cette demande est terminée" in seen(send(referent, request_))
    assert len(mails_to(request_)) == before


def test_an_address_that_nobody_confirmed_is_not_written_to(manager, request_):
    ContactRequest.objects.update(is_held=True)
    before = len(mails_to(request_))
    assert "n’a pas encore confirmé son adresse" in seen(send(manager, request_))
    assert len(mails_to(request_)) == before


def test_reading_in_order_to_answer_is_noted(referent, request_):
    referent.get(url("answer", request_))
    assert request_.reads.count() == 1


def test_the_other_request_of_the_same_employer_has_a_thread_of_its_own(referent, request_):
    other = submit("other")
    send(referent, request_)
    assert len(answering.thread_of(other)["References"].split()) == 1
    act(referent, "take", other)
