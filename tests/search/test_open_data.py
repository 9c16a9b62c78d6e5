"""The search as programs ask it: /api/v1/search and /api/v1/suggestions."""

from __future__ import annotations

import pytest
from defusedxml import ElementTree

from search import views
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory, RegionFactory

SEARCH, SUGGESTIONS = "/api/v1/search", "/api/v1/suggestions"


@pytest.fixture
def index(home_page):
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def page(index):
    normandie = RegionFactory(name="Normandie", slug="normandie")
    return NewsPageFactory(
        parent=index, title="Un atelier", slug="un-atelier", lead="Des détenus apprennent.", category=None,
        regions=[normandie], published_on="2020-10-12",
    )  # fmt: skip


def test_a_search_answers_as_its_page_does(client, page):
    assert client.get(SEARCH, {"q": "ateliers"}).json() == {
        "query": "ateliers",
        "corrected": None,
        "count": 1,
        "near": 0,
        "page": 1,
        "pages": 1,
        "results": [
            {
                "title": "Un atelier",
                "url": "http://testserver/actualites/un-atelier/",
                "type": "actualites",
                "excerpt": "Des détenus apprennent.",
                "where": "Normandie",
                "when": "12 octobre 2020",
                "date": "2020-10-12",
            }
        ],
        "facets": {
            "type": [{"value": "actualites", "label": "Actualités", "count": 1}],
            "region": [{"value": "normandie", "label": "Normandie", "count": 1}],
            "theme": [],
            "annee": [{"value": "2020", "label": "2020", "count": 1}],
        },
    }


def test_every_parameter_of_the_page_is_one(client, index, page):
    for number in range(12):
        NewsPageFactory(parent=index, title=f"Atelier {number}", published_on=f"2021-01-{number + 1:02}")
    answer = client.get(SEARCH, {"q": "atelier", "annee": "2021", "tri": "date", "page": 2}).json()
    assert (answer["count"], answer["page"], answer["pages"]) == (12, 2, 2)
    assert [each["date"] for each in answer["results"]] == ["2021-01-02", "2021-01-01"]
    assert client.get(SEARCH, {"q": "atelier", "region": "normandie"}).json()["count"] == 1
    assert client.get(SEARCH, {"q": "atelier", "page": 50}).json()["results"] == []
    assert client.get(SEARCH, {"q": "!!!"}).json()["count"] == 0


@pytest.mark.parametrize(
    ("parameters", "status", "name"),
    [
        ({}, 422, "q"),
        ({"q": "a" * 201}, 422, "q"),
        ({"q": "a", "page": "0"}, 422, "page"),
        ({"q": "a", "page": "abc"}, 422, "page"),
        ({"q": "a", "annee": "20"}, 422, "annee"),
        ({"q": "a", "tri": "prix"}, 422, "tri"),
        ({"q": "a", "type": "zzz"}, 404, "type"),
        ({"q": "a", "region": "zzz"}, 404, "region"),
        ({"q": "a", "theme": "zzz"}, 404, "theme"),
    ],
)
def test_a_bad_parameter_is_named_in_french(client, index, parameters, status, name):
    response = client.get(SEARCH, parameters)
    assert response.status_code == status
    told = response.json()
    assert [each["name"] for each in told["parameters"]] == [name]
    assert told["message"]


def test_what_is_withdrawn_is_not_served_again(client, page):
    response = client.get(SEARCH, {"q": "atelier"})
    assert response["Cache-Control"] == "no-cache"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get(SEARCH, {"q": "atelier"}, headers={"If-None-Match": response["ETag"]}).status_code == 304
    page.unpublish()
    again = client.get(SEARCH, {"q": "atelier"}, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.json()["count"]) == (200, 0)


def test_titles_are_proposed(client, page):
    response = client.get(SUGGESTIONS, {"q": "atel"})
    assert response.json() == {"results": [{"query": "Un atelier", "title": "Un atelier", "note": "Actualité"}]}
    assert response["Cache-Control"] == "no-cache"


def test_without_an_engine_programs_are_told(client, index, settings, tmp_path):
    (tmp_path / "file").write_text("no folder can be made here")
    settings.DATA_DIR = tmp_path / "file"
    response = client.get(SEARCH, {"q": "atelier"})
    assert (response.status_code, response.json()["status"]) == (503, 503)


def test_the_search_is_described_for_programs_and_people(client, home_page):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {SEARCH, SUGGESTIONS} <= set(paths)
    assert f"GET {SEARCH}" in client.get("/donnees-ouvertes/").content.decode()


def test_browsers_are_told_how_to_search(client, home_page):
    page = client.get("/").content.decode()
    address = '<link rel="search" type="application/opensearchdescription+xml" href="/recherche/opensearch.xml"'
    assert address in page
    response = client.get("/recherche/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert len(root.findtext(f"{name}ShortName")) <= 16
    assert root.find(f"{name}Url").get("template") == "http://testserver/recherche/?q={searchTerms}"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Portail de l’insertion professionnelle", "Portail"),
        ("Travail et prisons", "Travail"),
        ("Insertion", "Insertion"),
        ("Anticonstitutionnellement", "Anticonstitution"),
        ("La prison", "La prison"),
    ],
)
def test_a_short_name_is_made_of_whole_words(name, short):
    assert views.short_name(name) == short
