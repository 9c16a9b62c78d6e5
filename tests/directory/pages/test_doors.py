"""« Vous n’êtes pas employeur ? »: a door for each situation, reached from every page that promises one."""

from __future__ import annotations

import re

import pytest

from directory.pages.doors import DOORS
from tests.directory import place_page
from tests.directory.factories import NORMANDIE, SITE_QUERY, MissionFactory, ReferentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory")]
DOORS_PAGE = "/trouver-un-referent/pas-employeur/"


def plain(response) -> str:
    return re.sub(r"\s+", " ", place_page.plain(response))


def test_every_situation_has_its_door(client):
    page = plain(client.get(DOORS_PAGE))
    assert [door.key for door in DOORS] == ["proche", "sortie", "commune", "formation", "association"]
    for door in DOORS:
        assert f'<h2 class="fr-h4">{door.title}</h2>' in page
        assert door.answers.replace("\u00a0", " ") in page
    assert "D’après la page publique « Les acteurs de l’insertion professionnelle" in page


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.key)
def test_a_door_is_opened_by_its_address_and_leads_on(client, door):
    page = plain(client.get(DOORS_PAGE, {"je-suis": door.key}))
    assert f'<h1 class="p-title">{door.title}</h1>' in page
    assert f"?je-suis={door.key}" not in re.search(r"Une autre situation.*?</ul>", page)[0]
    MissionFactory(code="formation")
    for _, address in door.addresses:
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_an_unknown_situation_shows_all_of_them(client):
    page = plain(client.get(DOORS_PAGE, {"je-suis": "pirate"}))
    assert "Cette situation n’existe pas : les voici toutes." in page
    assert page.count("<section") >= len(DOORS)


def test_it_asks_the_database_for_nothing_of_its_own(client, queries_used):
    client.get(DOORS_PAGE)
    assert queries_used(client.get, DOORS_PAGE) <= queries_used(client.get, "/trouver-un-referent/") - SITE_QUERY


@pytest.mark.parametrize("lieu", ["Le Havre", "Saint-Denis", "zblorg", "France"])
def test_every_page_that_promises_a_door_has_them_all(client, lieu):
    ReferentFactory(departments=NORMANDIE)
    pages = [client.get("/trouver-un-referent/", {"lieu": lieu}), client.get("/regions/normandie/")]
    for page in map(plain, pages):
        for door in DOORS:
            assert f'href="{DOORS_PAGE}?je-suis={door.key}"' in page


def test_the_form_knows_community_work(client):
    page = plain(client.get("/contact/", {"projet": "tig"}))
    (box,) = re.findall(r"<input[^>]*value=\"tig\"[^>]*>", page)
    assert "checked" in box
    assert "Accueillir des travaux d’intérêt général (TIG)" in page
    assert "checked" not in re.findall(r"<input[^>]*value=\"hiring\"[^>]*>", page)[0]
    assert client.get("/contact/", {"projet": "pirate"}).status_code == 200
