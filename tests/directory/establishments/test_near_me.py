"""The list of establishments, by distance, by direction, under its filters; and the answer page of the directory."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.establishments.kinds import Precision, Status
from directory.models import Establishment
from tests.directory.establishments.samples import (
    LE_HAVRE,
    ROUEN,
    TOULOUSE,
    EstablishmentFactory,
    WorkshopFactory,
)
from tests.directory.factories import SITE_QUERY, ReferentFactory

pytestmark = pytest.mark.django_db

LIST = "/etablissements/"


@pytest.fixture
def places(territory):
    """Four open places, of which only the one of Rouen has a front door that is known, and a closed one."""
    rough = {"precision": Precision.COMMUNE}
    EstablishmentFactory(slug="caen", name="Centre pénitentiaire de Caen", latitude=49.18, longitude=-0.36, **rough)
    EstablishmentFactory(slug="caen-ma", name="Maison d’arrêt de Caen", status=Status.CLOSED, note="Fermée en 2023.")
    EstablishmentFactory(
        slug="le-havre", name="Centre pénitentiaire du Havre", commune_id=LE_HAVRE, latitude=49.49, longitude=0.11,
        **rough,
    )  # fmt: skip
    EstablishmentFactory(
        slug="rouen", name="Maison d’arrêt de Rouen", kind="maison-d-arret", commune_id=ROUEN, latitude=49.43,
        longitude=1.07,
    )  # fmt: skip
    EstablishmentFactory(
        slug="toulouse", name="Centre pénitentiaire de Toulouse-Seysses", commune_id=TOULOUSE, latitude=43.5,
        longitude=1.31,
    )  # fmt: skip


@pytest.fixture
def ask(client, places):
    """Open the list with these parameters; its text, spaces made plain."""

    def ask(**query: str) -> str:
        response = client.get(LIST, query)
        assert response.status_code == 200
        return response.content.decode().replace("\u00a0", " ")

    return ask


def listed(page: str) -> list[str]:
    """Identifiers of the establishments, in the order of the page's first list of them."""
    rows = re.search(r'<ul class="fr-raw-list p-rows">(.*?)</ul>', page, re.DOTALL)
    return re.findall(r'href="/etablissements/([a-z0-9-]+)/"', rows[1]) if rows else []


def first_heading(page: str) -> str:
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", heading)).strip()


def test_a_place_lists_the_nearest_first_and_never_more_precisely_than_known(ask):
    page = ask(lieu="Le Havre")
    assert first_heading(page) == "Les établissements les plus proches du Havre"
    assert listed(page) == ["le-havre", "caen", "rouen", "toulouse"]
    assert "Distances à vol d’oiseau, depuis le centre de la commune du Havre." in page
    shown = re.findall(r'<p class="p-small">((?:Environ|Moins|\d)[^<]*km)</p>', page)
    assert shown == ["Moins de 5 km", "Environ 50 km", "Environ 70 km", "Environ 670 km"]


def test_a_point_of_ones_own_measures_in_the_same_words(ask):
    page = ask(point="49.494,0.108")
    assert re.findall(r'<p class="p-small">([^<]*km)</p>', page) == [
        "Moins de 5 km", "Environ 50 km", "Environ 70 km", "Environ 670 km",
    ]  # fmt: skip
    assert "/etablissements/?point=49.494%2C0.108" in page


@pytest.mark.parametrize("point", ["nord", "91,0", "nan,nan", "1,2,3", "'"])
def test_a_point_that_is_none_says_how_to_write_one(ask, point):
    assert "Ce point n’est pas lisible : écrivez latitude et longitude" in ask(point=point)


def test_a_department_lists_what_lies_inside_without_a_distance(ask):
    page = ask(lieu="Seine-Maritime")
    assert first_heading(page) == "Les établissements : La Seine-Maritime"
    assert listed(page) == ["le-havre", "rouen"]
    assert " km</p>" not in page


def test_namesakes_are_asked_about_and_never_guessed(ask):
    page = ask(lieu="Saint-Denis")
    assert "Laquelle est la vôtre ?" in page
    assert "proches de Saint-Denis" not in page
    assert page.count("Saint-Denis, ") >= 3


def test_what_is_no_place_says_so_and_proposes(ask):
    page = ask(lieu="Zblorg")
    assert "Nous ne connaissons pas « Zblorg »." in page
    assert "<title>Établissements : Zblorg - " in page, "a title of its own"
    assert 'href="/etablissements/toulouse/"' in ask(lieu="Toulouse Sesses")


def test_the_name_of_an_establishment_is_a_place(ask):
    page = ask(lieu="prison de Toulouse-Seysses")
    assert "Centre pénitentiaire de Toulouse-Seysses : commune de Toulouse." in page
    assert listed(page)[0] == "toulouse"


