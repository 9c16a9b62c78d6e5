"""What each page says of itself to search engines, in the words of schema.org."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from portal.web.json_ld import breadcrumb_list, json_ld
from search.models import GlossaryTerm
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture
def told(client):
    """The descriptions of a page by their type: `told("/")`."""

    def read(url: str) -> dict[str, dict]:
        page = BeautifulSoup(client.get(url).content, "html.parser")
        found = [json.loads(each.string) for each in page.find_all("script", type="application/ld+json")]
        return {each["@type"]: each for each in found}

    return read


def test_html_cannot_end_the_element():
    assert "</script><b>" not in json_ld({"name": "</script><b>&"})


def test_the_last_crumb_is_the_page_itself():
    items = breadcrumb_list([("Accueil", "/"), ("Ailleurs", "https://ailleurs.example/"), ("Ici", "")])[
        "itemListElement"
    ]
    assert [(each["position"], each.get("item")) for each in items] == [
        (1, "http://testserver/"),
        (2, "https://ailleurs.example/"),
        (3, None),
    ]


def test_the_home_page_says_who_publishes_and_how_to_search(home_page, told):
    site = told("/")["WebSite"]
    assert site["publisher"]["@type"] == "GovernmentOrganization"
    assert site["url"] == site["publisher"]["url"] == "http://testserver/"
    assert site["potentialAction"]["target"]["urlTemplate"] == "http://testserver/recherche/?q={search_term_string}"


def test_an_article_is_whole_and_knows_where_it_stands(home_page, told):
    article = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page))
    data = told(article.url)
    news = data["NewsArticle"]
    assert news["mainEntityOfPage"] == news["url"] == f"http://testserver{article.url}"
    assert news["author"]["@id"] == news["publisher"]["@id"]
    assert news["image"].startswith("http://testserver/")
    assert [each["name"] for each in data["BreadcrumbList"]["itemListElement"]][-1] == article.title


def test_the_glossary_is_a_set_of_terms(db, told):
    GlossaryTerm.objects.create(term="SPIP", slug="spip", definition="Service d’insertion.")
    spip = {"@type": "DefinedTerm", "name": "SPIP", "url": "http://testserver/glossaire/?lettre=s#spip"}
    assert told("/glossaire/")["DefinedTermSet"]["hasDefinedTerm"] == [spip]
    explained = told("/glossaire/?lettre=s")["DefinedTermSet"]["hasDefinedTerm"]
    assert explained == [spip | {"description": "Service d’insertion."}]
    assert "DefinedTermSet" not in told("/glossaire/?q=spip")
