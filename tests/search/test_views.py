"""The page of results, as a visitor sees it."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from directory.models import ActorsPage
from home.models import StandardPage
from news.models import EventPage
from tests.directory.factories import SITE_QUERY, ActorFactory, ReferentFactory, load_small_territory
from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    RegionFactory,
)

BUDGET = 9 + SITE_QUERY  # one of them asks for establishments of that name
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


def titles(soup: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in soup.select(".p-hits h3")]


def test_the_empty_page_offers_the_field(page, home_page):
    soup = page()
    assert soup.status == ""
    assert soup.select_one("main form[role=search] input[name=q]")["value"] == ""
    assert soup.title.get_text().startswith("Rechercher - ")


def test_results_say_what_was_found_where_and_when(page, index):
    region = RegionFactory(name="Occitanie")
    NewsPageFactory(
        parent=index, title="Un atelier", lead="Des détenus apprennent.", regions=[region], published_on="2020-10-12"
    )
    soup = page(q="detenu")
    assert soup.status == "1 résultat pour « detenu »."
    assert titles(soup) == ["Un atelier"]
    row = soup.select_one(".p-hits li")
    assert list(row.select_one(".p-meta").stripped_strings) == ["Actualité · Occitanie", "12\u00a0octobre 2020"]
    assert row.mark.get_text() == "détenus"
    assert row.a["href"].startswith("/actualites/actualite-")
    assert soup.title.get_text().replace(NBSP, " ").startswith("detenu : 1 résultat - ")


def test_results_stay_out_of_search_engines(page, index):
    soup = page(q="atelier")
    assert soup.find("meta", {"name": "robots"})["content"] == "noindex"
    assert soup.find("link", rel="canonical")["href"] == "http://testserver/recherche/"
    assert "atelier" in soup.find("meta", {"name": "description"})["content"]


def test_results_come_ten_to_a_page_and_keep_what_was_asked(page, index):
    for number in range(23):
        NewsPageFactory(parent=index, title=f"Atelier {number}")
    pages = [page(q="atelier", page=number) for number in (1, 2, 3)]
    assert [len(titles(soup)) for soup in pages] == [10, 10, 3]
    assert len({title for soup in pages for title in titles(soup)}) == 23
    assert pages[2].ol.find_next("ol", class_="p-hits")["start"] == "21"
    links = [link["href"] for link in pages[1].select("nav.fr-pagination a[href]")]
    assert links[0] == "?q=atelier&page=1"
    assert pages[1].title.get_text().replace(NBSP, " ").startswith("atelier : 23 résultats, page 2 - ")


@pytest.mark.parametrize("asked", ["abc", "0", "-1", "1.5", "2", "51", "999", "9" * 30, "²", "1e1", "%00"])
def test_a_page_that_does_not_exist_says_so_and_leads_back(client, index, asked):
    NewsPageFactory(parent=index, title="Atelier")
    response = client.get(f"{reverse('search:results')}?q=atelier&type=actualites&page={asked}")
    assert response.status_code == 404
    soup = BeautifulSoup(response.content, "html.parser")
    assert "tiennent en une page" in soup.find(role="status").get_text()
    assert soup.find(role="status").a["href"] == "/recherche/?q=atelier&type=actualites"


def test_nothing_found_says_so_and_shows_ways_on(page, index, settings):
    soup = page(q="zblorg")
    assert soup.status == "Aucune page ne parle de « zblorg »."
    assert titles(soup) == soup.select(".p-facet") == []
    assert soup.select_one("main form.p-place")["action"] == "/trouver-un-referent/"
    assert soup.select_one("main").find("a", href=f"mailto:{settings.NATIONAL_MAILBOX}")


@pytest.mark.parametrize("typed", ["!!!", '""', "«»", "’"])
def test_signs_without_a_word_are_no_search(page, index, typed):
    assert page(q=typed).status == f"Écrivez au moins un mot : « {typed} » n’en contient pas."


@pytest.mark.parametrize("typed", ["\x00", "   ", "\ufeff\x07"])
def test_what_cannot_be_read_is_no_search_either(client, index, typed):
    assert client.get(reverse("search:results"), {"q": typed}).status_code == 200


def test_a_long_query_is_cut_and_the_page_says_so(page, index):
    NewsPageFactory(parent=index, title="Atelier")
    soup = page(q="atelier " * 40)
    assert soup.status.endswith("Nous avons cherché les 200 premiers caractères.")
    assert titles(soup) == ["Atelier"]
    assert soup.select_one("main input[name=q]")["value"] == ("atelier " * 25).strip()


def test_what_was_typed_is_shown_and_never_runs(page, index):
    typed = '"><script>alert(1)</script>'
    soup = page(q=typed)
    assert soup.select_one("main input[name=q]")["value"] == typed
    assert not soup.select("main script:not([src])")


def test_titles_and_texts_of_editors_never_run(page, index):
    NewsPageFactory(parent=index, title="Atelier <b>gras</b>", lead="<img src=x> atelier & <script>alert(1)</script>")
    soup = page(q="atelier")
    assert titles(soup) == ["Atelier <b>gras</b>"]
    assert not soup.select(".p-hits b, .p-hits img, .p-hits script")


def test_every_kind_of_entry_has_its_row(page, home_page, index):
    load_small_territory()
    home_page.add_child(instance=StandardPage(title="Travailler avec la prison", slug="employeurs", lead="Normandie."))
    home_page.add_child(instance=ActorsPage(title="Qui fait quoi", slug="qui-fait-quoi"))
    ActorFactory(name="La région Normandie", slug="region")
    ReferentFactory(office="R2IP travail, Normandie", slug="travail-normandie")
    NewsPageFactory(parent=index, title="En Normandie", slug="en-normandie")
    ConventionPageFactory(
        parent=ConventionIndexPageFactory(parent=home_page), title="Normandie : un accord", slug="normandie"
    )
    noon = datetime.datetime(2026, 12, 3, 11, tzinfo=datetime.UTC)
    event = {"starts_at": noon, "ends_at": noon + datetime.timedelta(hours=2), "venue": "Salle des fêtes"}
    index.add_child(instance=EventPage(title="Rencontre en Normandie", slug="rencontre", **event))
    soup = page(q="normandie")
    rows = {row.a["href"]: next(row.select_one(".p-meta").stripped_strings) for row in soup.select(".p-hits li")}
    assert rows == {
        "/employeurs/": "Page",
        "/qui-fait-quoi/#region": "Acteur",
        "/trouver-un-referent/referents/travail-normandie/": "Référent · Rennes",
        "/actualites/en-normandie/": "Actualité",
        "/actualites/rencontre/": "Rendez-vous · Salle des fêtes",
        "/conventions/normandie/": "Convention",
        "/regions/normandie/": "Région · Normandie",
    }


def test_a_search_costs_as_many_queries_for_many_results_as_for_one(client, home_page, index, queries_used):
    load_small_territory()
    home_page.add_child(instance=ActorsPage(title="Qui fait quoi", slug="qui-fait-quoi"))
    address = reverse("search:results")

    def publish() -> None:
        NewsPageFactory(parent=index, title="Atelier en Normandie")
        ReferentFactory(office="R2IP atelier, Normandie")
        ActorFactory(name="Atelier")
        client.get(address, {"q": "atelier"})  # the index follows what was just published

    publish()
    few = queries_used(client.get, address, {"q": "atelier"})
    for _ in range(8):
        publish()
    assert queries_used(client.get, address, {"q": "atelier"}) <= few <= BUDGET


def test_no_cookie_is_set(client, index):
    assert not client.get(reverse("search:results"), {"q": "atelier"}).cookies


def test_nothing_but_reading_is_answered(client, index):
    assert client.post(reverse("search:results"), {"q": "atelier"}).status_code == 405


def test_when_no_engine_can_answer_the_page_says_so(client, index, settings, tmp_path):
    (tmp_path / "file").write_text("no folder can be made here")
    settings.DATA_DIR = tmp_path / "file"
    response = client.get(reverse("search:results"), {"q": "atelier"})
    assert response.status_code == 503
    assert "La recherche ne répond pas" in response.content.decode()


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60), quoted=st.booleans())
def test_whatever_is_typed_is_answered(client, index, typed, quoted):
    asked = f'"{typed}"' if quoted else typed
    assert client.get(reverse("search:results"), {"q": asked.encode("utf-8", "surrogatepass")}).status_code == 200


def test_what_answers_half_of_it_is_shown_as_the_nearest(page, index):
    for title in ("Une menuiserie", *(f"Actualité {number}" for number in range(10))):
        NewsPageFactory(parent=index, title=title)
    soup = page(q="menuiserie zblorg")
    assert soup.status == "Rien ne répond exactement à « menuiserie zblorg » ; voici le plus proche (1 résultat)."
    assert titles(soup) == ["Une menuiserie"]
    assert page(q="menuiserie").status == "1 résultat pour « menuiserie »."