def test_without_a_place_the_ten_directions_count_the_open_ones(ask):
    page = ask()
    assert first_heading(page) == "Établissements"
    counts = re.findall(r'p-soft">(\d+) établissements?</p>', page)
    assert (len(counts), sorted(counts)[-2:]) == (10, ["1", "3"])


def test_one_direction_and_one_kind(ask):
    assert listed(ask(direction="rennes")) == ["caen", "le-havre", "rouen"]
    assert listed(ask(direction="rennes", nature="maison-d-arret")) == ["rouen"]
    assert listed(ask(region="occitanie")) == ["toulouse"]
    assert "Direction interrégionale : ce choix n’existe pas, tout est affiché." in ask(direction="brest")


def test_one_workshop_must_have_all_that_is_asked(ask):
    caen, rouen = Establishment.objects.get(slug="caen"), Establishment.objects.get(slug="rouen")
    WorkshopFactory(establishment=caen, activity="menuiserie", surface=600, has_dock=False)
    WorkshopFactory(establishment=caen, activity="conditionnement", surface=100, has_dock=True)
    WorkshopFactory(establishment=rouen, activity="menuiserie", surface=600, has_dock=True)
    assert listed(ask(activite="menuiserie", lieu="Caen")) == ["caen", "rouen"]
    assert listed(ask(activite="menuiserie", surface="500", quai="oui")) == ["rouen"]
    assert listed(ask(regime="concession")) == ["caen", "rouen"]
    page = ask(activite="couture")
    assert "Aucun atelier déclaré ne répond à ces choix. Votre référent sait ce qui est possible." in page


def test_stale_workshops_are_counted_and_never_shown(ask, client):
    WorkshopFactory(establishment=Establishment.objects.get(slug="caen"), name="Vieil atelier", stale=True)
    assert listed(ask(activite="menuiserie")) == []
    assert "1 atelier à confirmer" in ask(lieu="Caen")
    page = client.get("/etablissements/caen/").content.decode().replace("\u00a0", " ")
    assert "1 atelier à confirmer : ce qui n’a pas été confirmé depuis six mois n’est plus affiché." in page
    assert "Vieil atelier" not in page
    assert "Menuiserie" not in page


def test_pages_of_the_list(ask, client):
    assert client.get(LIST, {"direction": "rennes", "page": "2"}).status_code == 404
    assert client.get(LIST, {"direction": "rennes", "page": "abc"}).status_code == 404
    EstablishmentFactory.create_batch(20)
    assert len(listed(ask(direction="rennes", page="2"))) == 3


def test_the_answer_of_the_directory_shows_the_three_nearest(client, places):
    ReferentFactory(named=True)
    page = client.get("/trouver-un-referent/", {"lieu": "Rouen"}).content.decode().replace("\u00a0", " ")
    assert "Les établissements les plus proches de Rouen" in page
    assert listed(page) == ["rouen", "le-havre", "caen"]
    assert 'href="/etablissements/?direction=rennes"' in page


def test_the_nearest_come_with_a_way_to_who_answers_before_the_list(client, places):
    ReferentFactory(named=True)
    page = client.get("/etablissements/", {"lieu": "Rouen"}).content.decode().replace("\u00a0", " ")
    assert page.index('href="#qui-vous-repond">Qui vous répond : Camille Exemple') < page.index("Du plus proche")
    assert page.count('id="qui-vous-repond"') == 1
    assert "qui-vous-repond" not in client.get("/etablissements/").content.decode()


def test_a_prison_typed_in_the_directory_leads_to_the_referent_of_its_commune(client, places):
    ReferentFactory(named=True, departments=["31"])
    page = client.get("/trouver-un-referent/", {"lieu": "Toulouse-Seysses"}).content.decode().replace("\u00a0", " ")
    assert first_heading(page) == "Votre référente est Camille Exemple"
    assert "Centre pénitentiaire de Toulouse-Seysses : commune de Toulouse." in page


def test_a_misspelt_prison_is_proposed_in_the_directory(client, places):
    page = client.get("/trouver-un-referent/", {"lieu": "prison de Toulouse Sesses"}).content.decode()
    assert 'href="/etablissements/toulouse/"' in page


def test_a_list_costs_the_same_queries_however_long(client, places):
    """Of the list: filters (2), points, establishments, workshops; of who answers: referents (3); the gazetteer's."""
    ReferentFactory()
    WorkshopFactory(establishment=Establishment.objects.get(slug="caen"))
    client.get(LIST, {"lieu": "Caen"})
    with CaptureQueriesContext(connection) as few:
        client.get(LIST, {"lieu": "Caen"})
    for each in EstablishmentFactory.create_batch(12):
        WorkshopFactory.create_batch(2, establishment=each)
    client.get(LIST, {"lieu": "Caen"})  # what is around a page, and who answers, is read again after any change
    with CaptureQueriesContext(connection) as many:
        client.get(LIST, {"lieu": "Caen"})
    assert len(many) == len(few) <= 9 + SITE_QUERY
