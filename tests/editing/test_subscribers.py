"""The subscribers in the admin: personal data, for those who manage requests and for nobody else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from directory.models import Region
from home.setup.groups import CONTRIBUTORS, DIRECTORY_KEEPERS, EDITORS, MANAGERS, REFERENTS
from news.models import Subscription
from portal.models import User

LIST = "subscriptions:index"


@pytest.fixture
def manager(signed_in):
    return signed_in(MANAGERS)


@pytest.fixture
def subscribers(site) -> list[Subscription]:
    """One who confirmed and asked for a region, one who asked for all and has not answered."""
    confirmed = Subscription.objects.create(email="anne@lectrice.example", confirmed_at=timezone.now())
    confirmed.regions.add(Region.objects.get(slug="normandie"))
    waiting = Subscription.objects.create(email="bruno@lecteur.example", rhythm=Subscription.Rhythm.AT_ONCE)
    return [confirmed, waiting]


def table(browser, **query: str) -> str:
    answer = browser.get(reverse(LIST), query)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


def test_a_manager_counts_and_reads_them(manager, subscribers):
    text = table(manager)
    assert "1 confirmé, 1 en attente" in text
    assert "anne@lectrice.example" in text
    assert "Normandie" in text
    assert "Chaque semaine" in text
    assert "bruno@lecteur.example" in text
    assert "Toutes les actualités" in text
    assert reverse(LIST) in manager.get(reverse("wagtailadmin_home")).content.decode()


def test_an_empty_list_says_so_in_good_french(manager):
    assert "Personne n’est abonné pour le moment." in table(manager)
    assert "Personne ne correspond à ce choix." in table(manager, etat="confirmes")


def test_they_are_listed_by_state_and_found_by_address(manager, subscribers):
    confirmed, waiting = table(manager, etat="confirmes"), table(manager, etat="en-attente")
    assert "anne@" in confirmed
    assert "bruno@" not in confirmed
    assert "bruno@" in waiting
    assert "anne@" not in waiting
    assert "bruno@" not in table(manager, q="anne@lectrice")
    assert table(manager, etat="x", rhythm="x" * 5000, p="abc", ordering="nowhere")


def test_one_is_forgotten_with_all_that_was_asked_for_with_the_address(manager, subscribers):
    Subscription.objects.create(email="anne@lectrice.example")
    url = reverse("subscriptions:delete", args=[subscribers[0].pk])
    question = manager.get(url).content.decode()
    assert "Oublier l’adresse anne@lectrice.example\u00a0?" in question
    assert Subscription.objects.count() == 3
    manager.post(url)
    assert [each.email for each in Subscription.objects.all()] == ["bruno@lecteur.example"]
    assert manager.get(url).status_code == 404


@pytest.mark.parametrize("group", [EDITORS, CONTRIBUTORS, DIRECTORY_KEEPERS, REFERENTS])
def test_nobody_else_sees_or_forgets_them(signed_in, subscribers, group):
    browser = signed_in(group)
    for url in (reverse(LIST), reverse("subscriptions:delete", args=[subscribers[0].pk])):
        for answer in (browser.get(url), browser.post(url)):
            assert answer.status_code == 302, url
            assert answer["Location"] == reverse("wagtailadmin_home")
    assert Subscription.objects.count() == 2
    assert reverse(LIST) not in browser.get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_adds_or_changes_one_in_the_admin(client, subscribers):
    client.force_login(User.objects.create_superuser("chef", "chef@service.example", "mot de passe"))
    page = BeautifulSoup(client.get(reverse(LIST)).content, "html.parser").main
    links = {link["href"] for link in page.find_all("a", href=True) if "/admin/abonnes/" in link["href"]}
    assert not [link for link in links if "edit" in link or "new" in link]
    for name in ("add", "edit"):
        with pytest.raises(NoReverseMatch):
            reverse(f"subscriptions:{name}", args=[] if name == "add" else [1])


def test_the_list_asks_as_much_for_one_as_for_thirty(manager, subscribers, queries_used):
    manager.get(reverse(LIST))
    few = queries_used(manager.get, reverse(LIST))
    for number in range(30):
        Subscription.objects.create(email=f"{number}@lecteur.example").regions.set(Region.objects.all()[:2])
    assert queries_used(manager.get, reverse(LIST)) == few
