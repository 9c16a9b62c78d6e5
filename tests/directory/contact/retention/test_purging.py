"""How long requests and mails are kept, and what goes with them."""

from __future__ import annotations

import datetime
import secrets

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from directory.contact.models import ContactRequest, RequestEvent, RequestStatistic
from directory.contact.models.event import PORTAL
from directory.contact.retention import purging
from directory.contact.workflow import transitions
from portal.mail.models import OutboxMessage
from portal.mail.retention import forget_old
from tests.directory.contact.factories import submit

State = ContactRequest.State
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


def kept_since(months: int, days: int = 0, **changes) -> ContactRequest:
    """A request whose last event was so long ago."""
    request = submit(secrets.token_urlsafe(9))
    moment = purging.months_before(NOW, months) - datetime.timedelta(days=days)
    ContactRequest.objects.filter(pk=request.pk).update(last_event_at=moment, **changes)
    return request


@pytest.mark.parametrize(
    ("months", "days", "changes", "goes"),
    [
        (24, 1, {}, True),
        (24, -1, {}, False),
        (24, 1, {"state": State.SUCCEEDED, "ended_at": NOW}, True),
        (24, -1, {"state": State.CLOSED, "ended_at": NOW}, False),
        (3, 1, {"state": State.UNWANTED, "ended_at": NOW}, True),
        (3, -1, {"state": State.UNWANTED, "ended_at": NOW}, False),
        (3, 1, {"state": State.CLOSED, "ended_at": NOW}, False),
        (0, 0, {"is_held": True, "received_at": NOW - datetime.timedelta(days=15)}, True),
        (0, 0, {"is_held": True, "received_at": NOW - datetime.timedelta(days=13)}, False),
    ],
)
def test_each_state_has_its_time(camille, months, days, changes, goes):
    kept_since(months, days, **changes)
    assert purging.purge(NOW).requests == int(goes)
    assert ContactRequest.objects.exists() is not goes


def test_the_operator_may_choose_other_times(camille, settings):
    settings.REQUEST_KEPT_MONTHS, settings.REQUEST_KEPT_MONTHS_UNWANTED = 6, 1
    kept_since(6, 1)
    kept_since(1, 1, state=State.UNWANTED, ended_at=NOW)
    kept_since(5)
    assert purging.purge(NOW).requests == 2


def test_all_that_hangs_on_a_request_goes_and_nothing_else(camille, django_user_model):
    old, recent = kept_since(25), kept_since(1)
    user = django_user_model.objects.create_user("x")
    for request in (old, recent):
        transitions.note(request.pk, PORTAL, "note")
        log(instance=request, action="wagtail.edit", user=user, data={"to": "x"})
    ContactRequest.objects.filter(pk=old.pk).update(last_event_at=purging.months_before(NOW, 25))
    assert str(purging.purge(NOW)) == "1 requests, 2 events, 2 mails, 0 reads, 1 log entries"
    assert ContactRequest.objects.get() == recent
    assert RequestEvent.objects.count() == OutboxMessage.objects.count() == 2
    assert ModelLogEntry.objects.get().object_id == str(recent.pk)
    assert RequestStatistic.objects.count() == 1
    assert str(purging.purge(NOW)).startswith("0 requests")


def test_a_dry_run_counts_and_erases_nothing(camille, capsys):
    kept_since(2000)
    call_command("purge_requests", "--dry-run")
    assert capsys.readouterr().out == "would forget: 1 requests, 1 events, 2 mails, 0 reads, 0 log entries\n"
    assert ContactRequest.objects.count() == 1
    call_command("purge_requests")
    assert capsys.readouterr().out.startswith("forgot: 1 requests")
    assert ContactRequest.objects.count() == OutboxMessage.objects.count() == 0


def test_run_due_purges(camille, capsys):
    kept_since(2000)
    call_command("run_due", "contact.retention")
    assert "contact.retention: 1 requests" in capsys.readouterr().out


def test_many_requests_go_in_batches(camille, monkeypatch):
    monkeypatch.setattr(purging, "BATCH", 2)
    for number in range(5):
        kept_since(30, number)
    assert purging.purge(NOW).requests == 5
    assert RequestStatistic.objects.count() == 5


def test_a_held_request_leaves_no_figures(camille):
    kept_since(30, is_held=True)
    purging.purge(NOW)
    assert RequestStatistic.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-22", 24, "2024-11-22"),
        ("2026-05-31", 3, "2026-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
    ],
)
def test_months_before(day, months, before):
    moment = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)
    assert purging.months_before(moment, months).date().isoformat() == before


def test_the_words_of_mails_go_before_their_rows(camille, store):
    request = submit()
    digest = store("a@b.example", text="Bilan", once="bilan/1")
    failed = store("perdu@b.example", text="Invitation")
    OutboxMessage.objects.update(sent_at=NOW)
    OutboxMessage.objects.filter(pk=failed.pk).update(sent_at=None, failed_at=NOW)
    waiting = store("c@d.example", text="Attend")

    def after(days: int) -> str:
        return forget_old(NOW + datetime.timedelta(days=days))

    assert after(29) == "0 mails emptied, 0 forgotten"
    assert after(31) == "3 mails emptied, 0 forgotten"
    assert after(31) == "0 mails emptied, 0 forgotten"
    for mail in OutboxMessage.objects.filter(about=f"contact:{request.pk}"):
        assert (mail.subject, mail.text, mail.html, mail.reply_to) == ("", "", "", "")
        assert mail.message_id  # replies and bounces still find their request
    assert after(91) == "0 mails emptied, 2 forgotten"
    assert not OutboxMessage.objects.filter(pk__in=[digest.pk, failed.pk]).exists()
    assert OutboxMessage.objects.filter(about=f"contact:{request.pk}").count() == 2
    waiting.refresh_from_db()
    assert waiting.text == "Attend"


def test_what_sqlite_erases_is_overwritten(db):
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone()[0] == 1
