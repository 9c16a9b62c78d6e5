"""Kinds, regions, themes, years and dates, as a visitor narrows and sorts the page of results."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    NewsThemeFactory,
    RegionFactory,
)

NBSP = "\u00a0"


@pytest.fixture
def index(home_page):
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def page(client, db):
    """The page of results, parsed: `page(q="words")`; `.status` is what it announces."""

    def read(**asked: object) -> BeautifulSoup:
        response = client.get(reverse("search:results"), asked)
        assert response.status_code == 200
        soup = BeautifulSoup(response.content, "html.parser")
        soup.status = " ".join(soup.find(role="status").get_text().split()).replace(NBSP, " ")
        return soup

    return read


@pytest.fixture
def pages(home_page, index):
    """A convention of Normandie in 2021 and three news items: two on training, of 2020 and 2021, one of Normandie."""
    normandie = RegionFactory(name="Normandie", slug="normandie")
    training = NewsThemeFactory(name="Formation", slug="formation")
    conventions = ConventionIndexPageFactory(parent=home_page, lead="")
    ConventionPageFactory(parent=conventions, title="Atelier, pacte", regions=[normandie])
    NewsPageFactory(parent=index, title="Atelier 1", theme=training, published_on="2020-03-01")
    NewsPageFactory(parent=index, title="Atelier 2", theme=training, published_on="2021-03-01", regions=[normandie])
    NewsPageFactory(parent=index, title="Atelier 3", published_on="2021-06-01")


def titles(soup: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in soup.select(".p-hits h3")]


def facets(soup: BeautifulSoup) -> dict[str, list[str]]:
    return {
        box.h2.get_text(): [" ".join(item.get_text(" ").split()) for item in box.select(".p-facet")]
        for box in soup.select("#affiner > div")
    }


def follow(page, soup: BeautifulSoup, text: str) -> BeautifulSoup:
    """The page behind a link that begins with these words."""
    (link,) = [link for link in soup.select("main a[href]") if link.get_text(" ").replace(NBSP, " ").startswith(text)]
    return page(**dict(parse_qsl(link["href"].partition("?")[2])))


def test_every_facet_is_counted(page, pages):
    soup = page(q="atelier")
    assert soup.status == "4 résultats pour « atelier »."
    assert facets(soup) == {
        "Type": ["Conventions 1", "Actualités 3"],
        "Région": ["Normandie 2", "Toute la France 2"],
        "Thème": ["Formation 2"],
        "Année": ["2021 3", "2020 1"],
    }
    assert soup.select_one("main a[href='#affiner']").get_text() == "Affiner les 4 résultats"


def test_a_choice_narrows_the_hits_and_the_other_counts_and_can_be_taken_back(page, pages):
    chosen = follow(page, page(q="atelier"), "Actualités")
    assert chosen.status == "3 résultats pour « atelier » (Actualités)."
    assert sorted(titles(chosen)) == ["Atelier 1", "Atelier 2", "Atelier 3"]
    assert facets(chosen)["Type"] == ["Conventions 1", "Actualités 3"]
    assert facets(chosen)["Région"] == ["Toute la France 2", "Normandie 1"]
    assert [link.get_text(" ").split()[0] for link in chosen.select("[aria-current=true]")] == ["Actualités"]
    both = follow(page, chosen, "Normandie")
    assert (both.status, titles(both)) == ("1 résultat pour « atelier » (Actualités, Normandie).", ["Atelier 2"])
    assert [link.get_text() for link in both.select(".p-chosen a")] == [
        f"Retirer{NBSP}: Actualités",
        f"Retirer{NBSP}: Normandie",
    ]
    assert sorted(titles(follow(page, both, "Retirer : Actualités"))) == ["Atelier 2", "Atelier, pacte"]


def test_hits_may_be_sorted_by_date_and_back(page, pages):
    by_date = follow(page, page(q="atelier"), "Trier par date")
    assert titles(by_date) == ["Atelier, pacte", "Atelier 3", "Atelier 2", "Atelier 1"]
    (link,) = by_date.find_all("a", string="Trier par pertinence")
    assert link["href"] == "/recherche/?q=atelier"


def test_choices_stay_from_page_to_page(page, index):
    for number in range(12):
        NewsPageFactory(parent=index, title=f"Atelier {number}", published_on="2021-01-01")
    soup = page(q="atelier", annee="2021", tri="date")
    (link,) = soup.select("nav.fr-pagination a[rel=next]")
    assert link["href"] == "?q=atelier&annee=2021&tri=date&page=2"


def test_choices_that_leave_nothing_lead_back_to_everything(page, pages):
    soup = page(q="atelier", type="pages")
    assert soup.status == "Rien sur « atelier » (Pages). Voir les 4 résultats dans tout le site."
    assert soup.find(role="status").a["href"] == "/recherche/?q=atelier"
    assert titles(soup) == []
    assert soup.select_one(".p-chosen a")["href"] == "/recherche/?q=atelier"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"type": "zzz"}, "Le type demandé n’existe pas : tous sont affichés."),
        ({"type": "Actualités"}, "Le type demandé n’existe pas : tous sont affichés."),
        ({"region": "\x00"}, "La région demandée n’existe pas : toutes sont affichées."),
        ({"region": "28"}, "La région demandée n’existe pas : toutes sont affichées."),
        ({"theme": "x" * 5000}, "Le thème demandé n’existe pas : tous sont affichés."),
        ({"annee": "20211"}, "L’année demandée n’en est pas une : toutes sont affichées."),
        ({"tri": "prix"}, "Ce tri n’existe pas : les plus pertinents viennent d’abord."),
    ],
)
def test_a_choice_that_does_not_exist_is_left_out_with_a_word(page, pages, asked, told):
    soup = page(q="atelier", **asked)
    assert soup.status == f"4 résultats pour « atelier ». {told}"
    assert not soup.select(".p-chosen, [aria-current=true]")


def test_a_facet_that_narrows_nothing_is_not_shown(page, index):
    for _ in range(2):
        NewsPageFactory(parent=index, title="Atelier", published_on="2021-01-01")
    soup = page(q="atelier")
    assert facets(soup) == {}
    assert soup.select_one("#affiner, .p-jump") is None


def test_a_long_list_unfolds_and_is_open_where_a_choice_stands(page, index):
    for number in range(11):
        region = RegionFactory(name=f"Région {number:02}", slug=f"region-{number:02}")
        NewsPageFactory(parent=index, title=f"Atelier {number}", regions=[region])
    soup = page(q="atelier")
    (folded,) = soup.select("#affiner details")
    assert (folded.summary.get_text(), folded.has_attr("open")) == ("3 autres", False)
    assert len(folded.select(".p-facet")) == 3
    assert len(facets(soup)["Région"]) == 11
    assert page(q="atelier", region="region-10").select_one("#affiner details").has_attr("open")
    assert not page(q="atelier", region="region-00").select_one("#affiner details").has_attr("open")
