"""« Je prends en charge » and « J’ai répondu »: what each link shows and does, for whom, and until when."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.utils import timezone

from directory.contact.links import team
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import PORTAL, Author
from directory.contact.workflow import transitions
from portal.mail.models import OutboxMessage
from tests.directory.contact.factories import submit
from tests.directory.contact.visitor import spaced, text_of
from tests.directory.factories import ReferentFactory, today

State, Kind = ContactRequest.State, RequestEvent.Kind
TAKE, ANSWERED = "prise-en-charge", "reponse"


@pytest.fixture
def request_sent(home_page, camille) -> ContactRequest:
    return submit()


def link(action: str, nth: int = 0) -> str:
    """The address in the nth mail to who answers, without the site."""
    mails = OutboxMessage.objects.order_by("pk").filter(text__contains=f"/{action}/")
    return re.search(rf"http://testserver(/\S+/{action}/)", mails[nth].text)[1]


def read(response) -> str:
    return text_of(BeautifulSoup(response.content.decode(), "html.parser").main)


def state_of(request: ContactRequest) -> dict:
    return ContactRequest.objects.values().get(pk=request.pk) | {"events": request.events.count()}


def test_the_mail_has_both_links_in_text_and_html(request_sent):
    mail = OutboxMessage.objects.order_by("pk").first()
    for action in (TAKE, ANSWERED):
        assert link(action) in mail.text
        assert f'href="http://testserver{link(action)}"' in mail.html
    employer = OutboxMessage.objects.order_by("pk").last()
    assert "/contact/repondre/" not in employer.text + employer.html


@pytest.mark.parametrize(
    ("action", "question"),
    [(TAKE, "Prendre cette demande en charge ?"), (ANSWERED, "Avez-vous répondu à l’employeur ?")],
)
def test_opening_a_link_shows_and_changes_nothing(request_sent, client, action, question, queries_used):
    before = state_of(request_sent)
    for method in (client.get, client.head, client.get):
        response = method(link(action))
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
    assert spaced(read(response)).startswith(question)
    assert state_of(request_sent) == before
    shown = response.content.decode()
    assert request_sent.grouped_reference in shown
    assert "lou.modele" not in shown
    assert "Lou Modèle" not in shown


def test_taking_a_request(request_sent, client):
    assert "C’est noté" in read(client.post(link(TAKE)))
    request_sent.refresh_from_db()
    assert request_sent.state == State.TAKEN
    [event] = request_sent.events.filter(kind=Kind.TAKEN)
    assert event.actor_label == "Camille Exemple (lien du message)"
    # Once more, by the same person: nothing more happens.
    after = state_of(request_sent)
    for response in (client.post(link(TAKE)), client.get(link(TAKE))):
        assert "Vous avez déjà pris cette demande en charge" in read(response)
        assert "Dites que vous avez répondu" in read(response)
    assert state_of(request_sent) == after


def test_saying_that_one_answered(request_sent, client):
    assert "Merci, votre réponse est notée" in read(client.post(link(ANSWERED)))
    request_sent.refresh_from_db()
    assert (request_sent.state, request_sent.answered_at is not None) == (State.TALKING, True)
    after = state_of(request_sent)
    assert "La réponse est déjà notée" in read(client.post(link(ANSWERED)))
    assert "déjà pris" in read(client.post(link(TAKE)))
    assert state_of(request_sent) == after


def test_a_link_taken_by_a_colleague_names_them(request_sent, client, django_user_model):
    colleague = django_user_model.objects.create_user("dominique", first_name="Dominique", last_name="Essai")
    transitions.take(request_sent.pk, Author.of(colleague))
    page = read(client.get(link(TAKE)))
    assert "Demande déjà prise en charge Par Dominique Essai, le" in page


def test_a_referent_with_an_account_becomes_the_owner(request_sent, client, camille, django_user_model):
    camille.account = django_user_model.objects.create_user("camille")
    camille.save()
    client.post(link(TAKE))
    request_sent.refresh_from_db()
    assert request_sent.owner == camille.account


@pytest.mark.parametrize("action", [TAKE, ANSWERED])
def test_an_ended_request_says_so(request_sent, client, action):
    transitions.end(request_sent.pk, State.CLOSED, PORTAL, reason="withdrawn")
    before = state_of(request_sent)
    for response in (client.get(link(action)), client.post(link(action))):
        assert "Cette demande est terminée Elle est classée « sans suite » depuis le" in spaced(read(response))
    assert state_of(request_sent) == before


@pytest.mark.parametrize("action", [TAKE, ANSWERED])
def test_a_link_is_useless_after_reassignment(request_sent, client, action):
    address, before = link(action), None
    ContactRequest.objects.update(recipient_mailbox="autre@r2ip.example", recipient_name="Dominique Essai")
    before = state_of(request_sent)
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 410
        assert "Cette demande a changé de mains" in read(response)
        assert "confiée à Dominique Essai" in read(response)
    assert state_of(request_sent) == before


def test_a_link_expires(request_sent, client, monkeypatch):
    later = signing.time.time() + (team.LINK_DAYS + 1) * 86400
    before, sent = state_of(request_sent), link(TAKE)
    monkeypatch.setattr(signing.time, "time", lambda: later)
    for response in (client.get(sent), client.post(sent)):
        assert response.status_code == 410
        assert "Ce lien n’est plus valable" in read(response)
    assert state_of(request_sent) == before


def test_a_changed_link_says_so(request_sent, client):
    token = link(TAKE).split("/")[-3]
    other = signing.dumps([request_sent.pk, "0" * 20], salt="another")
    gone = team.LINK.sign([0, "0" * 20])
    for broken in (token[:-2], token.upper(), "a:b:c", "x" * 5000, other, gone):
        for method in (client.get, client.post):
            response = method(f"/contact/repondre/{broken}/{TAKE}/")
            assert response.status_code == 404
            assert "Ce lien est incomplet" in read(response)
    assert client.get(f"/contact/repondre/{token}/supprimer/").status_code == 404
    assert state_of(request_sent)["state"] == State.RECEIVED


def test_a_link_of_another_mailbox_of_no_right_is_refused(request_sent, client):
    forged = team.addresses(request_sent, "indiscret@ailleurs.example")["take_url"]
    assert client.post(forged.removeprefix("http://testserver")).status_code == 410


def test_while_a_referent_is_away_the_links_of_who_stands_in_work(request_sent, client, camille):
    stand_in = ReferentFactory(office="R2IP de passage", email="passage@r2ip.example")
    addressed = team.addresses(request_sent, "passage@r2ip.example")["take_url"].removeprefix("http://testserver")
    assert client.get(addressed).status_code == 410
    camille.absent_until, camille.substitute = today() + timezone.timedelta(days=3), stand_in
    camille.save()
    assert "C’est noté" in read(client.post(addressed))
    assert spaced(request_sent.events.get(kind=Kind.TAKEN).actor_label).startswith("le bureau « R2IP de passage »")


def test_a_page_costs_at_most_8_queries(request_sent, client, queries_used):
    client.get(link(TAKE))
    assert queries_used(client.get, link(TAKE)) <= 8
