"""The command an operator types."""

from __future__ import annotations

import datetime
import signal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.mail.checks import lease_outlives_an_attempt, replies_have_both_settings
from portal.mail.delivery import lease_next
from portal.mail.models import OutboxMessage


def said(capsys, *arguments) -> str:
    call_command("drain_outbox", *arguments)
    return capsys.readouterr().out


def test_one_pass_says_what_it_did(store, capsys):
    store()
    store()
    assert said(capsys) == "sent=2 delayed=0 failed=0 waiting=0\n"


def test_status_counts_and_sends_nothing(store, capsys):
    now = timezone.now()
    messages = [store() for _ in range(5)]
    by_age = OutboxMessage.objects.filter
    by_age(pk=messages[0].pk).update(sent_at=now)
    by_age(pk=messages[1].pk).update(failed_at=now)
    by_age(pk=messages[2].pk).update(next_attempt_at=now + datetime.timedelta(hours=1))
    by_age(pk=messages[3].pk).update(created_at=now - datetime.timedelta(hours=2, seconds=1))
    assert lease_next() is not None
    assert said(capsys, "--status").startswith("waiting=3 due=1 leased=1 failed=1 sent=1 oldest=2:00:0")


def test_status_of_an_empty_outbox(db, capsys):
    assert said(capsys, "--status") == "waiting=0 due=0 leased=0 failed=0 sent=0 oldest=0:00:00\n"


def test_failed_messages_are_shown_until_tried_again(store, capsys):
    message = store()
    OutboxMessage.objects.filter(pk=message.pk).update(failed_at=timezone.now())
    assert "1 given up in all: `drain_outbox --retry-failed`" in said(capsys)
    assert said(capsys, "--retry-failed") == "tried again: 1\nsent=1 delayed=0 failed=0 waiting=0\n"


def test_mails_written_to_files_are_findable(store, capsys, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    message = store()
    assert f"Mails are written to files in {tmp_path / 'mail'}." in said(capsys)
    [file] = (tmp_path / "mail").iterdir()
    assert message.message_id in file.read_text(encoding="utf-8")


def test_a_dead_server_is_an_error_that_reassures(store, settings):
    settings.EMAIL_BACKEND = "portal.mail.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    store()
    with pytest.raises(CommandError, match=r"ConnectionRefusedError.*Nothing is lost: waiting=1 due=1"):
        call_command("drain_outbox")


def test_signals_are_given_back(db):
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    call_command("drain_outbox", stdout=None)
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


@pytest.mark.parametrize("interval", ["0", "-1", "abc", "nan"])
def test_an_interval_that_makes_no_sense_is_refused(interval):
    with pytest.raises(CommandError):
        call_command("drain_outbox", "--interval", interval)


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, []), ({"OUTBOX_LEASE_SECONDS": 200}, ["mail.E002"]), ({"EMAIL_TIMEOUT": None}, ["mail.E001"])],
)
def test_a_lease_shorter_than_an_attempt_is_refused(settings, change, expected):
    for name, value in change.items():
        setattr(settings, name, value)
    assert [each.id for each in lease_outlives_an_attempt()] == expected


@pytest.mark.parametrize(
    ("url", "address", "is_right"), [("", "", True), ("maildir:///x", "a@b.c", True), ("maildir:///x", "", False)]
)
def test_replies_have_a_mailbox_and_an_address_or_neither(settings, url, address, is_right):
    settings.REPLIES_URL, settings.REPLIES_ADDRESS = url, address
    assert [each.id for each in replies_have_both_settings()] == ([] if is_right else ["mail.E003"])
