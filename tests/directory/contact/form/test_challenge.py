"""The escalation: a proof of work for scripts, a confirmation by e-mail for whoever has none."""

from __future__ import annotations

import base64
import datetime
import json
import re

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from directory.contact.form import challenge, tokens
from directory.contact.form.challenge import ChallengeResult, challenge_for, result_of
from directory.contact.links.employer import path_of
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.workflow.employer import withdraw
from portal.mail.models import OutboxMessage
from tests.directory.contact.visitor import Visitor, controls, spaced


@pytest.fixture
def asked(visitor, settings, monkeypatch) -> Visitor:
    """The operator has switched the escalation on; the work is light, for the test's sake."""
    settings.CONTACT_CHALLENGE = True
    monkeypatch.setattr(challenge, "COST", 1)
    return visitor.open().to_details().to_review()


def solved(text: str) -> str:
    """What the browser's script makes of a challenge."""
    found = Challenge.from_dict(json.loads(text))
    return Payload(found, solve_challenge(found)).to_base64()


def proof(visitor: Visitor) -> str:
    return solved(visitor.soup.find(attrs={"data-proof": True})["data-proof"])


def test_nothing_is_asked_while_the_switch_is_off(visitor):
    visitor.open().to_details().to_review()
    assert visitor.soup.find(attrs={"data-proof": True}) is None
    assert visitor.soup.find("script", src=re.compile("proof")) is None


def test_with_the_proof_a_request_leaves_at_once(asked):
    asked.press("Envoyer", proof=proof(asked))
    assert asked.heading == "C’est envoyé à Camille Exemple"
    request = ContactRequest.objects.get()
    assert request.is_held is False
    assert OutboxMessage.objects.count() == 2


def test_the_work_is_asked_on_the_last_step_only_and_of_nobody_else(visitor, settings):
    settings.CONTACT_CHALLENGE = True
    visitor.open()
    assert visitor.soup.find(attrs={"data-proof": True}) is None
    visitor.to_details().to_review()
    script = visitor.soup.find("script", src=re.compile("proof"))
    assert script["src"].startswith("/static/")
    said = json.loads(visitor.soup.find(attrs={"data-proof": True})["data-proof"])
    assert said["parameters"]["cost"] == challenge.COST
    assert "vous recevrez un e-mail" in visitor.control("proof-without").get_text()


@pytest.mark.parametrize("wrong", ["x", "é" * 9000, base64.b64encode(b"[]").decode(), base64.b64encode(b"{}").decode()])
def test_what_is_no_proof_is_refused_and_the_text_kept(asked, wrong):
    asked.press("Envoyer", proof=wrong)
    assert asked.status == 400
    assert "Nous n’avons pas pu vérifier que vous n’êtes pas un robot." in asked.text
    assert "400 coffrets" in asked.text
    assert ContactRequest.objects.count() == 0
    asked.press("Envoyer", proof=proof(asked))
    assert ContactRequest.objects.count() == 1


def test_a_solution_buys_one_request(asked):
    used = proof(asked)
    data = asked.filled("Envoyer", proof=used)
    for _ in range(3):
        assert asked.client.post("/contact/", data).status_code == 302
    assert ContactRequest.objects.count() == 1
    other = Visitor().open().to_details().to_review()
    other.press("Envoyer", proof=used)
    assert other.status == 400
    assert ContactRequest.objects.count() == 1


def test_a_solution_ends_with_its_hour(monkeypatch):
    token = tokens.mint()
    monkeypatch.setattr(challenge, "COST", 1)
    good = solved(challenge_for(token))
    assert result_of(good, token) is ChallengeResult.SOLVED
    assert result_of(good, token.renewed()) is ChallengeResult.WRONG
    monkeypatch.setattr(challenge, "VALID_SECONDS", -1)
    assert result_of(solved(challenge_for(token)), token) is ChallengeResult.WRONG


