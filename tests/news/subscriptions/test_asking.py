"""Asking for the news, confirming, ending: nobody is written to who did not say so twice."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.utils import timezone
from django.utils.text import slugify

from news.models import Subscription
from news.subscriptions import links
from news.subscriptions.services import MOST_ASKED, forget_unconfirmed
from portal.mail.models import OutboxMessage
from tests.news.factories import NewsThemeFactory, RegionFactory
from tests.news.subscriptions.conftest import ADDRESS


def title(page) -> str:
    return page.main.h1.get_text()


def test_a_subscription_starts_with_a_mail_and_a_click(ask, link_in, client):
    status, page = ask()
    assert (status, title(page)) == (200, "Vérifiez votre boîte")
    assert "Un lien vous y attend pendant 7\u00a0jours." in page.main.get_text()
    [subscription] = Subscription.objects.all()
    assert subscription.confirmed_at is None
    [mail] = OutboxMessage.objects.all()
    assert mail.to == ["lectrice@asso.example"]
    assert "Confirmez" in mail.subject

    link = link_in("confirmer")
    assert "Confirmer mon abonnement" in client.get(link).content.decode()
    subscription.refresh_from_db()
    assert subscription.confirmed_at is None, "a scanner that opens links confirms nothing"
    assert "C’est confirmé" in client.post(link).content.decode()
    assert "C’est confirmé" in client.post(link).content.decode(), "twice is as good as once"
    subscription.refresh_from_db()
    assert subscription.confirmed_at is not None


def test_the_regions_where_most_readers_live_come_first(client, home_page):
    for code, name in (("977", "Saint-Barthélemy"), ("04", "La Réunion"), ("28", "Normandie"), ("11", "Île-de-France")):
        RegionFactory(code=code, name=name, slug=slugify(name))
    page = BeautifulSoup(client.get("/recevoir-les-actualites/").content, "html.parser")
    shown = [box["value"] for box in page.find_all("input", attrs={"name": "regions"})]
    assert shown == ["ile-de-france", "normandie", "la-reunion", "saint-barthelemy"]


def test_regions_and_themes_are_kept(ask):
    RegionFactory(name="Normandie", slug="normandie")
    NewsThemeFactory()
    ask(scope="choix", regions=["normandie"], themes=["emploi"], rhythm="at-once")
    [subscription] = Subscription.objects.all()
    assert [region.name for region in subscription.regions.all()] == ["Normandie"]
    assert [theme.name for theme in subscription.themes.all()] == ["Emploi"]
    assert subscription.rhythm == "at-once"


def test_everything_means_everything_whatever_is_ticked_beside(ask):
    RegionFactory(name="Normandie", slug="normandie")
    ask(scope="tout", regions=["normandie"])
    assert not Subscription.objects.get().regions.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"email": ""}, "Écrivez votre adresse e-mail."),
        ({"email": "lectrice"}, "Cette adresse e-mail n’est pas complète"),
        ({"email": "a@b.example\r\nBcc: x@y.example"}, "Cette adresse e-mail n’est pas complète"),
        ({"email": "a" * 5000 + "@b.example"}, "Cette adresse est trop longue"),
        ({"scope": "choix"}, "Cochez au moins une région ou un thème."),
        ({"scope": ""}, "Choisissez une réponse."),
        ({"scope": "x" * 5000}, "Choisissez une réponse."),
        ({"rhythm": "toujours"}, "Choisissez un rythme."),
        ({"scope": "choix", "regions": ["nulle-part"]}, "Choisissez une région."),
        ({"scope": "choix", "themes": ["%00", "é"]}, "Choisissez un thème."),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(ask, values, said):
    NewsThemeFactory()
    status, page = ask(**values)
    assert status == 200
    assert said in page.find(class_="fr-alert--error").get_text()
    assert page.title.get_text().startswith("Erreur")
    assert page.find(class_="fr-message--error") is not None
    assert not Subscription.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_nobody_learns_whether_an_address_is_known(ask, subscribe):
    subscribe()
    known, unknown = ask(), ask(email="autre@asso.example")
    assert known[0] == unknown[0]
    assert known[1].main.get_text() == unknown[1].main.get_text()


def test_capitals_make_no_second_person(subscribe):
    subscribe(email="Lectrice@Asso.example")
    subscribe(email="lectrice@asso.example")
    assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 1


def test_a_new_choice_takes_the_place_of_the_old_one_once_confirmed(subscribe, ask, link_in, client):
    subscribe(rhythm="weekly")
    ask(rhythm="at-once")
    assert Subscription.objects.get(confirmed_at__isnull=False).rhythm == "weekly"
    client.post(link_in("confirmer"))
    assert Subscription.objects.get(confirmed_at__isnull=False).rhythm == "at-once"


def test_a_mailbox_is_not_flooded(ask):
    for _ in range(MOST_ASKED + 4):
        status, page = ask()
        assert (status, title(page)) == (200, "Vérifiez votre boîte")
    assert OutboxMessage.objects.count() == MOST_ASKED


def test_a_network_that_asks_too_often_waits(ask):
    for number in range(20):
        ask(email=f"adresse{number}@asso.example")
    status, page = ask(email="encore@asso.example")
    assert status == 429
    assert "réessayez dans une heure" in page.main.get_text()
    assert page.find("input", attrs={"name": "email"})["value"] == "encore@asso.example"


def test_a_form_of_another_site_is_refused(client, home_page):
    data = {"email": "lectrice@asso.example", "scope": "tout", "rhythm": "weekly"}
    assert client.post(ADDRESS, data, headers={"Origin": "https://ailleurs.example"}).status_code == 403
    assert not Subscription.objects.exists()


def test_a_link_serves_a_week(ask, link_in, client, monkeypatch):
    ask()
    link = link_in("confirmer")
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + links.VALID.total_seconds() + 5)
    for send in (client.get, client.post):
        response = send(link)
        assert response.status_code == 410
        assert "Ce lien n’est plus valable" in response.content.decode()


@pytest.mark.parametrize("word", ["confirmer", "arreter"])
@pytest.mark.parametrize("signed", ["x", "1:abc", "a" * 5000, "%00", "é", "eyJhIjoxfQ:1abc:def"])
def test_a_link_that_is_none_says_so(client, home_page, word, signed):
    for send in (client.get, client.post):
        response = send(f"{ADDRESS}{word}/{signed}/")
        assert response.status_code == 404
        assert "Ce lien n’est pas complet" in response.content.decode()


def test_a_link_that_confirms_ends_nothing(ask, link_in, client):
    ask()
    signed = link_in("confirmer").rstrip("/").rpartition("/")[2]
    assert client.post(f"{ADDRESS}arreter/{signed}/").status_code == 404
    assert Subscription.objects.exists()


def test_one_link_ends_everything(subscribe, client):
    subscribe()
    link = links.end_url(Subscription.objects.get()).removeprefix("http://testserver")
    assert "Ne plus rien recevoir" in client.get(link).content.decode()
    assert Subscription.objects.exists(), "opening the link ends nothing"
    one_click = {"List-Unsubscribe": "One-Click"}
    assert client.post(link, one_click, headers={"Origin": "https://courrier.example"}).status_code == 200
    assert not Subscription.objects.exists()
    assert "Vous ne recevrez plus rien." in client.post(link).content.decode()


def test_an_address_never_confirmed_is_forgotten_after_a_week(ask, subscribe):
    ask(email="jamais@asso.example")
    subscribe()
    week = timezone.now() + links.VALID
    assert forget_unconfirmed(week - datetime.timedelta(hours=1)) == 0
    forget_unconfirmed(week + datetime.timedelta(hours=1))
    assert [each.email for each in Subscription.objects.all()] == ["lectrice@asso.example"]


def test_the_pages_set_no_cookie(ask, link_in, client):
    ask()
    client.get(ADDRESS)
    client.post(link_in("confirmer"))
    assert not client.cookies


def test_a_pasted_address_is_read_without_what_nobody_sees(ask):
    ask(email="\ufeffLectrice@asso\u200b.example\x0b\0")
    assert Subscription.objects.get().email == "lectrice@asso.example"
