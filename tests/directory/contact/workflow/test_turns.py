"""Whose turn it is, for the whole life of a request: who is reminded, what the list says, what the employer is told."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone

from directory.contact.links import employer as links
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import PORTAL, Author
from directory.contact.recipients import direction_recipient
from directory.contact.reminders import outcomes, overdue
from directory.contact.workflow import answering, closing, employer, handover, transitions, turns
from directory.contact.workflow.transitions import NotPossibleError
from portal.mail.models import OutboxMessage
from tests.directory.contact.reminders.test_overdue import ask, at
from tests.directory.contact.visitor import Visitor, spaced

State, Turn, Why, Kind = ContactRequest.State, ContactRequest.Turn, ContactRequest.Why, RequestEvent.Kind
SACHA = Author("Sacha Modèle")
EMPLOYER = "lou.modele@atelier-exemple.example"
TEAM = "normandie@r2ip.example"


@pytest.fixture
def asked(home_page, camille) -> ContactRequest:
    """Of Friday, 20 November 2026; due on the 27th. Its first mails are out of the way."""
    request = ask()
    OutboxMessage.objects.all().delete()
    return request


def again(request: ContactRequest) -> ContactRequest:
    return ContactRequest.objects.select_related("referent", "disp").get(pk=request.pk)


def mails(to: str) -> list[OutboxMessage]:
    return [each for each in OutboxMessage.objects.order_by("pk") if to in each.to]


def test_what_the_employer_writes_after_an_answer_starts_the_clock_again(asked):
    answering.send_answer(asked.pk, SACHA, "Bonjour.", now=at("2026-11-23"))
    assert (again(asked).turn, again(asked).due_on) == (Turn.THEIRS, datetime.date(2026, 12, 7))
    employer.employer_wrote(asked.pk, "Voici les plans.", now=at("2026-11-24"))
    request = again(asked)
    assert (request.turn, request.turn_why, request.due_on) == (Turn.OURS, Why.WROTE, datetime.date(2026, 12, 1))
    employer.employer_wrote(asked.pk, "Et encore.", now=at("2026-11-30"))
    assert again(asked).due_on == datetime.date(2026, 12, 1)  # a clock that runs runs on
    assert overdue.remind(at("2026-12-01")) == "0 reminded"
    assert overdue.remind(at("2026-12-02")) == "1 reminded"
    assert overdue.escalate(at("2026-12-04")) == "1 escalated"
    answering.send_answer(asked.pk, SACHA, "Merci.", now=at("2026-12-04"))
    employer.employer_wrote(asked.pk, "Une question.", now=at("2026-12-07"))
    assert overdue.remind(at("2026-12-15")) == "1 reminded"  # and so on, in each turn


def test_a_promised_first_answer_is_no_later_for_what_is_written_before_it(asked):
    employer.employer_wrote(asked.pk, "Une précision.", now=at("2026-11-26"))
    assert again(asked).due_on == datetime.date(2026, 11, 27)


def test_when_the_employer_stays_silent_it_is_ours_again(asked):
    transitions.declare_answered(asked.pk, SACHA, now=at("2026-11-23"))
    OutboxMessage.objects.all().delete()
    assert overdue.remind(at("2026-12-07")) == "0 reminded"
    assert overdue.remind(at("2026-12-08")) == "1 reminded"
    assert overdue.remind(at("2026-12-08", 12)) == "0 reminded"
    request = again(asked)
    assert (request.turn, request.turn_why) == (Turn.OURS, Why.SILENCE)
    [mail] = OutboxMessage.objects.all()
    assert mail.to == [TEAM]
    assert "n’a pas réagi" in mail.text
    assert f"/admin/demandes/{asked.pk}/" in mail.text
    assert overdue.escalate(at("2026-12-09")) == "0 escalated"
    assert overdue.escalate(at("2026-12-10")) == "1 escalated"
    assert overdue.tell_employers(at("2026-12-10")) == "0 told"  # nothing was promised


def test_a_pause_sleeps_until_its_day_or_until_the_employer_writes(asked):
    with pytest.raises(NotPossibleError, match="première réponse"):
        turns.plan(asked.pk, SACHA, step="", on=datetime.date(2027, 1, 4), is_paused=True, now=at("2026-11-23"))
    transitions.declare_answered(asked.pk, SACHA, now=at("2026-11-23"))
    day = datetime.date(2027, 1, 4)
    turns.plan(asked.pk, SACHA, step="Rappeler après les fêtes", on=day, is_paused=True, now=at("2026-11-24"))
    OutboxMessage.objects.all().delete()
    assert again(asked).turn == Turn.PAUSED
    assert overdue.remind(at("2026-12-29")) == "0 reminded"
    assert overdue.remind(at("2027-01-04")) == "1 reminded"
    [mail] = OutboxMessage.objects.all()
    assert "Rappeler après les fêtes" in mail.text
    assert spaced(again(asked).waiting_label).startswith("À nous : Rappeler après les fêtes")
    turns.plan(asked.pk, SACHA, step="", on=datetime.date(2027, 2, 1), is_paused=True, now=at("2027-01-05"))
    employer.employer_wrote(asked.pk, "Nous voilà.", now=at("2027-01-06"))
    assert (again(asked).turn, again(asked).due_on) == (Turn.OURS, datetime.date(2027, 1, 13))


@pytest.mark.parametrize(
    ("step", "on", "is_paused"),
    [("", None, False), ("x", datetime.date(2026, 11, 23), False), ("x", None, True)],
)
def test_a_step_without_sense_is_refused(asked, step, on, is_paused):
    transitions.declare_answered(asked.pk, SACHA, now=at("2026-11-23"))
    with pytest.raises(NotPossibleError):
        turns.plan(asked.pk, SACHA, step=step, on=on, is_paused=is_paused, now=at("2026-11-23"))


def test_the_list_says_what_waits_longest_for_us_and_why(asked):
    other = ask("2026-11-23")
    transitions.declare_answered(asked.pk, SACHA, now=at("2026-11-23"))
    assert list(ContactRequest.objects.longest_waiting_first()) == [other, asked]
    employer.employer_wrote(asked.pk, "Bonjour.", now=at("2026-11-20", 12))
    assert list(ContactRequest.objects.longest_waiting_first()) == [asked, other]
    assert spaced(again(asked).waiting_label) == "À nous : l’employeur a écrit (depuis le 20 novembre)"
    assert spaced(again(other).waiting_label) == "À nous : attend une première réponse (depuis le 23 novembre)"


def test_the_employer_is_told_at_each_turn(asked):
    subjects = []

    def told() -> str:
        [mail] = mails(EMPLOYER)
        OutboxMessage.objects.all().delete()
        subjects.append(spaced(mail.subject).replace(asked.grouped_reference, "R"))
        return spaced(mail.text)

    transitions.take(asked.pk, SACHA)
    assert "Camille Exemple a pris en charge votre demande" in told()
    assert overdue.tell_employers(at("2026-11-30")) == "1 told"
    assert "veuillez nous en excuser" in told()
    assert overdue.tell_employers(at("2026-12-01")) == "0 told"
    handover.reassign(asked.pk, direction_recipient(asked.disp), PORTAL)
    assert "est maintenant confiée" in told()
    transitions.declare_answered(asked.pk, SACHA)
    assert "indique vous avoir répondu" in told()
    transitions.end(asked.pk, State.CLOSED, SACHA, reason="not_possible")
    text = told()
    assert "Ce projet n’est pas possible en détention." in text
    [link] = re.findall(r"http://testserver(/contact/suivi/\S+)", text)
    page = Visitor().open(f"{link}rouvrir/")
    page.submit(page.soup.main.form, message="Nous avons changé de projet.")
    assert (again(asked).state, again(asked).turn) == (State.TALKING, Turn.OURS)
    [mail] = OutboxMessage.objects.all()
    assert "Nous avons changé de projet." in mail.text
    assert subjects == [
        "Votre demande R est prise en charge",
        "Votre demande R : notre réponse a du retard",
        "Votre demande R est confiée à l’équipe de la direction interrégionale de Rennes",
        "Votre demande R : une réponse vous a été donnée",
        "Votre demande R est terminée",
    ]


def test_who_wants_the_essential_only_gets_it(asked):
    page = Visitor().open(links.preferences_url(asked).removeprefix("http://testserver"))
    page.submit(page.soup.main.form, messages="essentiel")
    assert again(asked).is_quiet
    transitions.take(asked.pk, SACHA)
    assert overdue.tell_employers(at("2026-11-30")) == "1 told"
    assert mails(EMPLOYER) == []
    transitions.end(asked.pk, State.SUCCEEDED, SACHA)
    assert len(mails(EMPLOYER)) == 1


def test_nobody_is_told_of_what_was_unwanted(asked):
    transitions.end(asked.pk, State.UNWANTED, SACHA)
    assert mails(EMPLOYER) == []
    address = links.path_of(asked)
    page = Visitor().open(f"{address}rouvrir/")
    assert page.path == address


def test_a_handover_carries_what_was_said_and_no_false_promise(asked):
    answering.send_answer(asked.pk, SACHA, "Quel tonnage ?", now=at("2026-11-23"))
    transitions.note(asked.pk, SACHA, "A appelé deux fois.")
    employer.employer_wrote(asked.pk, "Deux tonnes.", now=at("2026-11-24"))
    OutboxMessage.objects.all().delete()
    handover.reassign(asked.pk, direction_recipient(asked.disp), SACHA, why="Congé.")
    request = again(asked)
    [theirs] = mails(request.recipient_mailbox)
    assert spaced(theirs.subject).startswith(f"Reprise de la demande {asked.grouped_reference}")
    for said in ("Quel tonnage ?", "Deux tonnes.", "A appelé deux fois.", "400 coffrets", request.due_label):
        assert said in theirs.text
        assert said in theirs.html
    assert "vous écrit depuis le portail" not in theirs.text
    assert request.due_on == datetime.date(2026, 12, 1)


def test_two_weeks_after_the_end_it_is_asked_once_what_came_of_it(asked):
    transitions.end(asked.pk, State.SUCCEEDED, SACHA, now=at("2026-11-30"))
    OutboxMessage.objects.all().delete()
    assert outcomes.ask(at("2026-12-13")) == "0 asked"
    assert outcomes.ask(at("2026-12-14", 7)) == "0 asked"
    assert outcomes.ask(at("2026-12-14")) == "1 asked"
    assert outcomes.ask(at("2026-12-15")) == "0 asked"
    [mail] = mails(EMPLOYER)
    [link] = set(re.findall(r"http://testserver(/contact/bilan/[^\s#]+)", mail.text))
    page = Visitor().open(link)
    assert again(asked).outcome == ""  # mail scanners open links
    data = {"abouti": "yes", "visit": "on", "posts": "12 postes", "hires": ""}
    for _ in range(2):
        assert page.client.post(link, data).status_code == 302
    request = again(asked)
    assert (request.outcome, request.results) == ("yes", {"visit": True, "posts": 12})
    assert request.events.filter(kind=Kind.OUTCOME).count() == 1
    assert "12 postes de travail" in spaced(Visitor().open(link).text)


@pytest.mark.parametrize(
    ("state", "reason"), [(State.UNWANTED, ""), (State.CLOSED, "withdrawn"), (State.CLOSED, "duplicate")]
)
def test_what_cannot_have_come_of_anything_is_not_asked_about(asked, state, reason):
    transitions.end(asked.pk, state, SACHA, reason=reason, now=at("2026-11-30"))
    assert outcomes.ask(at("2026-12-14")) == "0 asked"


def test_results_are_typed_and_kept(asked):
    closing.note_results(asked.pk, SACHA, {"hires": 2, "contract": True, "posts": 0, "other": 3})
    assert again(asked).results == {"hires": 2, "contract": True}
    assert again(asked).result_labels == ["2 embauches", "contrat signé"]
    closing.note_results(asked.pk, SACHA, {"hires": 2, "contract": True})
    assert asked.events.filter(kind=Kind.RESULTS).count() == 1


def test_words_after_the_end_wait_at_the_desk_until_somebody_saw_them(asked):
    transitions.end(asked.pk, State.SUCCEEDED, SACHA)
    assert list(ContactRequest.objects.written_after_end()) == []
    employer.employer_wrote(asked.pk, "Encore une question.")
    assert list(ContactRequest.objects.written_after_end()) == [asked]
    assert again(asked).state == State.SUCCEEDED
    turns.settle(asked.pk, SACHA)
    assert list(ContactRequest.objects.written_after_end()) == []


def test_who_says_to_have_answered_again_is_believed_again(asked):
    transitions.declare_answered(asked.pk, SACHA, now=at("2026-11-23"))
    employer.employer_wrote(asked.pk, "Et alors ?", now=at("2026-11-24"))
    transitions.declare_answered(asked.pk, SACHA, now=at("2026-11-25"))
    request = again(asked)
    assert (request.turn, timezone.localdate(request.answered_at)) == (Turn.THEIRS, datetime.date(2026, 11, 23))
