"""What an employer reads of a request: its state in words, its history, nothing of the team's own."""

from __future__ import annotations

import datetime

from django.utils import timezone

from directory import wording
from directory.contact import workflow
from directory.contact.follow_up import links
from directory.contact.models import ContactRequest, RequestEvent
from tests.contact.visitor import Visitor, spaced
from tests.directory.factories import ReferentFactory

State, Kind = ContactRequest.State, RequestEvent.Kind
REFERENT = workflow.Actor("Sacha Modèle (compte)")


def test_the_state_is_said_in_words(sent):
    def said() -> str:
        return spaced(Visitor().open(links.path_of(sent)).text)

    day = timezone.localdate()
    assert f"Camille Exemple vous répond au plus tard le {sent.due_day}." in said()
    workflow.take(sent.pk, REFERENT)
    assert "Camille Exemple a pris votre demande en charge le" in said()
    assert f"Elle vous répond au plus tard le {sent.due_day}." in said()
    workflow.declare_answered(sent.pk, REFERENT)
    assert "Vous êtes en échange avec Camille Exemple. Première réponse le" in said()
    workflow.end(sent.pk, State.CLOSED, REFERENT, reason=ContactRequest.EndReason.NOT_POSSIBLE, text="secret")
    assert f"Votre demande est terminée, sans suite, depuis le {wording.day(day, today=day)}." in said()
    assert "Ce projet n’est pas possible en détention." in said()
    assert "secret" not in said()
    workflow.reopen(sent.pk, REFERENT)
    workflow.end(sent.pk, State.SUCCEEDED, REFERENT)
    assert "Votre demande a abouti le" in said()
    assert "Votre demande est rouverte." in said()


def test_an_unwanted_request_reads_as_ended_and_no_more(sent):
    workflow.end(sent.pk, State.UNWANTED, REFERENT)
    page = Visitor().open(links.path_of(sent))
    assert "Votre demande est terminée depuis le" in page.text
    assert "indésirable" not in page.text


def test_after_the_promised_day_the_page_says_so_and_what_to_do(sent):
    ContactRequest.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    page = Visitor().open(links.path_of(sent))
    assert "Une réponse était attendue le" in page.text
    assert page.soup.main.find("a", href="mailto:travail-prison@justice.example") is not None


def test_notes_reminders_and_names_of_accounts_are_never_shown(sent):
    workflow.take(sent.pk, REFERENT)
    workflow.note(sent.pk, REFERENT, "Peu sérieux.")
    workflow.record(sent, Kind.REMINDED, workflow.PORTAL, text="rappel")
    workflow.record(sent, Kind.REASSIGNED, REFERENT, text="motif interne", data={"to": "bureau"})
    workflow.record(sent, Kind.ANSWER, REFERENT, text="Bonjour, <b>parlons-en</b>.")
    page = Visitor().open(links.path_of(sent))
    for kept_back in ("Sacha", "Peu sérieux", "rappel", "motif interne"):
        assert kept_back not in page.text
    assert "Bonjour, <b>parlons-en</b>." in page.text  # as typed: escaped
    assert "Votre demande est confiée à une autre personne." in page.text


def test_the_kinds_of_events_that_are_shown_have_words(sent):
    for kind in RequestEvent.SHOWN_TO_EMPLOYER:
        workflow.record(sent, kind, REFERENT)
    lines = Visitor().open(links.path_of(sent)).soup.find(class_="p-history").find_all("li")
    assert len(lines) == len(RequestEvent.SHOWN_TO_EMPLOYER) + 1


def test_the_page_costs_the_same_for_one_event_and_for_twenty(sent, queries_used):
    visitor = Visitor().open(links.path_of(sent))
    one = queries_used(visitor.client.get, links.path_of(sent))
    assert one <= 8
    for _ in range(20):
        workflow.record(sent, Kind.ANSWER, REFERENT, text="…")
    assert queries_used(visitor.client.get, links.path_of(sent)) == one


def test_a_request_given_to_somebody_else_names_who_has_it_now(sent):
    ReferentFactory(departments=["974"], slug="reunion")
    workflow.take(sent.pk, REFERENT)
    sent.refresh_from_db()
    workflow.record(sent, Kind.REASSIGNED, REFERENT)
    ContactRequest.objects.update(recipient_name="Dominique Essai")
    page = Visitor().open(links.path_of(sent))
    assert "Elle est maintenant confiée à Dominique Essai." in page.text
    assert "Dominique Essai a pris votre demande" not in page.text
