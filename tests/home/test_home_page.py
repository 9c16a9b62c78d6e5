from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, Site
from wagtail.test.utils import WagtailPageTestCase

from directory.models import ActorsPage, Disp
from home.models import HomePage, StandardPage
from news.models import ConventionIndexPage, NewsIndexPage
from portal.french.partial_date import PartialDate
from tests.directory.factories import load_small_territory
from tests.models import BarePage
from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    RegionFactory,
)


@pytest.fixture
def soup(client):
    """Page at an address, parsed: `soup("/")`."""

    def read(url: str) -> BeautifulSoup:
        response = client.get(url)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def link(label: str, page: Page | None = None, address: str = "") -> dict:
    return {"label": label, "page": page, "anchor": "", "address": address}


def with_ways(home_page: HomePage, page: Page) -> None:
    """Give the home page two ways, a door and three steps."""
    home_page.ways = [
        ("way", {"pictogram": "atelier", "text": "Vous équipez un local.", "link": link("Installer un atelier", page)}),
        ("way", {"pictogram": "colis", "text": "Un atelier fabrique.", "link": link("Confier", address="/contact/")}),
    ]
    home_page.doors = [("door", {"question": "Vous voulez suivre ?", "link": link("Lire les actualités", page)})]
    home_page.path_steps = [
        ("step", {"zone": "in", "title": "Se former", "text": "Un métier.", "who": "CFA"}),
        ("step", {"zone": "door", "title": "Préparer", "text": "Des papiers.", "who": ""}),
        ("step", {"zone": "out", "title": "Travailler", "text": "Un contrat.", "who": "Entreprises"}),
    ]
    home_page.save()


class TestTree(WagtailPageTestCase):
    def test_the_home_page_holds_the_sections(self):
        self.assertAllowedParentPageTypes(HomePage, [Page])
        for section in (StandardPage, ActorsPage, NewsIndexPage, ConventionIndexPage):
            self.assertCanCreateAt(HomePage, section)


def titles(page: BeautifulSoup) -> list[str]:
    return [title.get_text() for title in page.main.find_all("h2")]


def test_an_empty_site_asks_where_you_are_and_shows_nothing_else(home_page, soup):
    page = soup("/")
    assert page.h1.get_text() == "Accueil"
    form = page.main.form
    assert (form["action"], form["method"], form.find("input")["name"]) == ("/trouver-un-referent/", "get", "lieu")
    assert form.find("label")["for"] == form.find("input")["id"]
    assert titles(page) == []
    assert page.find("nav", class_="fr-breadcrumb") is None


def test_sections_come_in_the_order_of_the_visitors_questions(home_page, soup):
    news, conventions = NewsIndexPageFactory(parent=home_page), ConventionIndexPageFactory(parent=home_page)
    with_ways(home_page, news)
    NewsPageFactory(parent=news)
    ConventionPageFactory(parent=conventions)
    page = soup("/")
    assert titles(page) == [
        "Employeurs : quatre façons de commencer",
        "Un même parcours, dedans puis dehors",
        "Ce qui se passe sur le terrain",
        "Des engagements signés, région par région",
    ]
    assert page.find("a", string="Toutes les actualités")["href"] == news.url
    assert page.find("a", string="Toutes les conventions")["href"] == conventions.url
    assert page.find("a", string="Décrire mon projet")["href"] == "/contact/"


def test_ways_and_doors_lead_on(home_page, soup):
    news = NewsIndexPageFactory(parent=home_page)
    with_ways(home_page, news)
    page = soup("/")
    assert page.find("a", string="Installer un atelier")["href"] == "/actualites/"
    assert page.find("a", string="Confier")["href"] == "/contact/"
    assert page.select_one(".p-also").a["href"] == "/actualites/"


def test_a_way_whose_page_is_gone_keeps_its_words_without_a_link(home_page, soup):
    news = NewsIndexPageFactory(parent=home_page)
    with_ways(home_page, news)
    news.unpublish()
    ways = soup("/").select_one(".p-ways")
    assert "Installer un atelier" in ways.get_text()
    assert ways.find("a", string="Installer un atelier") is None


def test_the_path_says_inside_and_outside_in_words(home_page, soup):
    with_ways(home_page, home_page)
    steps = soup("/").select(".p-path > li")
    assert [step.span.get_text() for step in steps] == ["Dedans", "Le seuil", "Dehors"]
    assert [step["class"] for step in steps] == [["is-in"], ["is-door"], ["is-out"]]


def test_five_news_one_of_them_leading(home_page, soup):
    index = NewsIndexPageFactory(parent=home_page)
    newest, *others, _ = NewsPageFactory.create_batch(6, parent=index)
    page = soup("/")
    assert page.select_one(".p-lead h3").get_text() == newest.title
    assert [row.h3.get_text() for row in page.select(".p-news > li")] == [each.title for each in others]


def test_a_renewed_convention_leaves_its_place_to_the_new_one(home_page, soup):
    index = ConventionIndexPageFactory(parent=home_page)
    first = ConventionPageFactory(parent=index)
    second = ConventionPageFactory(parent=index, replaces=first)
    assert [row.h3.get_text() for row in soup("/").select(".p-rows > li")] == [second.title]


def test_what_was_signed_comes_before_examples(home_page, soup):
    index = ConventionIndexPageFactory(parent=home_page)
    example = ConventionPageFactory(parent=index, is_example=True, ends_on=PartialDate(2099))
    over = ConventionPageFactory(parent=index, ends_on=PartialDate(2012))
    assert [row.h3.get_text() for row in soup("/").select(".p-rows > li")] == [over.title, example.title]


def test_the_map_is_a_shortcut_for_the_mouse(home_page, soup):
    load_small_territory()
    drawn = soup("/").select_one("svg.p-map")
    assert drawn["aria-hidden"] == "true"
    links = drawn.find_all("a")
    directions = {each["data-disp"] for each in links if "/direction/" in each["href"]}
    assert directions == set(Disp.objects.values_list("code", flat=True))
    assert {each["tabindex"] for each in links} == {"-1"}
    assert "Outre-mer" in drawn.get_text()


def test_without_the_tables_of_the_territory_there_is_no_map(home_page, soup):
    assert soup("/").select_one("svg.p-map") is None


def test_the_home_page_costs_at_most_six_queries_more_than_a_bare_one(home_page, client, queries_used):
    load_small_territory()
    news, conventions = NewsIndexPageFactory(parent=home_page), ConventionIndexPageFactory(parent=home_page)
    with_ways(home_page, news)
    NewsPageFactory(parent=news, regions=[RegionFactory()])
    ConventionPageFactory(parent=conventions, regions=[RegionFactory()], parties=["A", "B"])
    client.get("/")
    few = queries_used(client.get, "/")
    NewsPageFactory.create_batch(19, parent=news, regions=[RegionFactory()])
    for _ in range(19):
        ConventionPageFactory(parent=conventions, regions=[RegionFactory()], parties=["A", "B"])
    client.get("/")
    assert queries_used(client.get, "/") <= few

    bare = home_page.get_parent().add_child(instance=BarePage(title="Vide", slug="vide"))
    Site.objects.update(root_page=bare)
    Site.clear_site_root_paths_cache()
    client.get("/")
    assert few - queries_used(client.get, "/") <= 6
