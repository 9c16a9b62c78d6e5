"""A request changes hands: who takes it over and the employer are told, and who gave it away sees it no more."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory

from directory.contact.desk import selection
from directory.contact.models import ContactRequest
from directory.contact.recipients import national_recipient, recipient_chosen
from directory.contact.workflow import answering, handover, transitions
from directory.models import Disp, Referent
from portal.mail.models import OutboxMessage
from tests.directory.contact.desk.conftest import hidden, seen
from tests.directory.contact.desk.test_detail import url
from tests.directory.contact.factories import submit
from tests.directory.factories import ReferentFactory

State = ContactRequest.State


def reassign(client, request: ContactRequest, to: str, **further: str):
    page = client.get(url("reassign", request))
    return client.post(url("reassign", request), hidden(page) | {"to": to} | further, follow=True)


@pytest.fixture
def noa(people) -> Referent:
    return Referent.objects.get(slug="noa")


def test_it_goes_to_a_referent_of_another_direction(referent, sign_in, request_, noa):
    OutboxMessage.objects.all().delete()
    page = reassign(referent, request_, f"r{noa.pk}", why="Le site est à Lille.")
    assert f"La demande {request_.grouped_reference} est confiée au bureau" in seen(page)
    request_.refresh_from_db()
    assert (request_.referent, request_.disp_id, request_.recipient_mailbox) == (noa, "lille", noa.email)
    assert referent.get(url("detail", request_)).status_code == 404
    theirs = sign_in("other_referent").get(url("detail", request_))
    assert f"Réattribuée : {noa.office} (par Camille Exemple)" in seen(theirs)
    assert "Le site est à Lille." in seen(theirs)


def test_who_takes_it_over_and_the_employer_are_told(manager, request_, noa):
    OutboxMessage.objects.all().delete()
    reassign(manager, request_, f"r{noa.pk}", why="Secret de l’équipe.")
    theirs, employers = OutboxMessage.objects.order_by("pk")
    assert (theirs.to, employers.to) == ([noa.email], [request_.email])
    assert "400 coffrets" in theirs.text
    assert f"est maintenant confiée {recipient_chosen(noa).to_name}" in employers.text
    assert "comme prévu" in employers.text
    [link] = re.findall(r"http\S+(/contact/suivi/\S+)", employers.text)
    assert Client().get(link).status_code == 200
    assert "Secret" not in theirs.text + employers.text + employers.html


@pytest.mark.parametrize(
    ("to", "mailbox", "disp"), [("national", "travail-prison@justice.example", None), ("dparis", "", "paris")]
)
def test_a_team_may_take_it_over(manager, request_, to, mailbox, disp):
    reassign(manager, request_, to)
    request_.refresh_from_db()
    assert (request_.referent, request_.disp_id) == (None, disp)
    assert request_.recipient_mailbox == (mailbox or Disp.objects.get(pk="paris").mailbox)


def test_it_is_theirs_to_take_and_the_promise_stays(request_, sacha, noa):
    transitions.take(request_.pk, sacha)
    ContactRequest.objects.update(reminded_at=request_.received_at, escalated_at=request_.received_at)
    after = handover.reassign(request_.pk, recipient_chosen(noa), sacha)
    assert (after.state, after.owner, after.taken_at) == (State.RECEIVED, None, None)
    assert (after.reminded_at, after.escalated_at) == (None, None)
    assert after.due_on == request_.due_on


def test_an_exchange_that_has_begun_goes_on(request_, sacha, noa):
    answering.send_answer(request_.pk, sacha, "Bonjour.")
    after = handover.reassign(request_.pk, recipient_chosen(noa), sacha)
    assert after.state == State.TALKING
    mail = OutboxMessage.objects.order_by("pk").last()
    assert "comme prévu" not in mail.text
    assert mail.headers["In-Reply-To"]


def test_an_absent_referent_is_stood_in_for(manager, request_, noa):
    absent = ReferentFactory(absent=True, substitute=noa, disp_id="lyon", departments=["69"])
    reassign(manager, request_, f"r{absent.pk}")
    request_.refresh_from_db()
    assert request_.referent == noa


def test_to_whom_it_is_already_nothing_changes(referent, request_, camille):
    count = OutboxMessage.objects.count()
    assert "est déjà adressée à Camille Exemple" in seen(reassign(referent, request_, f"r{camille.pk}"))
    assert OutboxMessage.objects.count() == count


def test_nobody_is_told_before_the_address_is_confirmed(manager, request_, noa):
    OutboxMessage.objects.all().delete()
    ContactRequest.objects.update(is_held=True)
    reassign(manager, request_, f"r{noa.pk}")
    request_.refresh_from_db()
    assert request_.referent == noa
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("to", ["", "r0", "dinconnue", "autre@exemple.example", "x" * 5000])
def test_an_unknown_choice_is_asked_again(referent, request_, to):
    page = reassign(referent, request_, to)
    assert page.status_code == 200
    request_.refresh_from_db()
    assert request_.disp_id == "rennes"


def test_several_are_handed_on_at_once(manager, request_, sacha, noa):
    requests = [request_, submit("two"), submit("ended")]
    transitions.end(requests[2].pk, State.SUCCEEDED, sacha)
    chosen = {"cle": [str(each.pk) for each in requests], "faire": "reassign"}
    page = manager.post("/admin/demandes/selection/", chosen)
    assert seen(page).count("adressée à Camille Exemple") == 3
    page = manager.post("/admin/demandes/selection/", chosen | {"to": f"r{noa.pk}"}, follow=True)
    assert "Cette demande est terminée (aboutie)." in seen(page)
    assert set(ContactRequest.objects.filter(disp="lille")) == set(requests[:2])


def test_one_hands_on_what_one_sees(sign_in, request_, noa):
    other = sign_in("other_referent")
    data = {"cle": str(request_.pk), "faire": "reassign", "to": f"r{noa.pk}"}
    other.post("/admin/demandes/selection/", data)
    request_.refresh_from_db()
    assert request_.disp_id == "rennes"


def test_what_left_one_s_sight_meanwhile_is_not_handed_on(people, request_, noa):
    request = RequestFactory().post("/")
    request.user, request._messages = people["other_referent"], CookieStorage(request)
    selection.reassigned(request, [request_.pk], national_recipient(), "")
    request_.refresh_from_db()
    assert request_.disp_id == "rennes"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"faire": "reassign"},
        {"cle": "1"},
        {"cle": ["abc", "-1", "9" * 40], "faire": "csv"},
        {"cle": "1", "faire": "x"},
    ],
)
def test_a_choice_of_nothing_says_so(manager, request_, data):
    page = manager.post("/admin/demandes/selection/", data, follow=True)
    assert "Cochez au moins une demande" in seen(page)
