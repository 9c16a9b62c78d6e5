"""Whoever has a part of a request answers by mail: to the employer it is an answer, to the owner a word of the team."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from directory.contact.models import ContactRequest, RequestEvent, RequestShare
from directory.contact.models.event import PORTAL
from directory.contact.recipients import recipient_chosen
from directory.contact.reminders import parts
from directory.contact.thread import Side, reply_address
from directory.contact.workflow import sharing, transitions
from portal.mail.models import OutboxMessage
from tests.directory.contact.inbox.incoming import mail, sent_to
from tests.directory.factories import ReferentFactory

Kind, State = RequestEvent.Kind, RequestShare.State


@pytest.fixture
def share(request_sent) -> RequestShare:
    """A part that Noa, of Lille, was asked for."""
    noa = ReferentFactory(slug="noa", disp_id="lille", departments=["59"], email="lille@r2ip.example")
    return sharing.share(request_sent.pk, recipient_chosen(noa), "Le site de Lille", PORTAL)


def from_holder(request: ContactRequest, text: str, *others: str, sender: str = "Noa <LILLE@r2ip.example>"):
    to = ", ".join([reply_address(request, Side.RECIPIENT), *others])
    return mail(sender, text, to=to, In_Reply_To=sent_to("lille@r2ip.example").message_id)


def test_a_word_to_the_owner_stays_in_the_team_and_stops_the_reminder(request_sent, share, maildir, read):
    maildir.receive(from_holder(request_sent, "Je visite jeudi.", request_sent.recipient_mailbox))
    before = OutboxMessage.objects.count()
    assert read() == "1 attached"
    event = request_sent.events.get(text="Je visite jeudi.")
    assert (event.kind, event.actor_label) == (Kind.NOTE, f"{share.name} (par courriel)")
    share.refresh_from_db()
    assert (share.state, share.said) == (State.ANSWERED, "Je visite jeudi.")
    assert OutboxMessage.objects.count() == before, "the owner has this mail"
    request_sent.refresh_from_db()
    assert request_sent.answered_at is None


def test_the_owner_is_told_of_a_word_that_only_the_portal_got(request_sent, share, maildir, read):
    maildir.receive(from_holder(request_sent, "Je visite jeudi."))
    read()
    told = sent_to(request_sent.recipient_mailbox)
    assert "a répondu au sujet de sa part" in told.text
    assert "Je visite jeudi." in told.text


def test_a_word_to_the_employer_is_an_answer(request_sent, share, maildir, read):
    maildir.receive(from_holder(request_sent, "Bonjour, je viens jeudi.", request_sent.email))
    read()
    assert request_sent.events.get(kind=Kind.ANSWER).actor_label == f"{share.name} (par courriel)"
    request_sent.refresh_from_db()
    assert (request_sent.state, request_sent.turn) == ("talking", "theirs")


def test_who_refused_the_part_is_nobody_we_know(request_sent, share, maildir, read):
    sharing.decline_part(request_sent.pk, share.pk, PORTAL, said="Non.")
    maildir.receive(from_holder(request_sent, "Finalement, oui.", request_sent.email))
    read()
    assert request_sent.events.filter(kind=Kind.UNVERIFIED).exists()


def test_nobody_else_speaks_for_a_part(request_sent, share, maildir, read):
    maildir.receive(from_holder(request_sent, "Moi aussi.", sender="autre@r2ip.example"))
    read()
    share.refresh_from_db()
    assert share.state == State.ASKED
    assert request_sent.events.filter(kind=Kind.UNVERIFIED).exists()


MORNING = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("given", "now", "said"),
    [
        (MORNING, MORNING + datetime.timedelta(days=7), "0 reminded"),
        (MORNING, MORNING + datetime.timedelta(days=8), "1 reminded"),
        (MORNING, MORNING + datetime.timedelta(days=12), "0 reminded"),  # a Saturday
        (MORNING, MORNING + datetime.timedelta(days=8, hours=-4), "0 reminded"),  # before eight
    ],
)
def test_a_part_that_nobody_spoke_about_is_reminded_once(request_sent, share, given, now, said):
    RequestShare.objects.update(at=given)
    assert parts.remind(now) == said
    assert parts.remind(now) == "0 reminded"
    if said == "1 reminded":
        told = sent_to("lille@r2ip.example")
        assert "Le site de Lille" in told.text
        assert f"/admin/demandes/{request_sent.pk}/" in told.text


@pytest.mark.parametrize("what", ["answered", "ended"])
def test_what_was_answered_or_ended_is_not_reminded(request_sent, share, what):
    RequestShare.objects.update(at=MORNING)
    if what == "answered":
        sharing.part_answered(share, "Oui.", is_told=True)
    else:
        transitions.end(request_sent.pk, ContactRequest.State.SUCCEEDED, PORTAL)
    assert parts.remind(MORNING + datetime.timedelta(days=9)) == "0 reminded"


def test_a_part_asked_for_again_starts_anew(request_sent, share):
    RequestShare.objects.update(at=MORNING, reminded_at=timezone.now())
    again = sharing.share(request_sent.pk, recipient_chosen(share.referent), "Les deux sites", PORTAL)
    assert (again.pk, again.reminded_at, again.at > MORNING) == (share.pk, None, True)
