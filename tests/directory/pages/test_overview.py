"""The start of the directory: list and map follow one filter, at addresses that can be shared."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from directory.models import Disp
from tests.directory.factories import SITE_QUERY, MissionFactory, ReferentFactory

pytestmark = pytest.mark.django_db
START = "/trouver-un-referent/"


@pytest.fixture
def start(client, territory):
    """Give a function that reads the start under some choices: the page as a tree."""

    def start(**choices: str) -> BeautifulSoup:
        response = client.get(START, choices)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode().replace("\u00a0", " "), "html.parser")

    return start


@pytest.fixture
def three_posts(territory):
    """Normandie (travail, formation) and Île-de-France (travail)."""
    ReferentFactory(office="Normandie travail", missions=["travail"])
    ReferentFactory(office="Normandie formation", missions=["formation"])
    ReferentFactory(office="Paris travail", disp=Disp.objects.get(code="paris"), departments=["75"])


def status(page: BeautifulSoup) -> str:
    return " ".join(page.find(role="status").get_text(" ").split())


def titles(page: BeautifulSoup) -> list[str]:
    return [row.h3.get_text(strip=True) for row in page.select(".p-rows > li")]


def counts(page: BeautifulSoup) -> dict[str, str]:
    """What the map writes under or beside the name of each direction."""
    found = {}
    for link in page.select("svg.p-map a[data-disp]"):
        texts = [text.get_text(strip=True) for text in link.find_all("text")]
        if link["data-disp"] == "dspom" and " : " in texts[0]:
            texts = texts[0].split(" : ")
        if len(texts) == 2 and texts[1].isdigit():
            found[texts[0]] = texts[1]
    return found


def test_the_form_is_plain_get_with_three_selects_and_a_button(start):
    form = start().find("form", attrs={"aria-label": "Choisir les référents"})
    assert (form["method"], form["action"]) == ("get", START)
    assert [select["name"] for select in form.find_all("select")] == ["mission", "direction", "region"]
    assert [len(select.find_all("option")) - 1 for select in form.find_all("select")][1:] == [10, 25]
    assert all(form.find("label", attrs={"for": select["id"]}) for select in form.find_all("select"))
    assert form.button.get_text(strip=True) == "Afficher"


def test_a_mission_filters_list_and_map_alike(start, three_posts):
    page = start(mission="formation")
    assert status(page) == "1 référent : Développer la formation"
    assert titles(page) == ["Rennes"]
    assert counts(page) == {"Rennes": "1"} | {disp.seat: "0" for disp in Disp.objects.exclude(code="rennes")}
    off = {link["data-disp"] for link in page.select("svg.p-map a.empty")}
    assert off == set(Disp.objects.exclude(code="rennes").values_list("code", flat=True))
    assert page.select_one('svg.p-map a[data-disp="rennes"]')["href"].endswith("/rennes/?mission=formation")
    assert "l’équipe de la direction répond" in page.main.get_text()  # and the others stay within reach


def test_without_choices_the_map_counts_everybody(start, three_posts):
    page = start()
    assert status(page) == "3 référents"
    assert counts(page)["Rennes"] == "2"
    assert counts(page)["Paris"] == "1"
    assert counts(page)["Lille"] == "0"


def test_a_direction_lists_its_referents_and_is_lit_on_the_map(start, three_posts):
    page = start(direction="rennes")
    assert status(page) == "2 référents : Rennes"
    assert titles(page) == ["Normandie travail", "Normandie formation"]
    assert [link["data-disp"] for link in page.select("svg.p-map a.lit")] == ["rennes"]
    assert counts(page)["Paris"] == "0"


def test_a_region_lists_who_serves_it_and_lights_its_departments(start, three_posts):
    page = start(region="normandie")
    assert titles(page) == ["Normandie travail", "Normandie formation"]
    assert len(page.select("svg.p-map > path.here")) == 5
    assert page.find("a", href="/regions/normandie/")
    assert titles(start(region="bretagne")) == []


def test_the_region_of_paris_is_drawn_again_larger_and_lit_there(start, three_posts):
    assert len(start().select('svg.p-map a[href$="/direction/paris/"] path.department')) == 8
    assert len(start(region="ile-de-france").select("path.department.here")) == 8
    assert len(start(direction="paris").select("path.department.here")) == 8
    assert start(region="normandie").select("path.department.here") == []


def test_overseas_has_insets_with_names_and_links_and_text_links_without_a_shape(start):
    page = start()
    insets = {link["href"]: link.get_text(strip=True) for link in page.select('svg.p-map a[href^="/regions/"]')}
    assert insets == {
        "/regions/guadeloupe/": "Guadeloupe",
        "/regions/martinique/": "Martinique",
        "/regions/guyane/": "Guyane",
        "/regions/la-reunion/": "La Réunion",
        "/regions/mayotte/": "Mayotte",
    }
    aside = page.select_one(".p-aside")
    for slug in (
        "saint-pierre-et-miquelon", "saint-barthelemy", "saint-martin",
        "wallis-et-futuna", "polynesie-francaise", "nouvelle-caledonie",
    ):  # fmt: skip
        assert aside.find("a", href=f"/regions/{slug}/")
    assert "path.here" not in str(page)
    assert [path["transform"] for path in start(region="mayotte").select("path.island.here")] != []


def test_everything_the_map_leads_to_is_in_the_list_too(start, three_posts):
    for choices in ({}, {"mission": "travail"}):
        page = start(**choices)
        drawn = {link["href"] for link in page.select("svg.p-map a") if "empty" not in link.get("class", [])}
        assert drawn - {link["href"] for link in page.select(".p-rows a, .p-aside p a")} == set()
        assert page.select_one("svg.p-map")["aria-hidden"] == "true"
        assert all(link["tabindex"] == "-1" for link in page.select("svg.p-map a"))


def test_the_three_choices_join(start, three_posts):
    page = start(mission="formation", direction="rennes", region="normandie")
    assert status(page) == "1 référent : Développer la formation, Rennes, Normandie"
    assert titles(page) == ["Normandie formation"]
    assert [select.find("option", selected=True)["value"] for select in page.select("form select")] == [
        "formation", "rennes", "normandie",
    ]  # fmt: skip
    canonical = page.find("link", rel="canonical")["href"]
    assert canonical == f"http://testserver{START}?mission=formation&direction=rennes&region=normandie"


def test_choices_that_exclude_each_other_say_so_and_lead_on(start, three_posts):
    page = start(direction="paris", region="normandie")
    assert status(page) == "La direction interrégionale de Paris ne répond pas en Normandie."
    ways = {link["href"] for link in page.select(".p-ways-out a")}
    assert {f"{START}?direction=paris", f"{START}?region=normandie"} <= ways
    assert page.find("a", href=f"mailto:{Disp.objects.get(code='paris').mailbox}")


def test_a_mission_that_nobody_has_there_leads_to_the_direction(start):
    MissionFactory(code="formation")
    ReferentFactory(missions=["travail"])
    page = start(region="normandie", mission="formation")
    assert status(page) == "Personne ici n’est chargé de ce seul sujet : la formation et l’apprentissage."
    assert page.find("a", href=f"mailto:{Disp.objects.get(code='rennes').mailbox}")


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"mission": "zzz\x00"}, "Le sujet demandé n’existe pas : tous sont affichés."),
        ({"direction": "RENNES"}, "La direction demandée n’existe pas : toutes sont affichées."),
        ({"direction": "é" * 5000}, "La direction demandée n’existe pas : toutes sont affichées."),
        ({"region": "<script>"}, "La région demandée n’existe pas : toutes sont affichées."),
    ],
)
def test_a_choice_that_does_not_exist_is_said_and_left_out(start, three_posts, choices, words):
    page = start(**choices)
    assert status(page) == f"{words} 3 référents"
    assert len(titles(page)) == 10


def test_vacant_posts_are_counted_and_said(start):
    ReferentFactory(vacant=True)
    ReferentFactory()
    row = start().select_one('[data-list="rennes"]')
    assert " ".join(row.find_all("p")[1].get_text(" ").split()) == "2 référents, dont 1 poste à pourvoir"


@pytest.mark.parametrize("query", ["", "?mission=travail", "?region=normandie", "?direction=rennes&region=normandie"])
def test_the_filtered_start_costs_the_same_for_one_referent_and_for_twenty(client, territory, queries_used, query):
    ReferentFactory()
    client.get(START)
    few = queries_used(client.get, START + query)
    ReferentFactory.create_batch(19, named=True)
    client.get(START)  # what is around a page is read again after any change
    assert queries_used(client.get, START + query) == few
    assert few - SITE_QUERY <= 8


def test_a_long_choice_is_shown_page_by_page(start, monkeypatch):
    monkeypatch.setattr("directory.pages.overview.PAGE_SIZE", 2)
    ReferentFactory.create_batch(3)
    first, second = start(region="normandie"), start(region="normandie", page="2")
    assert (len(first.select(".p-rows > li")), len(second.select(".p-rows > li"))) == (2, 1)
    assert status(first) == status(second)
    assert first.find("a", href="?region=normandie&page=2")
