"""Replies in a real Maildir: whose words they are, what they change, and that nothing is lost or taken twice."""

from __future__ import annotations

import os
import time

import pytest

from directory.contact.inbox import mailboxes
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import PORTAL
from directory.contact.thread import Side, read_address, reply_address
from directory.contact.workflow import transitions
from portal.mail.models import OutboxMessage
from tests.directory.contact.factories import submit
from tests.directory.contact.inbox.incoming import from_employer, from_referent, mail, sent_to
from tests.directory.contact.visitor import spaced
from tests.harness.pasted import PASTED, is_clean

State, Kind = ContactRequest.State, RequestEvent.Kind


def last(request: ContactRequest) -> RequestEvent:
    request.refresh_from_db()
    return request.events.order_by("pk").last()


def test_the_mail_of_a_request_asks_for_answers_to_the_employer_and_to_the_portal(request_sent):
    to_referent, to_employer = OutboxMessage.objects.order_by("pk")
    employer, portal = to_referent.reply_to.split(", ")
    assert employer == request_sent.email
    assert read_address(portal) == (request_sent.reference, Side.RECIPIENT)
    assert read_address(to_employer.reply_to) == (request_sent.reference, Side.EMPLOYER)
    assert "Une précision ? Répondez à ce message." in spaced(to_employer.text)
    assert len(portal.partition("@")[0]) <= 64


def test_without_a_mailbox_nobody_is_promised_that_replies_are_read(camille, settings, read):
    settings.REPLIES_ADDRESS = settings.REPLIES_URL = ""
    submit()
    to_referent, to_employer = OutboxMessage.objects.order_by("pk")
    assert (to_referent.reply_to, to_employer.reply_to) == ("lou.modele@atelier-exemple.example", "")
    assert "Personne ne lit les réponses" in to_employer.text
    assert read() == "no mailbox is named"


def test_the_referent_s_reply_is_the_answer(request_sent, maildir, read):
    maildir.receive(from_referent(request_sent, "Bonjour,\n\nJe vous appelle demain.\n\n> 400 coffrets à monter"))
    assert read() == "1 attached"
    event = last(request_sent)
    assert (event.kind, event.text) == (Kind.ANSWER, "Bonjour,\n\nJe vous appelle demain.")
    assert event.actor_label == "Camille Exemple (par courriel)"
    assert (request_sent.state, request_sent.answered_at is not None) == (State.TALKING, True)
    assert (maildir.count(), maildir.count(mailboxes.READ), maildir.count(mailboxes.ASIDE)) == (0, 1, 0)


@pytest.mark.parametrize("proof", ["the reply address", "In-Reply-To", "References"])
def test_one_proof_is_enough(request_sent, maildir, read, proof):
    ours = sent_to(request_sent.recipient_mailbox).message_id
    sender = request_sent.recipient_mailbox.upper()
    made = {
        "the reply address": mail(sender, "Oui.", to=reply_address(request_sent, Side.RECIPIENT).upper()),
        "In-Reply-To": mail(sender, "Oui.", In_Reply_To=ours),
        "References": mail(sender, "Oui.", References=f"<x@y.example> {ours}"),
    }[proof]
    maildir.receive(made)
    assert read() == "1 attached"
    assert last(request_sent).kind == Kind.ANSWER


def test_the_employer_s_reply_reaches_who_answers(request_sent, maildir, read):
    maildir.receive(from_employer(request_sent))
    assert read() == "1 attached"
    event = last(request_sent)
    assert (event.kind, spaced(event.text)) == (Kind.EMPLOYER_MESSAGE, "Une précision : 600 coffrets.")
    assert request_sent.state == State.RECEIVED
    told = OutboxMessage.objects.latest("pk")
    assert (told.to, "600 coffrets" in told.text) == ([request_sent.recipient_mailbox], True)
    assert told.reply_to.startswith(request_sent.email)


def test_who_answers_is_not_mailed_what_they_got_already(request_sent, maildir, read):
    both = f"{request_sent.recipient_mailbox}, {reply_address(request_sent, Side.EMPLOYER)}"
    before = OutboxMessage.objects.count()
    maildir.receive(mail(request_sent.email, "Merci.", to=both))
    assert read() == "1 attached"
    assert OutboxMessage.objects.count() == before


@pytest.mark.parametrize(
    "sender",
    ["normandie@r2ip.example", "lou.modele@atelier-exemple.example", "indiscret@ailleurs.example", "a@b.c, d@e.f", ""],
)
def test_who_only_knows_the_reference_speaks_for_nobody(request_sent, maildir, read, sender):
    outsider = mail(
        sender or "personne", "Projet accepté !", Subject=f"Re: Demande {request_sent.grouped_reference} – X"
    )
    maildir.receive(outsider)
    assert read() == "1 attached"
    event = last(request_sent)
    assert (event.kind, event.actor_label) == (Kind.UNVERIFIED, "un expéditeur non vérifié")
    assert "Projet accepté" in event.text
    assert event.kind not in RequestEvent.SHOWN_TO_EMPLOYER
    assert (request_sent.state, request_sent.answered_at) == (State.RECEIVED, None)


