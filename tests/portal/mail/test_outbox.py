from __future__ import annotations

import pytest
from django.core.validators import validate_email
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.mail import headers, outbox
from portal.mail.models import OutboxMessage
from portal.mail.outbox import OutgoingMail

GOOD = {"to": ("r2ip.rennes@disp.example",), "subject": "Nouvelle demande", "text": "Bonjour."}


@pytest.mark.django_db(transaction=True)
def test_a_mail_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        outbox.add(OutgoingMail(**GOOD))
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_forgets_the_mail():
    with transaction.atomic():
        outbox.add(OutgoingMail(**GOOD))
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_mails_are_stored_in_order_ready_to_leave(db, settings):
    settings.DEFAULT_FROM_EMAIL = "Portail <ne-pas-repondre@portail.example>"
    first, second = outbox.add(
        OutgoingMail(**GOOD), OutgoingMail(**GOOD, html="<p>Bonjour.</p>", reply_to="a@b.example")
    )
    assert list(OutboxMessage.objects.order_by("pk")) == [first, second]
    second.refresh_from_db()
    assert (second.to, second.pending, second.refused) == (["r2ip.rennes@disp.example"],) * 2 + ([],)
    assert (second.html, second.reply_to, second.attempts) == ("<p>Bonjour.</p>", "a@b.example", 0)
    assert first.message_id != second.message_id
    assert second.message_id.endswith("@portail.example>")
    assert OutboxMessage.objects.due(second.next_attempt_at).count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Demande\r\nBcc: tous@victime.example"},
        {"subject": "Demande\nBcc: tous@victime.example"},
        {"subject": "Demande\u2028suite"},
        {"subject": "Demande\0"},
        {"subject": "  "},
        {"to": ()},
        {"to": ("",)},
        {"to": ("r2ip@disp.example", "pas une adresse")},
        {"to": ("r2ip@disp.example\r\nBcc: tous@victime.example",)},
        {"to": ("r2ip@disp.example\n",)},
        {"to": ("un@disp.example, deux@disp.example",)},
        {"to": ("Un Nom <un@disp.example>",)},
        {"to": ("référent@disp.example",)},
        {"to": ("référent@exämple.fr",)},
        {"to": ('"r2ip\x01"@disp.example',)},
        {"reply_to": "a@b.example\nBcc: tous@victime.example"},
        {"reply_to": "personne"},
        {"text": ""},
    ],
)
def test_a_mail_that_could_not_leave_is_refused_before_anything_is_stored(db, change):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - its words are tested below
        outbox.add(OutgoingMail(**GOOD), OutgoingMail(**GOOD | change))
    assert "@" not in str(refusal.value)
    assert not OutboxMessage.objects.exists()


def test_what_is_stored_is_normalised(db):
    [message] = outbox.add(
        OutgoingMail(
            to=("R2IP@Justice.EXAMPLE", "a@exämple.fr", "R2IP@justice.example"),
            subject="  De\u0301couverte  ",
            text="Une\r\nligne\rpuis une au\0tre",
            html="<p>Une\ud800 ligne</p>",
        )
    )
    assert message.to == ["R2IP@justice.example", "a@xn--exmple-cua.fr"]
    assert message.subject == "Découverte"
    assert message.text == "Une\nligne\npuis une autre"
    assert message.html == "<p>Une ligne</p>"


@pytest.mark.parametrize(
    "mailbox", ["r2ip@intranet.local", "root@localhost", '"r2ip,rennes"@disp.example', "x@[192.0.2.1]"]
)
def test_a_mailbox_that_an_editor_may_enter_never_costs_a_request(db, mailbox):
    validate_email(mailbox)
    [message] = outbox.add(OutgoingMail(**GOOD | {"to": (mailbox,)}))
    assert message.to == [mailbox]


def test_a_long_subject_is_shortened(db):
    [message] = outbox.add(OutgoingMail(**GOOD | {"subject": "x" * 5000}))
    assert message.subject == "x" * 199 + "…"


@given(st.text())
def test_any_words_can_be_made_fit_for_a_subject(words):
    assert headers.subject(f"Demande {headers.one_line(words)}").startswith("Demande")


def test_words_stay_apart_when_made_one_line():
    assert headers.one_line(" Atelier\r\nBcc:\tx\u2028 Exemple\u00a0! ") == "Atelier Bcc: x Exemple\u00a0!"
