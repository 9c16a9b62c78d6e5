"""What an employer reads of a request: its state in words, its history, nothing of the team's own."""

from __future__ import annotations

import datetime

from django.utils import timezone

from directory.contact.links import employer
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import PORTAL, Author
from directory.contact.workflow import transitions
from portal.french import dates
from tests.directory.contact.visitor import Visitor, spaced
from tests.directory.factories import ReferentFactory

State, Kind = ContactRequest.State, RequestEvent.Kind
REFERENT = Author("Sacha Modèle (compte)")


def test_the_state_is_said_in_words(sent):
    def said() -> str:
        return spaced(Visitor().open(employer.path_of(sent)).text)

    day = timezone.localdate()
    assert f"Camille Exemple vous répond au plus tard le {sent.due_day}." in said()
    transitions.take(sent.pk, REFERENT)
    assert "Camille Exemple a pris votre demande en charge le" in said()
    assert f"Elle vous répond au plus tard le {sent.due_day}." in said()
    transitions.declare_answered(sent.pk, REFERENT)
    assert "Vous êtes en échange avec Camille Exemple. Première réponse le" in said()
    transitions.end(sent.pk, State.CLOSED, REFERENT, reason=ContactRequest.EndReason.NOT_POSSIBLE, text="secret")
    assert f"Votre demande est terminée, sans suite, depuis le {dates.day(day, today=day)}." in said()
    assert "Ce projet n’est pas possible en détention." in said()
    assert "secret" not in said()
    transitions.reopen(sent.pk, REFERENT)
    transitions.end(sent.pk, State.SUCCEEDED, REFERENT)
    assert "Votre demande a abouti le" in said()
    assert "Votre demande est rouverte." in said()


def test_an_unwanted_request_reads_as_ended_and_no_more(sent):
    transitions.end(sent.pk, State.UNWANTED, REFERENT)
    page = Visitor().open(employer.path_of(sent))
    assert "Votre demande est terminée depuis le" in page.text
    assert "indésirable" not in page.text


def test_after_the_promised_day_the_page_says_so_and_what_to_do(sent):
    ContactRequest.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    page = Visitor().open(employer.path_of(sent))
    assert "Une réponse était attendue le" in page.text
    assert page.soup.main.find("a", href="mailto:travail-prison@justice.example") is not None


def test_notes_reminders_and_names_of_accounts_are_never_shown(sent):
    transitions.take(sent.pk, REFERENT)
    transitions.note(sent.pk, REFERENT, "Peu sérieux.")
    transitions.record(sent, Kind.REMINDED, PORTAL, text="rappel")
    transitions.record(sent, Kind.REASSIGNED, REFERENT, text="motif interne", data={"to": "bureau"})
    transitions.record(sent, Kind.ANSWER, REFERENT, text="Bonjour, <b>parlons-en</b>.")
    page = Visitor().open(employer.path_of(sent))
    for kept_back in ("Sacha", "Peu sérieux", "rappel", "motif interne"):
        assert kept_back not in page.text
    assert "Bonjour, <b>parlons-en</b>." in page.text  # as typed: escaped
    assert "Votre demande est confiée à une autre personne." in page.text


def test_the_kinds_of_events_that_are_shown_have_words(sent):
    for kind in RequestEvent.SHOWN_TO_EMPLOYER:
        transitions.record(sent, kind, REFERENT)
    lines = Visitor().open(employer.path_of(sent)).soup.find(class_="p-history").find_all("li")
    assert len(lines) == len(RequestEvent.SHOWN_TO_EMPLOYER) + 1


def test_the_page_costs_the_same_for_one_event_and_for_twenty(sent, queries_used):
    visitor = Visitor().open(employer.path_of(sent))
    one = queries_used(visitor.client.get, employer.path_of(sent))
    assert one <= 8
    for _ in range(20):
        transitions.record(sent, Kind.ANSWER, REFERENT, text="…")
    assert queries_used(visitor.client.get, employer.path_of(sent)) == one


def test_a_request_given_to_somebody_else_names_who_has_it_now(sent):
    ReferentFactory(departments=["974"], slug="reunion")
    transitions.take(sent.pk, REFERENT)
    sent.refresh_from_db()
    transitions.record(sent, Kind.REASSIGNED, REFERENT)
    ContactRequest.objects.update(recipient_name="Dominique Essai")
    page = Visitor().open(employer.path_of(sent))
    assert "Elle est maintenant confiée à Dominique Essai." in page.text
    assert "Dominique Essai a pris votre demande" not in page.text