@pytest.mark.parametrize("forged", ["signature", "side", "reference", "host"])
def test_a_reply_address_cannot_be_made_up(request_sent, settings, forged):
    address = reply_address(request_sent, Side.EMPLOYER)
    other = {
        "signature": address.replace(address.partition("@")[0][-4:], "aaaa"),
        "side": address.replace("-e-", "-r-"),
        "reference": address.replace(request_sent.reference.lower(), "k7m4pxj"),
        "host": address.replace("portail.example", "ailleurs.example"),
    }[forged]
    assert read_address(address) == (request_sent.reference, Side.EMPLOYER)
    assert read_address(other) is None
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a newer one"
    assert read_address(address) == (request_sent.reference, Side.EMPLOYER)


def test_somebody_else_in_the_thread_is_kept_and_asked_about(request_sent, maildir, read):
    ours = sent_to(request_sent.recipient_mailbox).message_id
    maildir.receive(mail("collegue@justice.example", "J’ajoute ceci.", In_Reply_To=ours))
    read()
    assert (last(request_sent).kind, request_sent.state) == (Kind.UNVERIFIED, State.RECEIVED)
    assert last(request_sent).mail.sender == "collegue@justice.example"


def test_after_a_reassignment_the_former_referent_speaks_as_anybody(request_sent, maildir, read):
    answer = from_referent(request_sent)
    ContactRequest.objects.update(recipient_mailbox="autre@r2ip.example", referent=None)
    maildir.receive(answer)
    read()
    assert (last(request_sent).kind, request_sent.state) == (Kind.UNVERIFIED, State.RECEIVED)


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "auto_reply"}, {"X_Autoreply": "yes"}, {"Return_Path": "<>"}],
)
def test_an_automatic_reply_is_no_answer(request_sent, maildir, read, headers):
    maildir.receive(from_referent(request_sent, "Je suis en congé.", **headers))
    assert read() == "1 attached"
    event = last(request_sent)
    assert (event.kind, event.actor_label) == (Kind.AUTOMATIC, "une réponse automatique")
    assert (request_sent.state, request_sent.answered_at) == (State.RECEIVED, None)


def test_the_same_mail_read_twice_is_attached_once(request_sent, maildir, read):
    answer = from_referent(request_sent)
    maildir.receive(answer, answer)
    assert read() == "1 attached, 1 repeated"
    maildir.receive(answer)
    assert read() == "1 repeated"
    assert request_sent.events.filter(kind=Kind.ANSWER).count() == 1
    nameless = from_employer(request_sent)
    del nameless["Message-ID"]
    maildir.receive(nameless, nameless)
    assert read() == "1 attached, 1 repeated"
    assert OutboxMessage.objects.filter(text__contains="600 coffrets").count() == 1


def test_a_mail_of_no_request_is_put_aside_not_lost(request_sent, maildir, read):
    maildir.receive(
        mail("a@b.example", "Bonjour"), mail("a@b.example", "x", Subject="Demande K7M-4PX-J"), b"\xff\x00garbage"
    )
    assert read() == "3 aside"
    assert (maildir.count(), maildir.count(mailboxes.ASIDE)) == (0, 3)
    assert request_sent.events.count() == 1


def test_words_to_an_ended_request_are_kept_and_change_nothing(request_sent, maildir, read):
    transitions.end(request_sent.pk, State.SUCCEEDED, PORTAL)
    maildir.receive(from_referent(request_sent), from_employer(request_sent))
    assert read() == "2 attached"
    request_sent.refresh_from_db()
    assert request_sent.state == State.SUCCEEDED
    assert request_sent.events.filter(kind__in=[Kind.ANSWER, Kind.EMPLOYER_MESSAGE]).count() == 2


def test_what_was_read_leaves_the_mailbox_after_a_month(request_sent, maildir, read):
    maildir.receive(from_referent(request_sent), from_employer(request_sent), mail("a@b.example", "Bonjour"))
    read()
    old, _ = sorted((maildir.path / f".{mailboxes.READ}" / "cur").iterdir())
    os.utime(old, (time.time() - 31 * 86400,) * 2)
    read()
    assert (maildir.count(mailboxes.READ), maildir.count(mailboxes.ASIDE)) == (1, 1)


def test_a_reply_is_stored_clean(request_sent, maildir, read):
    maildir.receive(from_employer(request_sent, f"Deux\x0blots\0{PASTED}"))
    assert read() == "1 attached"
    assert last(request_sent).text.startswith("Deux\nlots")
    assert is_clean(last(request_sent).text)
