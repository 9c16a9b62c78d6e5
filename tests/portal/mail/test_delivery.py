"""One sender, a real SMTP server: what each answer does to a message."""

from __future__ import annotations

import datetime
import logging
import uuid
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import InternalError, OperationalError, connection
from django.utils import timezone

from portal.mail import waiting
from portal.mail.delivery import Tally, delay_after, drain, lease_next, retry_failed
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    from email.message import EmailMessage

pytestmark = pytest.mark.servers


def ago(**parts: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**parts)


def as_read(event: dict[str, str]) -> EmailMessage:
    """A delivered mail as the recipient's program reads it."""
    return message_from_bytes(event["content"].encode(), policy=policy.default)


def make_due(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(next_attempt_at=ago(seconds=1))


def test_a_mail_arrives_as_it_was_written(smtp, store, settings):
    text = "Bonjour,\n.\n..deux points\nŒuvre « été » — fin\n" + "long " * 400
    message = store(
        "r2ip@disp.example",
        subject="Demande 4F2-9KD de l’Atelier Été",
        text=text,
        html="<p>É</p>",
        reply_to="e@e.example",
    )
    assert drain() == Tally(sent=1)
    [event] = smtp.events("delivered")
    arrived = as_read(event)
    assert event["recipients"] == ["r2ip@disp.example"]
    assert arrived["Subject"] == "Demande 4F2-9KD de l’Atelier Été"
    assert arrived["Message-ID"] == message.message_id
    assert arrived["Date"].datetime == message.created_at.replace(microsecond=0)
    assert (arrived["To"], arrived["Reply-To"]) == ("r2ip@disp.example", "e@e.example")
    assert arrived["From"] == settings.DEFAULT_FROM_EMAIL
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert {"OOF", "AutoReply"} <= set(arrived["X-Auto-Response-Suppress"].split(", "))
    assert "NDR" not in arrived["X-Auto-Response-Suppress"].split(", ")  # a mail that did not arrive must be known
    assert arrived.get_body(("plain",)).get_content().splitlines() == text.splitlines()
    assert arrived.get_body(("html",)).get_content().strip() == "<p>É</p>"
    message.refresh_from_db()
    assert (message.pending, message.attempts, message.last_error, message.lease) == ([], 1, "", None)
    assert message.sent_at is not None


@pytest.mark.parametrize("mailbox", ['"r2ip,rennes"@disp.example', "r2ip@[192.0.2.1]", "r2ip+travail@disp.example"])
def test_an_odd_mailbox_is_served(smtp, store, mailbox):
    store(mailbox)
    assert drain() == Tally(sent=1)
    assert [each["recipients"] for each in smtp.events("delivered")] == [[mailbox]]


def test_a_sent_message_is_not_sent_again(smtp, store):
    store()
    assert [drain(), drain()] == [Tally(sent=1), Tally()]
    assert len(smtp.events("delivered")) == 1


def test_refused_for_now_means_later_with_the_same_identity(smtp, store):
    message = store()
    smtp.mode("refuse")
    assert drain() == Tally(delayed=1)
    smtp.mode("accept")
    assert drain() == Tally(), "it must rest first"
    make_due(message)
    assert drain() == Tally(sent=1)
    assert [each["message_id"] for each in smtp.events("delivered")] == [message.message_id]


def test_one_message_refused_does_not_stop_those_behind_it(smtp, store):
    store("plein@disp.example")
    store("inconnu@disp.example")
    store("b@disp.example")
    assert drain() == Tally(sent=1, delayed=1, failed=1)


def test_a_refusal_for_good_is_written_down_and_tried_again_only_on_demand(smtp, store):
    message = store("inconnu@disp.example")
    assert drain() == Tally(failed=1)
    message.refresh_from_db()
    assert (message.refused, message.last_error) == (["inconnu@disp.example"], "SMTPRecipientsRefused 550")
    assert (message.failed_at is not None, message.sent_at) == (True, None)
    assert drain() == Tally()
    assert retry_failed() == 1
    assert drain() == Tally(failed=1)


def test_each_of_several_recipients_gets_the_mail_once(smtp, store):
    message = store("a@disp.example", "inconnu@disp.example", "plein@disp.example")
    assert drain() == Tally(delayed=1)
    message.refresh_from_db()
    assert (message.pending, message.refused) == (["plein@disp.example"], ["inconnu@disp.example"])
    OutboxMessage.objects.filter(pk=message.pk).update(pending=["b@disp.example"])  # the mailbox is emptied
    make_due(message)
    assert drain() == Tally(failed=1), "one recipient never got it: an operator should know"
    assert [each["recipients"] for each in smtp.events("delivered")] == [["a@disp.example"], ["b@disp.example"]]
    headers = {as_read(each)["To"] for each in smtp.events("delivered")}
    assert headers == {"a@disp.example, inconnu@disp.example, plein@disp.example"}


def test_a_content_refused_for_good_is_given_up(smtp, store):
    store()
    smtp.mode("reject")
    assert drain() == Tally(failed=1)


def test_a_server_that_goes_away_ends_the_pass(smtp, store):
    store("ferme@disp.example")
    other = store("b@disp.example")
    assert drain() == Tally(delayed=1, outage="SMTPRecipientsRefused 421")
    other.refresh_from_db()
    assert other.attempts == 0
    assert drain() == Tally(sent=1)


def test_a_stalling_server_is_left_after_the_timeout(smtp, store, settings):
    settings.EMAIL_TIMEOUT = 0.2
    message = store()
    smtp.mode("stall")
    assert drain() == Tally(delayed=1, outage="SMTPServerDisconnected")
    message.refresh_from_db()
    assert message.lease is None


def test_an_outage_costs_no_message_an_attempt(store, settings):
    settings.EMAIL_BACKEND = "portal.mail.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    message = store()
    assert drain() == Tally(outage="ConnectionRefusedError")
    message.refresh_from_db()
    assert (message.attempts, message.leased_until) == (0, None)


def test_a_slow_verdict_is_awaited_longer_than_other_answers(smtp, store, settings):
    settings.EMAIL_TIMEOUT, settings.OUTBOX_VERDICT_SECONDS = 30, 0.2
    store()
    smtp.mode("hold")
    assert drain() == Tally(delayed=1, outage="SMTPServerDisconnected"), "the verdict has a limit of its own"


def test_a_leased_message_is_nobody_elses_until_the_lease_runs_out(store):
    message = store()
    held = lease_next()
    assert held == message
    assert lease_next() is None
    assert drain() == Tally()
    OutboxMessage.objects.filter(pk=message.pk).update(leased_until=ago(seconds=1))
    assert drain() == Tally(sent=1)
    assert mail.outbox[0].extra_headers["Message-ID"] == message.message_id


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError, InternalError], ids=["gone", "read-only"])
def test_a_mail_that_left_while_the_database_was_lost_is_noted_when_it_is_back(store, monkeypatch, error):
    monkeypatch.setattr("portal.mail.delivery.PAUSE", 0)
    message, lost = store(), [error(), error()]

    def lose(execute, sql, *rest):
        if sql.startswith("UPDATE") and mail.outbox and lost:
            raise lost.pop()
        return execute(sql, *rest)

    with connection.execute_wrapper(lose):
        assert drain() == Tally(sent=1)
    assert lost == []
    message.refresh_from_db()
    assert message.sent_at


