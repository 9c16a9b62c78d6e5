"""Reminders: to whom, when, and never twice."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone

from directory.contact.form.placing import place_request
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import PORTAL
from directory.contact.recipients import direction_recipient
from directory.contact.reminders import overdue
from directory.contact.supervisors import MANAGERS
from directory.contact.workflow import handover, submission, transitions
from directory.models import Commune, Referent
from portal.mail.models import OutboxMessage
from tests.directory.contact.factories import enquiry
from tests.directory.factories import ReferentFactory
from tests.portal.mail.rig import Rig

Kind = RequestEvent.Kind


def at(day: str, hour: int = 10) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.fromisoformat(f"{day}T{hour:02}:00"))


def ask(received: str = "2026-11-20", place: str = "76600") -> ContactRequest:
    """A request of that day; of a Friday, it is due the next Friday, the 27th."""
    recipient = place_request(place).recipient
    return submission.submit_contact_request(
        form_key=place + received, enquiry=enquiry(), recipient=recipient, now=at(received)
    )


@pytest.fixture
def late(camille) -> ContactRequest:
    """Due on Friday, 27 November 2026; its first mails are out of the way."""
    request = ask()
    OutboxMessage.objects.all().delete()
    return request


def told() -> list[list[str]]:
    return list(OutboxMessage.objects.order_by("pk").values_list("to", flat=True))


def test_a_request_is_late_the_working_day_after_the_promised_one(late):
    for early in (at("2026-11-27", 23), at("2026-11-28"), at("2026-11-29"), at("2026-11-30", 7)):
        assert overdue.remind(early) == "0 reminded"
    assert overdue.remind(at("2026-11-30")) == "1 reminded"
    [mail] = OutboxMessage.objects.all()
    assert mail.to == ["normandie@r2ip.example"]
    assert mail.reply_to.startswith("lou.modele@atelier-exemple.example")
    for said in (late.grouped_reference, "vendredi 27 novembre 2026", "/prise-en-charge/", "/reponse/"):
        assert said in mail.text
        assert said in mail.html
    assert late.events.get(kind=Kind.REMINDED).at == at("2026-11-30")


@pytest.mark.parametrize(("department", "escalated"), [("67", "2026-04-08"), ("76", "2026-04-07")])
def test_holidays_of_the_department_count(late, department, escalated):
    # Easter 2026: Good Friday, 3 April, is a holiday in Alsace only; the Monday everywhere.
    commune = Commune.objects.create(insee=f"{department}999", name="Essai", department_id=department)
    ContactRequest.objects.update(commune=commune, due_on=datetime.date(2026, 4, 1))
    assert overdue.remind(at("2026-04-03")) == ("0 reminded" if department == "67" else "1 reminded")
    ContactRequest.objects.update(reminded_at=at("2026-04-02"))
    before = datetime.date.fromisoformat(escalated) - datetime.timedelta(days=1)
    assert overdue.escalate(at(before.isoformat())) == "0 escalated"
    assert overdue.escalate(at(escalated)) == "1 escalated"


def test_nothing_leaves_on_a_holiday_of_the_place(late):
    ContactRequest.objects.update(due_on=datetime.date(2026, 12, 23))
    assert overdue.remind(at("2026-12-25")) == "0 reminded"
    assert overdue.remind(at("2026-12-24")) == "1 reminded"


def test_then_the_managers_are_told_two_working_days_later(late, django_user_model):
    group = Group.objects.get_or_create(name=MANAGERS)[0]
    for name, active in (("a", True), ("b", True), ("c", False)):
        account = django_user_model.objects.create_user(name, email=f"{name}@justice.example", is_active=active)
        account.groups.add(group)
    overdue.remind(at("2026-11-30"))
    assert overdue.escalate(at("2026-12-01", 18)) == "0 escalated"
    assert overdue.escalate(at("2026-12-02")) == "1 escalated"
    assert told()[1:] == [["a@justice.example"], ["b@justice.example"]]
    text = OutboxMessage.objects.latest("pk").text
    assert "sans réponse" in text
    assert late.grouped_reference in text
    assert "lou.modele" not in text
    assert "Lou Modèle" not in text


def test_without_managers_the_direction_is_told(late):
    overdue.remind(at("2026-11-30"))
    overdue.escalate(at("2026-12-02"))
    assert told()[1:] == [[late.disp.mailbox]]


def test_running_again_or_with_a_clock_set_back_changes_nothing(late):
    days = ("2026-11-30", "2026-11-30", "2026-11-25", "2026-12-01", "2026-12-02", "2026-12-02", "2026-11-30")
    for day in (*days, "2027-02-01"):
        overdue.remind(at(day))
        overdue.escalate(at(day))
    assert len(told()) == 2
    assert late.events.filter(kind__in=[Kind.REMINDED, Kind.ESCALATED]).count() == 2


@pytest.mark.parametrize("done", ["answered", "ended", "held"])
def test_nobody_is_reminded_of_what_is_done(late, done):
    if done == "answered":
        transitions.declare_answered(late.pk, PORTAL)
    elif done == "ended":
        transitions.end(late.pk, ContactRequest.State.SUCCEEDED, PORTAL)
    else:
        ContactRequest.objects.update(is_held=True)
    assert (overdue.remind(at("2026-11-30")), overdue.escalate(at("2026-12-02"))) == ("0 reminded", "0 escalated")


def test_an_answer_between_reminder_and_escalation_stops_it(late):
    overdue.remind(at("2026-11-30"))
    transitions.declare_answered(late.pk, PORTAL)
    assert overdue.escalate(at("2026-12-02")) == "0 escalated"


def test_taking_in_charge_is_no_answer(late):
    transitions.take(late.pk, PORTAL)
    assert overdue.remind(at("2026-11-30")) == "1 reminded"


@pytest.mark.parametrize("has_substitute", [True, False])
def test_while_the_referent_is_away_who_stands_in_is_reminded_too(late, camille, has_substitute):
    substitute = ReferentFactory(office="Passage", email="passage@r2ip.example") if has_substitute else None
    away = timezone.localdate() + datetime.timedelta(days=9)
    Referent.objects.filter(pk=camille.pk).update(absent_until=away, substitute=substitute)
    overdue.remind(at("2026-11-30"))
    stands_in = "passage@r2ip.example" if has_substitute else late.disp.mailbox
    assert told() == [["normandie@r2ip.example"], [stands_in]]
    first, second = OutboxMessage.objects.order_by("pk")
    assert first.text != second.text  # each has links of its own


def test_whoever_takes_over_is_given_time_then_reminded(late):
    overdue.remind(at("2026-11-30"))
    handover.reassign(late.pk, direction_recipient(late.disp), PORTAL, now=at("2026-12-01"))
    OutboxMessage.objects.all().delete()
    assert overdue.remind(at("2026-12-02")) == "0 reminded"
    assert overdue.remind(at("2026-12-03")) == "1 reminded"
    assert told() == [[late.disp.mailbox]]


def test_a_failure_in_between_leaves_the_reminder_to_the_next_run(late, monkeypatch):
    monkeypatch.setattr(overdue.transitions, "record", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        overdue.remind(at("2026-11-30"))
    monkeypatch.undo()
    assert told() == []
    assert overdue.remind(at("2026-11-30")) == "1 reminded"


@pytest.mark.servers
def test_processes_side_by_side_remind_once(tmp_path):
    rig = Rig(tmp_path)
    rig.environment["DJANGO_SETTINGS_MODULE"] = "tests.directory.contact.settings"
    with rig:
        program = [sys.executable, "-m", "tests.directory.contact.reminders.late_requests"]
        options = {"cwd": settings.BASE_DIR, "env": rig.environment, "stdout": subprocess.PIPE, "text": True}
        subprocess.run([*program, "20"], check=True, **options)
        runs = [subprocess.Popen(program, **options) for _ in range(2)]
        said = [run.communicate()[0].split() for run in runs]
        assert [run.returncode for run in runs] == [0, 0]
        assert [sum(int(each) for each in counts) for counts in zip(*said, strict=True)] == [20, 1]
        assert rig.database.number("SELECT count(*) FROM mail_outboxmessage WHERE subject LIKE 'Rappel%'") == 20
