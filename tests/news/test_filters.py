"""Lists narrowed at addresses that can be shared."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from portal.french.partial_date import PartialDate
from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    NewsCategoryFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    NewsThemeFactory,
    RegionFactory,
)

if TYPE_CHECKING:
    from news.models import ConventionIndexPage, NewsIndexPage

NONSENSE = [
    "abc",
    "0",
    "99999",
    "-1",
    "2024.5",
    "%00",
    "%27%22%3E",
    "%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%94",
    "a" * 5000,
    "é",
    " ",
]  # one of them is 2024 in full-width digits


@pytest.fixture
def news(home_page) -> NewsIndexPage:
    """Three items: two themes, one of them in Normandie, of 2023 and 2024; and a region and a theme without any."""
    index = NewsIndexPageFactory(parent=home_page)
    normandie = RegionFactory(name="Normandie", slug="normandie")
    RegionFactory(name="Mayotte", slug="mayotte", within="à Mayotte")
    prize = NewsCategoryFactory(name="Prix", slug="prix")
    NewsCategoryFactory(name="Vide", slug="vide")
    NewsPageFactory(parent=index, title="Un diplôme", published_on=datetime.date(2024, 5, 1), regions=[normandie])
    NewsPageFactory(parent=index, title="Un prix", published_on=datetime.date(2023, 5, 1), category=prize)
    NewsPageFactory(
        parent=index, title="Un stage", published_on=datetime.date(2023, 2, 1), theme=NewsThemeFactory(), level="europe"
    )
    NewsThemeFactory(name="Vide", slug="vide")
    return index


@pytest.fixture
def conventions(home_page) -> ConventionIndexPage:
    """One in force in Normandie since 2021, one that ended in Occitanie in 2019, and one of no known year."""
    index = ConventionIndexPageFactory(parent=home_page)
    normandie, occitanie = (RegionFactory(name=name, slug=name.lower()) for name in ("Normandie", "Occitanie"))
    RegionFactory(name="Mayotte", slug="mayotte", within="à Mayotte")
    ConventionPageFactory(
        parent=index, title="En vigueur", regions=[normandie], starts_on=PartialDate(2021), ends_on=PartialDate(2099)
    )
    ConventionPageFactory(
        parent=index, title="Terminée", regions=[occitanie], starts_on=PartialDate(2017), ends_on=PartialDate(2019)
    )
    ConventionPageFactory(parent=index, title="Sans année", signed_on=PartialDate(None, 10, 22))
    return index


def titles(page) -> list[str]:
    """Titles of the list of a parsed page."""
    return [link.get_text() for link in page.select("main h2 > a")]


def options(page, name: str) -> list[str]:
    return [option.get_text() for option in page.find("select", attrs={"name": name}).find_all("option")]


def chosen(page, name: str) -> str:
    return page.find("select", attrs={"name": name}).find("option", selected=True).get_text()


def status(page) -> str:
    return " ".join(page.find(attrs={"role": "status"}).get_text(" ").split())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Un diplôme", "Un prix", "Un stage"]),
        ("?rubrique=formation", ["Un diplôme", "Un stage"]),
        ("?rubrique=prix", ["Un prix"]),
        ("?region=normandie", ["Un diplôme"]),
        ("?annee=2023", ["Un prix", "Un stage"]),
        ("?theme=emploi", ["Un stage"]),
        ("?niveau=europe", ["Un stage"]),
        ("?theme=emploi&niveau=national", []),
        ("?rubrique=formation&annee=2023", ["Un stage"]),
        ("?rubrique=formation&region=normandie&annee=2024&page=1", ["Un diplôme"]),
        ("?rubrique=&region=&annee=", ["Un diplôme", "Un prix", "Un stage"]),
    ],
)
def test_news_narrow_by_theme_region_and_year(news, soup, query, expected):
    assert titles(soup(f"{news.url}{query}")) == expected


def test_the_selects_offer_what_leads_to_something(news, soup):
    page = soup(news.url)
    assert options(page, "rubrique") == ["Toutes les rubriques", "Formation", "Prix"]
    assert options(page, "theme") == ["Tous les thèmes", "Emploi"]
    assert options(page, "niveau") == ["Tous les niveaux", "National", "Région", "Europe", "Focus"]
    assert options(page, "region") == ["Toutes les régions", "Normandie"]
    assert options(page, "annee") == ["Toutes les années", "2024", "2023"]


def test_what_only_drafts_and_private_items_have_is_not_offered(news, soup, make_private):
    secret = {"category": NewsCategoryFactory(name="Secret", slug="secret"), "published_on": datetime.date(2011, 1, 1)}
    regions = [RegionFactory(name="Corse", slug="corse")]
    NewsPageFactory(parent=news, live=False, regions=regions, **secret)
    make_private(NewsPageFactory(parent=news, regions=regions, **secret))
    page = soup(news.url)
    for name in ("rubrique", "region", "annee"):
        assert not {"Secret", "Corse", "2011"} & set(options(page, name))


def test_the_choices_stay_chosen_and_are_said(news, soup):
    page = soup(f"{news.url}?rubrique=formation&region=normandie&annee=2024")
    assert [chosen(page, name) for name in ("rubrique", "region", "annee")] == ["Formation", "Normandie", "2024"]
    assert status(page) == "1 actualité : Formation, Normandie, 2024"
    assert page.title.get_text().startswith("Actualités\u00a0: Formation, Normandie, 2024 - ")


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("?annee=2023&rubrique=prix", "?rubrique=prix&annee=2023"),
        ("?annee=2023&utm_source=x&region=nulle-part", "?annee=2023"),
        ("?rubrique=&annee=abc", ""),
    ],
)
def test_the_canonical_address_keeps_the_known_choices_in_their_order(news, soup, query, canonical):
    link = soup(f"{news.url}{query}").find("link", rel="canonical")
    assert link["href"] == f"http://testserver/actualites/{canonical}"


def test_pages_of_a_narrowed_list_keep_the_choices(news, soup):
    NewsPageFactory.create_batch(11, parent=news, published_on=datetime.date(2023, 1, 1))
    first = soup(f"{news.url}?annee=2023&rubrique=formation")
    links = {link["href"] for link in first.select("nav.fr-pagination a[href]")}
    assert links == {"?rubrique=formation&annee=2023&page=2"}
    second = soup(f"{news.url}{links.pop()}")
    assert len(titles(second)) == 2
    assert second.find("link", rel="canonical")["href"].endswith("/?rubrique=formation&annee=2023&page=2")


@pytest.mark.parametrize("name", ["rubrique", "region", "annee"])
def test_nonsense_is_left_out_with_a_word(news, soup, name):
    for value in NONSENSE:
        page = soup(f"{news.url}?{name}={value}")
        assert len(titles(page)) == 3, value
        assert ("n’existe pas" in status(page) or "n’en est pas une" in status(page)) is bool(value.strip()), value


def test_an_article_leads_to_the_others_of_its_theme(news, soup):
    article = soup(news.get_children().get(title="Un prix").url)
    link = article.main.find("a", string="Prix")
    assert titles(soup(link["href"])) == ["Un prix"]


def test_a_choice_that_leaves_nothing_says_so_with_ways_on(news, soup):
    page = soup(f"{news.url}?rubrique=prix&annee=2024")
    assert status(page) == "Aucune actualité dans cette rubrique en 2024."
    ways = {link.get_text(): link["href"] for link in page.select(".p-ways-out a")}
    assert ways == {
        "Voir toutes les années": "/actualites/?rubrique=prix",
        "Voir toutes les rubriques": "/actualites/?annee=2024",
    }


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?region=mayotte", "Aucune actualité à Mayotte."),
        ("?annee=1999", "Aucune actualité en 1999."),
        ("?theme=vide", "Rien sur ce thème."),
        ("?rubrique=prix&region=mayotte&annee=2023", "Aucune actualité dans cette rubrique à Mayotte en 2023."),
    ],
)
def test_what_exists_without_news_is_offered_once_asked_for(news, soup, query, sentence):
    page = soup(f"{news.url}{query}")
    assert status(page) == sentence
    assert chosen(page, query[1:].partition("=")[0])
    assert all(titles(soup(link["href"])) or "=" in link["href"] for link in page.select(".p-ways-out a"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["En vigueur", "Sans année", "Terminée"]),
        ("?region=normandie", ["En vigueur"]),
        ("?etat=echue", ["Terminée"]),
        ("?etat=echeance-non-publiee", ["Sans année"]),
        ("?annee=2017", ["Terminée"]),
        ("?region=occitanie&etat=echue&annee=2017", ["Terminée"]),
        ("?region=normandie&etat=echue", []),
    ],
)
def test_conventions_narrow_by_region_state_and_year(conventions, soup, query, expected):
    assert titles(soup(f"{conventions.url}{query}")) == expected


def test_convention_selects_offer_what_leads_to_something(conventions, soup):
    page = soup(conventions.url)
    assert options(page, "region") == ["Toutes les régions", "Normandie", "Occitanie"]
    assert options(page, "annee") == ["Toutes les années", "2021", "2017"]
    assert options(page, "etat")[1:] == ["En cours", "À venir", "Échéance non publiée", "Renouvelée", "Échue"]


def test_a_region_without_convention_leads_to_its_referent(conventions, soup):
    page = soup(f"{conventions.url}?region=mayotte")
    assert status(page) == "Aucune convention publiée pour Mayotte. Le référent saura si un accord se prépare."
    assert page.find("a", string="Trouver un référent à Mayotte")["href"] == "/trouver-un-referent/?lieu=Mayotte"
    assert page.find("a", string="Voir toutes les régions")["href"] == "/conventions/"
    assert page.find("link", rel="canonical")["href"] == "http://testserver/conventions/?region=mayotte"


def test_an_empty_choice_of_conventions_names_all_of_it(conventions, soup):
    page = soup(f"{conventions.url}?region=normandie&etat=echue&annee=1999")
    assert status(page).startswith(
        "Aucune convention publiée pour la région Normandie dans l’état « Échue » qui commence en 1999."
    )


@pytest.mark.parametrize("name", ["region", "etat", "annee"])
def test_nonsense_about_conventions_is_left_out_with_a_word(conventions, soup, name):
    for value in NONSENSE:
        page = soup(f"{conventions.url}?{name}={value}")
        assert len(titles(page)) == 3, value
        assert ("n’existe pas" in status(page) or "n’en est pas une" in status(page)) is bool(value.strip()), value


@pytest.mark.parametrize("query", ["", "?rubrique=formation&region=normandie&annee=2024", "?region=mayotte&annee=x"])
def test_a_narrowed_list_of_news_costs_the_same_for_few_and_many(news, warm_cost, floor, query):
    url = f"{news.url}{query}"
    few = warm_cost(url)
    assert few - floor(news) <= 8
    regions = [RegionFactory(name="Normandie"), RegionFactory(name="Corse", slug="corse")]
    NewsPageFactory.create_batch(20, parent=news, regions=regions, published_on=datetime.date(2024, 1, 1))
    assert warm_cost(url) <= few


@pytest.mark.parametrize("query", ["", "?region=normandie&etat=en-cours&annee=2021"])
def test_a_narrowed_list_of_conventions_costs_the_same_for_few_and_many(conventions, warm_cost, floor, query):
    url = f"{conventions.url}{query}"
    few = warm_cost(url)
    assert few - floor(conventions) <= 8
    ConventionPageFactory.create_batch(20, parent=conventions, regions=[RegionFactory(name="Normandie")])
    assert warm_cost(url) <= few