@pytest.mark.parametrize("change", [{"cost": 0}, {"keyPrefix": ""}, {"expiresAt": 99999999999}, {"nonce": "00" * 16}])
def test_an_easier_challenge_of_ones_own_is_refused(monkeypatch, change):
    token = tokens.mint()
    monkeypatch.setattr(challenge, "COST", 1)
    payload = json.loads(base64.b64decode(solved(challenge_for(token))))
    payload["challenge"]["parameters"] |= change
    forged = base64.b64encode(json.dumps(payload).encode()).decode()
    assert result_of(forged, token) is ChallengeResult.WRONG


@given(st.text() | st.binary().map(lambda raw: base64.b64encode(raw).decode()))
def test_any_text_is_a_verdict(text):
    assert result_of(text, tokens.FormToken("key", 0, 0)) in {ChallengeResult.MISSING, ChallengeResult.WRONG}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda each: (
            st.lists(each, max_size=3)
            | st.dictionaries(
                st.sampled_from(["challenge", "solution", "parameters", "data", "form", "signature"]), each
            )
        ),
        max_leaves=8,
    )
)
def test_any_json_is_a_verdict(value):
    text = base64.b64encode(json.dumps(value).encode()).decode()
    assert result_of(text, tokens.FormToken("key", 0, 0)) is ChallengeResult.WRONG


def test_without_javascript_the_address_is_confirmed_before_anybody_reads(asked):
    asked.press("Envoyer")
    assert spaced(asked.heading) == "Encore une étape : confirmez votre adresse"
    request = ContactRequest.objects.get()
    assert request.is_held
    mail = OutboxMessage.objects.get()
    assert mail.to == [request.email]
    assert "400 coffrets" not in mail.text + mail.html  # whoever typed somebody else's address sends them no text
    (path,) = re.findall(r"http://testserver(/contact/confirmer/\S+)", mail.text)

    asked.open(path)
    assert asked.heading == "Confirmez votre demande"
    assert ContactRequest.objects.get().is_held  # mail scanners open links
    form = asked.soup.main.form
    asked.see(asked.client.post(form["action"], controls(form), follow=True))
    assert asked.heading == f"Votre demande {request.grouped_reference}"
    request.refresh_from_db()
    assert not request.is_held
    assert [each.to for each in OutboxMessage.objects.order_by("pk")[1:]] == [
        ["normandie@r2ip.example"],
        [request.email],
    ]
    assert "400 coffrets" in OutboxMessage.objects.latest("pk").text, "now it is known to be theirs"
    kinds = request.events.values_list("kind", flat=True)
    assert list(kinds) == [RequestEvent.Kind.RECEIVED, RequestEvent.Kind.CONFIRMED]


def test_confirming_twice_sends_nothing_twice(asked):
    asked.press("Envoyer")
    (path,) = re.findall(r"http://testserver(/contact/confirmer/\S+)", OutboxMessage.objects.get().text)
    assert [asked.client.post(path).status_code for _ in range(2)] == [302, 302]
    assert OutboxMessage.objects.count() == 3


def test_the_days_of_a_held_request_count_from_its_confirmation(asked):
    asked.press("Envoyer")
    long_ago = timezone.now() - datetime.timedelta(days=6)
    ContactRequest.objects.update(received_at=long_ago, due_on=long_ago.date())
    (path,) = re.findall(r"http://testserver(/contact/confirmer/\S+)", OutboxMessage.objects.get().text)
    asked.client.post(path)
    assert ContactRequest.objects.get().due_on > timezone.localdate()


def test_a_held_request_can_be_withdrawn_before_anybody_heard_of_it(asked):
    asked.press("Envoyer")
    request = ContactRequest.objects.get()
    page = Visitor().open(path_of(request))
    assert "Elle n’est pas encore partie" in page.text
    withdraw(request.pk)
    assert OutboxMessage.objects.count() == 1
    (path,) = re.findall(r"http://testserver(/contact/confirmer/\S+)", OutboxMessage.objects.get().text)
    asked.client.post(path)
    assert OutboxMessage.objects.count() == 1
