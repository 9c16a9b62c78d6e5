"""Single sign-on against a real provider: who is let in, and a French sentence for each way it fails."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from directory.staff.access import REFERENTS
from home.setup.groups import set_up_groups
from portal.models import SignIn, User
from portal.sign_in import single_sign_on
from portal.sign_in.single_sign_on import Failure, SingleSignOn
from tests.directory.contact.visitor import spaced
from tests.harness.oidc_provider import CLIENT, CLIENT_SECRET, OidcProvider, running_provider
from tests.harness.on_postgres import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
BEGIN, HOME, LOGIN = "/admin/identite/", "/admin/", "/admin/login/"
EMAIL = "lou.modele@justice.example"


@pytest.fixture(scope="module")
def started() -> Iterator[OidcProvider]:
    yield from running_provider()


@pytest.fixture
def provider(started, settings, forgiving_templates) -> OidcProvider:
    """The portal knows the provider; its browser knows nobody."""
    settings.OIDC_ISSUER = started.issuer
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, CLIENT_SECRET
    settings.OIDC_LEVELS, settings.OIDC_DOMAINS = ["eidas2"], []
    settings.SECOND_FACTOR = True
    return OidcProvider(started.issuer)


@pytest.fixture
def lou(db) -> User:
    """Invited: an account with the address, and the rights of a superuser."""
    return User.objects.create_superuser("lou", EMAIL.upper(), "un mot de passe")


def way_back(client: Client, provider: OidcProvider, login: str = EMAIL, begin: str = BEGIN) -> str:
    """Where the provider leads back to, after a sign-in there."""
    return provider.sign_in(client.get(begin).url, login)


def sentence(client: Client, address: str) -> str:
    """What the login page says after coming back to an address."""
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1][0] == LOGIN, answer.redirect_chain
    assert "_auth_user_id" not in client.session
    return spaced(answer.content.decode())


def said(failure: Failure) -> str:
    return spaced(failure.value)


def test_who_is_invited_signs_in_without_a_second_code_and_out_of_both(provider, lou, client):
    page = client.get(LOGIN).content.decode()
    assert "S’identifier avec ProConnect" in page
    asked = parse_qs(urlsplit(client.get(f"{BEGIN}?next=/admin/reports/").url).query)
    assert asked["acr_values"] == ["eidas2"]
    assert asked["code_challenge_method"] == ["S256"]
    back = way_back(client, provider, begin=f"{BEGIN}?next=/admin/reports/")
    answer = client.get(back)
    assert (answer.status_code, answer.url) == (302, "/admin/reports/")
    assert client.get(HOME).status_code == 200, "the provider has seen to the second factor"
    lou.refresh_from_db()
    assert lou.provider_key == f"{provider.issuer} {EMAIL}"
    assert SignIn.objects.get().outcome == "single"
    answer = client.post("/admin/logout/")
    assert answer.url.startswith(f"{provider.issuer}/session/end?id_token_hint=")
    assert provider.sign_out(answer.url) == "http://testserver/admin/login/"
    assert client.get(HOME).url.startswith(LOGIN)


def test_without_required_levels_the_portal_asks_for_its_own_code(provider, lou, client, settings):
    settings.OIDC_LEVELS = []
    client.get(way_back(client, provider))
    assert client.get(HOME).url.startswith("/admin/code/")


def test_a_sign_in_at_a_lower_level_is_refused(provider, lou, client):
    assert said(Failure.LEVEL) in sentence(client, way_back(client, provider, EMAIL.replace("@", "+eidas1@")))


def test_a_stranger_is_refused_and_one_of_our_domains_gets_an_account_without_rights(provider, client, settings):
    assert said(Failure.STRANGER) in sentence(client, way_back(client, provider))
    settings.OIDC_DOMAINS = ["justice.example"]
    answer = client.get(way_back(client, OidcProvider(provider.issuer)), follow=True)
    assert "il n’a encore aucun droit ici" in spaced(answer.content.decode())
    made = User.objects.get(email=EMAIL)
    assert (made.first_name, made.last_name, made.has_usable_password()) == ("Lou", "Modèle", False)
    set_up_groups()
    made.groups.add(*made.groups.model.objects.filter(name=REFERENTS))
    other = Client()
    assert other.get(way_back(other, OidcProvider(provider.issuer))).url == HOME


def test_an_account_is_of_one_person_whatever_the_address(provider, lou, client):
    User.objects.update(provider_key=f"{provider.issuer} somebody-else")
    assert said(Failure.OTHER) in sentence(client, way_back(client, provider))
    User.objects.update(provider_key=f"{provider.issuer} {EMAIL}", email="new.address@justice.example")
    other = Client()
    assert other.get(way_back(other, OidcProvider(provider.issuer))).url == HOME


def test_a_closed_account_stays_closed(provider, lou, client):
    User.objects.update(is_active=False)
    assert said(Failure.CLOSED) in sentence(client, way_back(client, provider))


def test_a_foreign_state_a_used_one_and_none_are_refused(provider, lou, client):
    back = way_back(client, provider)
    assert said(Failure.STATE) in sentence(Client(), back), "another browser"
    assert said(Failure.STATE) in sentence(client, back.replace("state=", "state=x"))
    client.get(back)
    client.post("/admin/logout/")
    assert said(Failure.STATE) in sentence(client, back), "it served once"
    assert said(Failure.STATE) in sentence(client, "/admin/identite/retour/")


def test_a_refusal_of_the_provider_is_told(provider, lou, client):
    state = parse_qs(urlsplit(client.get(BEGIN).url).query)["state"][0]
    back = f"/admin/identite/retour/?error=access_denied&state={state}"
    assert said(Failure.REFUSED) in sentence(client, back)


def test_a_foreign_nonce_is_refused(provider, lou, client):
    back = way_back(client, provider)
    session = client.session
    for kept in session["oidc_states"].values():
        kept["nonce"] = "another"
    session.save()
    assert said(Failure.NONCE) in sentence(client, back)


def test_a_changed_token_and_an_unsigned_answer_are_refused(provider, lou, client, monkeypatch, settings):
    """The provider signs rightly: what lies between is played by a change of its answer."""
    given = SingleSignOn.get_token

    def changed(self, payload):
        token = given(self, payload)
        head, body, signature = token["id_token"].split(".")
        return token | {"id_token": f"{head}.{body}.{signature[::-1]}"}

    with monkeypatch.context() as between:
        between.setattr(SingleSignOn, "get_token", changed)
        assert said(Failure.SIGNATURE) in sentence(client, way_back(client, provider))
    settings.OIDC_RP_CLIENT_ID = "portail-sans-signature"
    assert said(Failure.SIGNATURE) in sentence(client, way_back(client, OidcProvider(provider.issuer)))


def test_a_token_for_another_site_is_refused(provider, lou, client, monkeypatch, settings):
    back = way_back(client, provider)
    real = SingleSignOn.get_token
    monkeypatch.setattr(SingleSignOn, "get_token", lambda self, payload: real(self, payload | {"client_id": CLIENT}))
    settings.OIDC_RP_CLIENT_ID = "another"
    assert said(Failure.SIGNATURE) in sentence(client, back)


def test_a_provider_that_is_down_is_told_at_each_step(provider, lou, client, settings):
    back = way_back(client, provider)
    known = single_sign_on.provider()
    nowhere = f"http://127.0.0.1:{free_port()}"
    cache.set(f"portal:oidc:{provider.issuer}", known | {"token_endpoint": f"{nowhere}/token"})
    assert said(Failure.DOWN) in sentence(client, back)
    cache.clear()
    settings.OIDC_ISSUER = nowhere
    assert said(Failure.DOWN) in sentence(client, BEGIN)
    settings.OIDC_ISSUER = f"{provider.issuer}/autre"
    assert said(Failure.DOWN) in sentence(client, BEGIN), "another than it says"
    assert client.post(LOGIN, {"username": "lou", "password": "un mot de passe"}).url == HOME, "passwords do not wait"


def test_passwords_are_closed_but_for_an_account_that_a_command_opens(provider, lou, client, settings):
    settings.LOCAL_LOGIN = False
    words = {"username": "lou", "password": "un mot de passe"}
    assert client.post(LOGIN, words).status_code == 200
    out = io.StringIO()
    call_command("open_local_sign_in", "secours", "--create", "--hours", "1", stdout=out)
    password = out.getvalue().splitlines()[-1]
    assert client.post(LOGIN, {"username": "secours", "password": password}).url == HOME
    assert client.get(HOME).url.startswith("/admin/code/"), "and the second factor is asked for"
    User.objects.filter(username="secours").update(local_until=None)
    assert Client().post(LOGIN, {"username": "secours", "password": password}).status_code == 200


def test_without_a_provider_there_is_no_such_door(client, db, settings, forgiving_templates):
    settings.OIDC_ISSUER = ""
    assert client.get(BEGIN).status_code == 404
    assert client.get("/admin/identite/retour/?state=x&code=y").status_code == 404
    assert "ProConnect" not in client.get(LOGIN).content.decode()
