"""How often one may send, counted without keeping anybody's address; and what is odd about an address."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from hypothesis import given
from hypothesis import strategies as st

from directory.contact import abuse
from directory.contact.form import tokens
from directory.contact.models import ContactRequest
from portal.mail.models import OutboxMessage
from portal.web import limits
from portal.web.limits import network_of, seconds_to_wait
from tests.directory.contact.visitor import DETAILS, PROJECT, Visitor, spaced, text_of


def send(visitor: Visitor, email: str = DETAILS["email"], **extra) -> Visitor:
    """Send a whole form of its own."""
    data = PROJECT | DETAILS | {"email": email, "go": "send", "token": tokens.mint().signed()}
    return visitor.see(visitor.client.post("/contact/", data, follow=True, **extra))


def test_the_same_person_is_asked_to_wait_and_loses_nothing(visitor):
    for number in range(6):
        assert send(visitor, f"lou.modele+{number}@atelier-exemple.example").status == 200
    send(visitor, "LOU.modele+7@atelier-exemple.example")
    assert visitor.status == 429
    assert visitor.step.startswith("Relire")
    notice = text_of(visitor.soup.find(attrs={"aria-labelledby": "avis"}))
    assert notice.startswith("Trop d’envois. ")
    assert "Votre texte est gardé" in notice
    assert "ou appelez le 02 61 91 00 12." in notice
    assert "400 coffrets" in visitor.text
    assert 1 <= int(visitor.response["Retry-After"]) <= 3600
    assert ContactRequest.objects.count() == 6
    assert OutboxMessage.objects.count() == 12


def test_one_network_is_asked_to_wait_whatever_it_calls_itself(visitor, monkeypatch):
    monkeypatch.setattr(abuse, "SENDING_FROM_ONE_ADDRESS", "2/h")
    for number in range(2):
        assert send(visitor, f"lou{number}@atelier.example", REMOTE_ADDR=f"2001:db8::{number}").status == 200
    assert send(visitor, "lou3@atelier.example", REMOTE_ADDR="2001:db8::ffff").status == 429
    assert send(visitor, "lou3@atelier.example", REMOTE_ADDR="2001:db8:0:1::1").status == 200


def test_a_mailbox_gets_so_many_mails_a_day_whatever_asks_for_them(visitor, monkeypatch):
    """Forms of three kinds mail an address that anybody may type; requests are taken all the same."""
    monkeypatch.setattr(limits, "MAILS_THAT_ANYBODY_CAUSES", "3/d")
    victim = DETAILS["email"]
    send(visitor)
    request = ContactRequest.objects.get()
    visitor.client.post("/recevoir-les-actualites/", {"email": victim.upper(), "scope": "tout", "rhythm": "weekly"})
    visitor.client.post("/contact/suivi/", {"reference": request.reference})
    mailed = OutboxMessage.objects.exclude(to=["normandie@r2ip.example"]).count
    assert mailed() == 3
    visitor.client.post("/contact/suivi/", {"reference": request.reference})
    visitor.client.post("/recevoir-les-actualites/", {"email": victim, "scope": "tout", "rhythm": "weekly"})
    send(visitor)
    assert mailed() == 3
    assert spaced(visitor.heading) == "C’est envoyé à Camille Exemple"
    assert "Notez-le : trop de messages sont partis aujourd’hui" in spaced(visitor.text)
    assert ContactRequest.objects.latest("pk").flags == ["crowded"]
    assert OutboxMessage.objects.filter(to=["normandie@r2ip.example"]).count() == 2, "who answers is told of each"
    send(visitor, "someone.else@atelier.example")
    assert mailed() == 4


@pytest.mark.parametrize(
    "spelling",
    [
        "Lou.Modele+1@exämple.fr",
        '"lou.modele"@exämple.fr',
        '"l\\ou"."modele+2"@exämple.fr',
        "l.o.u.modele@xn--exmple-cua.fr",
    ],
)
def test_a_mailbox_is_one_however_it_is_spelt(spelling):
    """Whoever floods somebody would not write the same address twice."""
    assert limits.mailbox_of(spelling) == limits.mailbox_of("lou.modele@exämple.fr")
    assert limits.mailbox_of(spelling) != limits.mailbox_of("lou.autre@exämple.fr")
    assert limits.mailbox_of("lou@" + "é" * 300) == "lou@" + "é" * 300


def test_a_second_click_does_not_count(visitor, monkeypatch):
    monkeypatch.setattr(abuse, "SENDING_FROM_ONE_ADDRESS", "1/h")
    data = PROJECT | DETAILS | {"go": "send", "token": tokens.mint().signed()}
    assert [visitor.client.post("/contact/", data).status_code for _ in range(3)] == [302, 302, 302]


def test_what_could_not_be_stored_does_not_count(visitor):
    """Who insists while the database takes nothing is not locked out for an hour once it does."""

    def refuse(execute, sql, *rest):
        if sql.startswith('INSERT INTO "contact_contactrequest"'):
            raise OperationalError("read-only")
        return execute(sql, *rest)

    visitor.client.raise_request_exception = False
    data = PROJECT | DETAILS | {"go": "send", "token": tokens.mint().signed()}
    with connection.execute_wrapper(refuse):
        assert {visitor.client.post("/contact/", data).status_code for _ in range(12)} == {503}
    assert visitor.see(visitor.client.post("/contact/", data, follow=True)).heading.startswith("C’est envoyé")
    assert ContactRequest.objects.get().flags == []


def test_steps_and_mistakes_do_not_count(visitor, monkeypatch):
    monkeypatch.setattr(abuse, "SENDING_FROM_ONE_ADDRESS", "1/h")
    for _ in range(4):
        visitor.open().to_details().to_review(email="lou")
    visitor.to_review().press("Envoyer")
    assert visitor.heading == "C’est envoyé à Camille Exemple"


def test_the_cache_holds_no_address_and_no_e_mail(visitor):
    send(visitor, REMOTE_ADDR="198.51.100.7")
    kept = repr(cache._cache)
    assert len(cache._cache) >= 2
    for known in ("198.51.100.7", "198.51.100", "lou.modele", "atelier-exemple"):
        assert known not in kept


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_an_ipv6_customer_counts_as_one(rf, address, network):
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == network


def test_only_our_own_proxy_says_who_asks(rf, settings):
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert network_of(request) == "192.0.2.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert network_of(request) == "198.51.100.7"


def test_a_cache_that_is_down_stops_nobody(rf, settings, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",  # nobody listens there
        }
    }
    with caplog.at_level(logging.ERROR, logger="portal.web.limits"):
        assert seconds_to_wait(rf.get("/"), "test", "1/h", "198.51.100.7") == 0
    assert [record.getMessage() for record in caplog.records] == ["the cache does not count test: ConnectionError"]


@pytest.mark.parametrize("email", ["lou@mailinator.com", "LOU@MAILINATOR.COM", "lou@sous.domaine.yopmail.com"])
def test_a_disposable_address_is_taken_and_flagged(visitor, email):
    send(visitor, email)
    assert visitor.heading.startswith("C’est envoyé")
    request = ContactRequest.objects.get()
    assert request.flags == ["disposable"]
    assert request.flag_labels == ["adresse e-mail jetable"]
    to_referent = OutboxMessage.objects.get(to=["normandie@r2ip.example"])
    assert "À savoir : adresse e-mail jetable." in spaced(to_referent.text)


@pytest.mark.parametrize("email", ["lou@atelier.example", "lou@gmail.com", "lou@notmailinator.com.example", "lou@com"])
def test_an_ordinary_address_is_not_flagged(email):
    assert abuse.flags_for(email) == []


@given(st.text())
def test_any_text_is_disposable_or_not(text):
    assert abuse.flags_for(text) in ([], ["disposable"])
