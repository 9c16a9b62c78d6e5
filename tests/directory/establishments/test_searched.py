"""What the search and the place field know of establishments and workshops."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from directory.establishments.kinds import Status
from directory.models import Establishment
from directory.pages.found_establishments import found_establishments
from directory.territory.gazetteer import current_gazetteer
from search.index import registry
from tests.directory.establishments.samples import LE_HAVRE, TOULOUSE, EstablishmentFactory, WorkshopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(territory):
    caen = EstablishmentFactory(slug="caen", name="Centre pénitentiaire de Caen")
    havre = EstablishmentFactory(
        slug="havre", name="Centre pénitentiaire du Havre", commune_id=LE_HAVRE, latitude=49.49, longitude=0.11
    )
    EstablishmentFactory(
        slug="seysses", name="Centre pénitentiaire de Toulouse-Seysses", commune_id=TOULOUSE, latitude=43.5,
        longitude=1.31,
    )  # fmt: skip
    WorkshopFactory(establishment=caen, activity="menuiserie")
    WorkshopFactory(establishment=havre, activity="conditionnement")
    WorkshopFactory(establishment=havre, activity="couture", stale=True)


@pytest.fixture
def find(places):
    """Slugs of what answers a query, and its title; None for nothing."""

    def find(typed: str) -> tuple[list[str], str] | None:
        found = found_establishments(typed, current_gazetteer())
        return found and ([near.establishment.slug for near in found.near], found.title.replace("\u00a0", " "))

    return find


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("prison près du Havre", (["havre", "caen", "seysses"], "Les établissements les plus proches du Havre")),
        ("établissements pénitentiaires Normandie", (["caen", "havre"], "Les établissements : Normandie")),
        ("Toulouse-Seysses", (["seysses"], "Centre pénitentiaire de Toulouse-Seysses")),
        ("prison de Toulouse-Seysses", (["seysses"], "Centre pénitentiaire de Toulouse-Seysses")),
        ("prison du Havre", (["havre"], "Centre pénitentiaire du Havre")),
        ("menuiserie", (["caen"], "Menuiserie et bois, dans les établissements")),
        ("ateliers bois", (["caen"], "Menuiserie et bois, dans les établissements")),
        ("conditionnement Normandie", (["havre"], "Conditionnement : Normandie")),
        ("mise sous pli près de Caen", (["havre"], "Conditionnement, au plus près de Caen")),
        ("couture", None),  # only a stale workshop makes it
        ("conditionnement Occitanie", None),
        ("menuiserie formation diplôme", None),  # asks for more than a place and an activity
        ("prison", None),
        ("prison près de Zblorg", None),
        ("prison Saint-Denis", None),  # four communes: the place's own answer asks which
        ("", None),
        ("mot " * 200, None),
    ],
)
def test_queries_that_establishments_answer(find, typed, answer):
    assert find(typed) == answer


def test_a_closed_place_is_found_by_its_name_with_what_happened_to_it_and_the_nearest(find, client):
    closed = EstablishmentFactory(
        slug="caen-ma", name="Maison d’arrêt de Caen", status=Status.CLOSED, note="Fermée en 2023."
    )
    found = (["caen-ma", "caen", "havre"], "Maison d’arrêt de Caen")
    assert find("maison d'arrêt de Caen") == found
    assert find("Caen") == (["caen"], "Centre pénitentiaire de Caen")  # an open one bears the name: no other is told
    Establishment.objects.filter(slug="caen").update(name="Centre d’Ifs", folded_name="centre d ifs")
    assert find("prison de Caen") == found
    assert find("Caen") is None  # the town, not what it once had
    page = client.get("/recherche/", {"q": "maison d'arrêt de Caen"}).content.decode().replace("\u00a0", " ")
    assert f'href="{closed.get_absolute_url()}"' in page
    assert "<strong>Fermé.</strong> Fermée en 2023." in page
    assert 'href="/trouver-un-referent/?lieu=Maison%20d%E2%80%99arr%C3%AAt%20de%20Caen"' in page
    answer = client.get("/trouver-un-referent/", {"lieu": closed.name}).content.decode().replace("\u00a0", " ")
    assert "Maison d’arrêt de Caen (établissement fermé) : commune de Caen." in answer


def test_a_search_shows_the_answer(client, places):
    page = client.get("/recherche/", {"q": "menuiserie"}).content.decode().replace("\u00a0", " ")
    assert "Menuiserie et bois, dans les établissements" in re.sub(r"<[^>]+>", "", page)
    assert 'href="/etablissements/caen/"' in page


def test_what_an_answer_shows_is_no_hit_again_and_the_count_says_so(client, places):
    def search(typed: str) -> tuple[str, list[str], str]:
        page = BeautifulSoup(client.get("/recherche/", {"q": typed}).content, "html.parser")
        hits = [link["href"].strip("/").rpartition("/")[2] for link in page.select(".p-hits h3 a")]
        status = " ".join(page.find(role="status").get_text().split()).replace("\u00a0", " ")
        return status, hits, page.main.get_text()

    seysses = Establishment.objects.get(slug="seysses")
    WorkshopFactory(establishment=seysses, activity="conditionnement", products="Colis de menuiserie")
    status, hits, told = search("menuiserie")
    assert (status, hits) == ("2 résultats pour « menuiserie », dont 1 en tête.", ["seysses"])
    assert "Menuiserie et bois, dans les établissements" in told.replace("\u00a0", " ")
    status, hits, told = search("Toulouse-Seysses")
    assert (status, hits) == ("2 résultats pour « Toulouse-Seysses », dont 1 en tête.", ["occitanie"])
    assert told.count("Centre pénitentiaire de Toulouse-Seysses") == 1


def test_an_excerpt_says_what_is_made_there(places):
    assert entry_of("havre").summary.startswith("Le Havre, Seine-Maritime. Conditionnement. 1 atelier confirmé en ")
    assert entry_of("seysses").summary == "Toulouse, Haute-Garonne. Aucun atelier déclaré."


def entry_of(slug: str):
    return next(iter(registry.entries([f"establishment:{Establishment.objects.get(slug=slug).pk}"])), None)


def test_an_entry_holds_what_fresh_workshops_make(places):
    entry = entry_of("havre")
    assert "emballage" in entry.keywords
    assert "couture" not in " ".join(entry.keywords).lower()
    assert entry.regions == ("normandie",)
    assert "Conditionnement, Concession" in entry.body


def test_a_workshop_touches_the_entry_of_its_establishment_and_a_closed_place_has_none(places):
    havre = Establishment.objects.get(slug="havre")
    workshop = havre.workshops.first()
    assert registry.keys_touched_by(workshop) == {f"establishment:{havre.pk}"}
    Establishment.objects.filter(pk=havre.pk).update(status=Status.CLOSED)
    assert entry_of("havre") is None


def test_the_place_field_proposes_prisons_after_places(client, places):
    def proposed(typed: str) -> list[tuple[str, str, str]]:
        results = client.get("/api/v1/places", {"q": typed}).json()["results"]
        return [(each["kind"], each["name"], each["query"]) for each in results]

    assert proposed("seyss") == [("establishment", "Centre pénitentiaire de Toulouse-Seysses", "31000 Toulouse")]
    assert proposed("prison de toul")[0][0] == "establishment"
    assert [kind for kind, _, _ in proposed("toulouse")] == ["commune", "establishment"]


def test_open_data_publish_fresh_workshops_only_and_distances_in_words(client, places):
    def get(address: str):
        return client.get(f"/api/v1/{address}").json()

    assert [each["slug"] for each in get("establishments?disp=rennes")["results"]] == ["caen", "havre"]
    assert [each["activity"] for each in get("workshops")["results"]] == ["menuiserie", "conditionnement"]
    near = get("establishments/near?latitude=49.49&longitude=0.11&limit=2")["results"]
    said = [(each["slug"], each["distance"].replace("\u00a0", " ")) for each in near]
    assert said == [("havre", "moins de 5 km"), ("caen", "environ 45 km")]
    assert near[0]["activities"] == ["conditionnement"]
    nearest = get("match?place=Le+Havre")["nearest"]
    assert [each["slug"] for each in nearest][:2] == ["havre", "caen"]
    assert nearest[1]["distance"].startswith("environ ")
    assert client.get("/api/v1/workshops?activity=poterie").status_code == 404
    lines = client.get("/api/v1/establishments.csv").content.decode().splitlines()
    assert (len(lines), lines[0].split(",")[:2]) == (4, ["slug", "name"])


def test_one_establishment_by_its_name_is_named_once_above_the_hits(places, client):
    page = BeautifulSoup(client.get("/recherche/", {"q": "Toulouse-Seysses"}).content, "html.parser")
    box = page.select_one(".p-person:has(.p-rows)")
    assert [title.get_text() for title in box.find_all(["h2", "h3"])] == ["Centre pénitentiaire de Toulouse-Seysses"]
    several = BeautifulSoup(client.get("/recherche/", {"q": "prison près du Havre"}).content, "html.parser")
    assert [title.name for title in several.select_one(".p-person:has(.p-rows)").find_all(["h2", "h3"])] == [
        "h2",
        "h3",
        "h3",
        "h3",
    ]
