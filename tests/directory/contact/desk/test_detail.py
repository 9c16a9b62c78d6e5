"""The page of a request, and what is done from it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from directory.contact.models import ContactRequest, RequestEvent, RequestRead
from directory.contact.models.event import PORTAL
from directory.contact.workflow import answering, transitions
from portal.mail.models import OutboxMessage
from tests.directory.contact.desk.conftest import hidden, seen

State = ContactRequest.State


def url(name: str, request: ContactRequest) -> str:
    return reverse(f"desk:{name}", args=[request.pk])


def act(client, name: str, request: ContactRequest, **values: str):
    """Press the button of a page that acts at once, as its form would."""
    page = client.get(url("detail", request))
    return client.post(url(name, request), {"seen": str(page.context["seen"])} | values, follow=True)


def test_it_shows_the_employer_s_words_and_who_answers_why(referent, request_):
    text = seen(referent.get(url("detail", request_)))
    for said in (
        request_.email,
        "0590 12 34 56",
        "400 coffrets",
        "Confier une production",
        "Camille Exemple",
        "Demande reçue",
    ):
        assert said in text
    assert request_.route_reason in text


def test_its_title_names_nobody_for_the_history_of_the_browser(referent, request_):
    title = referent.get(url("detail", request_)).content.decode().split("<title>")[1].split("</title>")[0]
    assert "Exemple" not in title


def test_there_is_one_next_thing_to_do_in_each_state(referent, request_, sacha):
    def label() -> str:
        return referent.get(url("detail", request_)).context["step"].label

    labels = [label()]
    transitions.take(request_.pk, sacha)
    labels.append(label())
    answering.send_answer(request_.pk, sacha, "Bonjour.")
    labels.append(label())
    transitions.end(request_.pk, State.SUCCEEDED, sacha)
    labels.append(label())
    assert labels == ["Prendre en charge", "Répondre", "Clore", "Rouvrir"]


def test_a_referent_takes_a_request_in_charge(referent, request_, people):
    page = act(referent, "take", request_)
    assert "Vous avez pris cette demande en charge." in seen(page)
    assert "Prise en charge par Camille Exemple" in seen(page)
    request_.refresh_from_db()
    assert (request_.state, request_.owner) == (State.TAKEN, people["referent"])


def test_who_answered_elsewhere_says_so(referent, request_):
    act(referent, "declare_answered", request_)
    request_.refresh_from_db()
    assert (request_.state, request_.answer_days) == (State.TALKING, 0)


def test_a_note_stays_inside(referent, request_):
    before = OutboxMessage.objects.count()
    page = act(referent, "note", request_, text="Rappeler l’établissement.")
    assert "Note interne, jamais envoyée (Camille Exemple)" in seen(page)
    assert "Rappeler l’établissement." in seen(page)
    assert OutboxMessage.objects.count() == before
    assert "Écrivez la note." in seen(act(referent, "note", request_, text=" "))


@pytest.mark.parametrize(
    ("answers", "state", "reason"),
    [
        ({"state": "succeeded"}, "succeeded", ""),
        ({"state": "closed", "reason": "no_reply", "note": "Deux appels."}, "closed", "no_reply"),
        ({"state": "unwanted"}, "unwanted", ""),
    ],
)
def test_closing_asks_how_and_why(referent, request_, answers, state, reason):
    page = referent.get(url("close", request_))
    referent.post(url("close", request_), hidden(page) | answers)
    request_.refresh_from_db()
    assert (request_.state, request_.end_reason) == (state, reason)
    assert request_.events.filter(kind="note").count() == ("note" in answers)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Choisissez une réponse."),
        ({"state": "closed"}, "Dites pourquoi la demande reste sans suite."),
        ({"state": "closed", "reason": "withdrawn"}, "withdrawn"),
        ({"state": "received"}, "received"),
    ],
)
def test_a_closing_without_its_reason_is_asked_again(referent, request_, answers, said):
    page = referent.post(url("close", request_), hidden(referent.get(url("close", request_))) | answers)
    assert page.status_code == 200
    assert said in seen(page)
    request_.refresh_from_db()
    assert request_.state == State.RECEIVED


def test_an_ended_request_is_taken_up_again_where_it_was(referent, request_, sacha):
    transitions.take(request_.pk, sacha)
    transitions.end(request_.pk, State.CLOSED, sacha, reason="no_reply")
    act(referent, "reopen", request_)
    request_.refresh_from_db()
    assert (request_.state, request_.ended_at) == (State.TAKEN, None)


@pytest.mark.parametrize("name", ["take", "declare_answered", "reopen", "close"])
def test_who_comes_second_changes_nothing_and_learns_who_was_first(referent, request_, sacha, name):
    before = str(referent.get(url("detail", request_)).context["seen"])
    transitions.end(request_.pk, State.SUCCEEDED, sacha)
    page = referent.post(url(name, request_), {"seen": before, "state": "closed", "reason": "other"}, follow=True)
    assert "Rien n’a changé. Sacha Modèle a changé l’état à" in seen(page)
    request_.refresh_from_db()
    assert request_.state == State.SUCCEEDED


@pytest.mark.parametrize("value", ["", "abc", "-1", "9" * 40, "²"])
def test_a_page_that_does_not_say_what_it_showed_does_nothing(referent, request_, value):
    page = referent.post(url("take", request_), {"seen": value}, follow=True)
    assert page.status_code == 200
    request_.refresh_from_db()
    assert request_.state == State.RECEIVED


def test_reading_is_noted_with_who_and_when_and_managers_see_it(referent, manager, request_, people):
    referent.get(url("detail", request_))
    [read] = RequestRead.objects.all()
    assert (read.request, read.account, read.kind) == (request_, people["referent"], "page")
    assert "Camille Exemple, fiche" in seen(manager.get(url("detail", request_)))
    assert "Dernières consultations" not in seen(referent.get(url("detail", request_)))
    log = manager.get(reverse("desk:reads"))
    assert request_.grouped_reference in seen(log)
    for kept_back in (request_.email, "Atelier Exemple", "Lou Modèle"):
        assert kept_back not in log.content.decode()


def test_the_log_of_reads_goes_with_its_request(manager, request_):
    manager.get(url("detail", request_))
    request_.delete()
    assert not RequestRead.objects.exists()


@pytest.mark.parametrize(("to", "said"), [("employer", "à l’employeur"), ("team", "à la boîte du destinataire")])
def test_whose_mail_did_not_arrive_is_said(referent, request_, to, said):
    transitions.record(request_, RequestEvent.Kind.BOUNCED, PORTAL, data={"to": to, "status": "5.1.1"})
    assert f"Message non remis {said}" in seen(referent.get(url("detail", request_)))


@pytest.mark.parametrize("name", ["take", "declare_answered", "answer"])
def test_nobody_acts_on_a_request_whose_address_waits_to_be_confirmed(manager, request_, name):
    ContactRequest.objects.update(is_held=True)
    page = act(manager, name, request_, text="Bonjour.", step="send")
    assert "L’employeur n’a pas encore confirmé son adresse e-mail." in seen(page)
    request_.refresh_from_db()
    assert request_.state == State.RECEIVED


def test_it_costs_the_same_however_long_its_history(referent, request_, sacha, queries_used):
    referent.get(url("detail", request_))
    short = queries_used(referent.get, url("detail", request_))
    for _ in range(10):
        transitions.note(request_.pk, sacha, "Une note.")
        answering.send_answer(request_.pk, sacha, "Bonjour.")
    assert (
        queries_used(referent.get, url("detail", request_)) <= short <= 17
    )  # for the files that came along, the other requests of the employer


@pytest.mark.parametrize("key", [0, 10**30])
def test_no_request_of_that_number_is_not_found(manager, request_, key):
    assert manager.get(f"/admin/demandes/{key}/").status_code == 404


def test_it_says_when_it_will_be_forgotten(referent, request_, sacha, settings):
    settings.REQUEST_KEPT_MONTHS, settings.REQUEST_KEPT_MONTHS_UNWANTED = 24, 3
    at = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)
    ContactRequest.objects.update(last_event_at=at)
    assert "le 30 novembre 2028" in seen(referent.get(url("detail", request_)))
    transitions.end(request_.pk, State.UNWANTED, sacha, now=at)
    assert "le 28 février 2027" in seen(referent.get(url("detail", request_)))


def test_what_is_odd_about_an_address_is_said(referent, request_):
    ContactRequest.objects.update(flags=["disposable", "unknown code"])
    assert "adresse e-mail jetable" in seen(referent.get(url("detail", request_)))