def test_what_a_clock_said_that_was_set_back_keeps_no_message(store):
    """It was stored, held or to rest when the clock was two days ahead."""
    later = ago(days=-2)
    for said in (
        {"created_at": later, "next_attempt_at": later},
        {"lease": uuid.uuid4(), "leased_until": later},
        {"attempts": 1, "next_attempt_at": later},
    ):
        OutboxMessage.objects.filter(pk=store().pk).update(**said)
        assert OutboxMessage.objects.figures(timezone.now())["due"] == 1
        assert drain() == Tally(sent=1)


def test_a_clock_that_is_a_little_ahead_is_believed(store):
    """Of the sender who holds it; and what is kept from leaving stays, whenever it was stored."""
    message = store()
    OutboxMessage.objects.filter(pk=message.pk).update(lease=uuid.uuid4(), leased_until=ago(minutes=-5))
    assert OutboxMessage.objects.figures(timezone.now())["leased"] == 1
    assert drain() == Tally()
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=ago(days=-2))
    assert waiting.hold() == 1
    assert drain() == Tally()


@pytest.mark.postgresql  # a file has no clock of its own
def test_a_sender_whose_clock_is_ahead_leaves_what_another_has_in_hand(store, monkeypatch):
    message, now = store(), timezone.now
    assert lease_next().pk == message.pk
    monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(minutes=30))
    assert lease_next() is None


def test_a_sender_that_outlived_its_lease_decides_nothing(store, monkeypatch):
    message = store()
    send = EmailBackend.send_messages

    def send_while_another_takes_over(self, messages):
        OutboxMessage.objects.filter(pk=message.pk).update(leased_until=ago(seconds=1))
        lease_next()
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_while_another_takes_over)
    drain()
    message.refresh_from_db()
    assert message.sent_at is None
    assert message.lease is not None


def test_a_message_that_cannot_be_built_does_not_stop_those_behind_it(store):
    broken = store()
    OutboxMessage.objects.filter(pk=broken.pk).update(subject="Demande\nBcc: tous@victime.example")
    store()
    assert drain() == Tally(sent=1, delayed=1)
    broken.refresh_from_db()
    assert broken.last_error == "BadHeaderError"


def test_delays_grow_to_the_longest(settings):
    settings.OUTBOX_DELAYS_SECONDS = (60, 300, 900)
    assert [delay_after(attempt).total_seconds() for attempt in range(1, 6)] == [60, 300, 900, 900, 900]


def test_a_message_refused_for_days_is_given_up_loudly(smtp, store, caplog):
    message = store()
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=ago(days=6), attempts=5)
    smtp.mode("refuse")
    assert drain() == Tally(failed=1)
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == f"message {message.pk} given up after attempt 6: SMTPSenderRefused 451"
    retry_failed()
    smtp.mode("accept")
    assert drain() == Tally(sent=1)


def test_an_old_message_is_not_given_up_before_it_was_tried_enough(smtp, store):
    message = store()
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=ago(days=30))
    smtp.mode("refuse")
    assert drain() == Tally(delayed=1)


def test_logs_name_messages_never_persons(smtp, store, caplog):
    caplog.set_level(logging.DEBUG, logger="portal")
    store("inconnu@disp.example", subject="Secret", text="Secret")
    store("plein@disp.example", "b@disp.example", reply_to="secret@e.example")
    drain()
    text = "\n".join(record.getMessage() for record in caplog.records)
    assert "message " in text
    assert "@" not in text
    assert "ecret" not in text


def test_a_pass_stops_between_messages_when_asked(store):
    store()
    store()
    answers = iter([False, False, True, True])
    assert drain(lambda: next(answers)) == Tally(sent=1)
