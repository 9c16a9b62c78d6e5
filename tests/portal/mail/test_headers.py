"""What a mail carries beside its addresses and its subject, and that nothing else gets there."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.mail import delivery, headers, outbox
from portal.mail.models import OutboxMessage

USUAL = {"From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "MIME-Version", "Content-Type"}
USUAL |= {"Content-Transfer-Encoding", "X-Auto-Response-Suppress"}


def as_read(message: OutboxMessage):
    """The mail as the recipient's program reads it."""
    return message_from_bytes(delivery.email(message).message().as_bytes(), policy=policy.default)


def test_further_headers_leave_with_the_mail(store):
    thread = {"In-Reply-To": "<a@portail.example>", "References": "<a@portail.example> <b@portail.example>"}
    message = store(headers=thread | {"Auto-Submitted": "no"})
    message.refresh_from_db()
    arrived = as_read(message)
    assert {name: arrived[name] for name in thread} == thread
    assert arrived.get_all("Auto-Submitted") == ["no"]
    assert set(arrived.keys()) - set(thread) <= USUAL
    assert delivery.drain().sent == 1
    assert mail.outbox[0].extra_headers["References"] == thread["References"]


@pytest.mark.parametrize(
    "named",
    [
        {"Bcc": "tous@victime.example"},
        {"From": "ministre@justice.example"},
        {"references": "<a@b.example>"},
        {"References": ""},
        {"References": "<a@b.example>\r\nBcc: tous@victime.example"},
        {"References": "<a@b.example>\nBcc: tous@victime.example"},
        {"List-Id": "Actualités <a.portail.example>"},
        {"In-Reply-To": "<\x00@b.example>"},
    ],
)
def test_another_header_or_another_sign_is_refused_before_anything_is_stored(store, named):
    with pytest.raises(ValueError, match="header") as refusal:
        store(headers=named)
    assert "victime" not in str(refusal.value)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(named=st.dictionaries(st.sampled_from(sorted(headers.ALLOWED)) | st.text(max_size=20), st.text(max_size=80)))
def test_whatever_is_accepted_adds_the_headers_it_names_and_no_other(store, named):
    try:
        accepted = headers.further(named)
    except ValueError:
        return
    outgoing = outbox.OutgoingMail(to=("a@disp.example",), subject="Demande", text="Bonjour.", headers=accepted)
    arrived = as_read(outbox.stored_form(outgoing))
    assert set(arrived.keys()) == USUAL | set(accepted)
    assert [address.addr_spec for address in arrived["To"].addresses] == ["a@disp.example"]
    for name, value in accepted.items():
        assert str(arrived[name]).split() == value.split()


def test_a_reply_may_have_two_addresses(store):
    message = store(reply_to=("Lou@Atelier.Example", "demandes+abc@portail.example"))
    assert message.reply_to == "Lou@atelier.example, demandes+abc@portail.example"
    arrived = as_read(message)["Reply-To"].addresses
    assert [each.addr_spec for each in arrived] == ["Lou@atelier.example", "demandes+abc@portail.example"]


def test_what_cannot_be_delivered_returns_to_the_mailbox_that_is_read(store, settings):
    settings.DEFAULT_FROM_EMAIL = "Portail <ne-pas-repondre@portail.example>"
    settings.REPLIES_ADDRESS = "demandes@portail.example"
    built = delivery.email(store())
    assert built.from_email == "demandes@portail.example"  # the sender of the envelope
    assert as_read(OutboxMessage.objects.get())["From"] == "Portail <ne-pas-repondre@portail.example>"
    settings.REPLIES_ADDRESS = ""
    assert delivery.email(OutboxMessage.objects.get()).from_email == settings.DEFAULT_FROM_EMAIL


def test_a_mail_with_a_key_is_stored_once(db):
    digest = outbox.OutgoingMail(to=("a@b.example",), subject="Bilan", text="3", about="digest", once="bilan/2026-48")
    other = outbox.OutgoingMail(to=("a@b.example",), subject="Autre", text="4")
    with transaction.atomic():
        first = outbox.add(digest, other)
        second = outbox.add(digest, other)
    assert [each.subject for each in first] == ["Bilan", "Autre"]
    assert [each.subject for each in second] == ["Autre"]
    assert OutboxMessage.objects.filter(about="digest").count() == 1
