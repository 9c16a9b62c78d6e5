"""Passwords are tried a few times only, and whoever tries cannot lock the owner out."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from portal.models import SignIn, User
from portal.sign_in import throttling
from tests.directory.contact.visitor import spaced
from tests.news.factories import NewsPageFactory

PASSWORD = "un mot de passe de démonstration"
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def _in_the_admin(forgiving_templates):
    """Wagtail's templates."""


@pytest.fixture
def lou(db) -> User:
    return User.objects.create_superuser("lou", "lou@service.example", PASSWORD)


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """The passwords that were hashed to be compared."""
    tried: list[str] = []
    original = hashers.verify_password
    monkeypatch.setattr(
        hashers, "verify_password", lambda word, *rest, **kw: (tried.append(word), original(word, *rest, **kw))[1]
    )
    return tried


def sign_in(client: Client, word: str, name: str = "lou", network: str = "198.51.100.7"):
    return client.post(LOGIN, {"username": name, "password": word}, REMOTE_ADDR=network)


def test_after_ten_tries_no_password_is_looked_at_and_the_page_says_so(lou, hashed, client):
    for number in range(10):
        assert "Trop d’essais" not in sign_in(client, f"faux {number}").content.decode()
    assert len(hashed) == 10
    answer = spaced(sign_in(client, PASSWORD).content.decode())
    assert "Trop d’essais pour ce compte depuis cet endroit. Réessayez dans" in answer
    assert len(hashed) == 10
    assert "_auth_user_id" not in client.session
    outcomes = list(SignIn.objects.values_list("outcome", flat=True))
    assert outcomes == ["too_many", *["refused"] * 10]


def test_whoever_knows_the_password_signs_in_as_often_as_they_like(lou, monkeypatch):
    monkeypatch.setattr(throttling, "BY_NETWORK", "5/h")
    assert [sign_in(Client(), PASSWORD).status_code for _ in range(12)] == [302] * 12
    known = Client()
    for _ in range(12):
        assert sign_in(known, PASSWORD).status_code == 302
        known.post(reverse("wagtailadmin_logout"))
    for number in range(5):
        sign_in(Client(), f"faux {number}")
    assert sign_in(Client(), PASSWORD).status_code == 200, "wrong ones count"


def test_a_stranger_locks_nobody_out_of_their_own_browser(lou, client, monkeypatch):
    monkeypatch.setattr(throttling, "BY_ACCOUNT", "5/h")
    assert sign_in(client, PASSWORD).status_code == 302
    client.post(reverse("wagtailadmin_logout"))
    for number in range(8):
        sign_in(Client(), "faux", network=f"203.0.113.{number}")
    assert sign_in(Client(), PASSWORD, network="203.0.113.99").status_code == 200, "a browser that nobody knows waits"
    assert sign_in(client, PASSWORD).status_code == 302, "that of the owner does not"


def test_the_cookie_of_one_account_is_none_of_another(lou, client, monkeypatch):
    User.objects.create_superuser("noa", "noa@service.example", PASSWORD)
    monkeypatch.setattr(throttling, "BY_ACCOUNT", "3/h")
    sign_in(client, PASSWORD)
    client.post(reverse("wagtailadmin_logout"))
    for _ in range(4):
        answer = sign_in(client, "faux", name="noa")
    assert "Trop d’essais" in answer.content.decode()
    for made_up in ("", "a:b", "W10:x", "é"):
        client.cookies[throttling.COOKIE] = made_up
        assert sign_in(client, "faux").status_code == 200


def test_one_network_tries_few_accounts_and_a_novel_is_no_password(lou, hashed, client, monkeypatch):
    monkeypatch.setattr(throttling, "BY_NETWORK", "3/h")
    sign_in(client, "x" * 100_000)
    assert hashed == []
    for name in ("a", "b", "c", "d"):
        answer = sign_in(client, "faux", name=name)
    assert "Trop d’essais" in answer.content.decode()


def test_the_log_tells_of_tries_and_names_nobody(lou, client, caplog):
    with caplog.at_level(logging.INFO, logger="portal.sign_in"):
        sign_in(client, "faux")
        sign_in(client, "faux", name="quelquun")
        sign_in(client, PASSWORD)
    assert [record.getMessage() for record in caplog.records] == [
        f"Sign-in of account {lou.pk}: refused.",
        "Sign-in of an unknown account: refused.",
        f"Sign-in of account {lou.pk}: entered.",
    ]


def test_a_shared_password_is_tried_twenty_times(home_page, client):
    page = NewsPageFactory(parent=home_page)
    closed = PageViewRestriction.objects.create(page=page, restriction_type="password", password="sésame")
    address = reverse("wagtailcore_authenticate_with_password", args=[closed.pk, page.pk])
    tried = [client.post(address, {"password": f"faux {number}", "return_url": page.url}) for number in range(21)]
    assert [each.status_code for each in tried] == [200] * 20 + [429]
    assert "Trop de mots de passe ont été essayés" in tried[-1].content.decode()
    assert int(tried[-1]["Retry-After"]) > 0
    right = {"password": "sésame", "return_url": page.url}
    assert client.post(address, right).status_code == 429
    assert client.post(address, right, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert CollectionViewRestriction.objects.count() == 0


def test_the_public_door_leads_to_the_one_that_counts(client):
    answer = client.get("/_util/login/?next=/prive/")
    assert (answer.status_code, answer.url) == (302, "/admin/login/?next=/prive/")
