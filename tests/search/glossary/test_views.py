"""The glossary: its page, and the words of a text that lead to it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from search.models import GlossaryTerm
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture
def words(home_page) -> dict[str, GlossaryTerm]:
    """Three words, one of them never explained in texts."""
    spip = GlossaryTerm.objects.create(
        term="SPIP", slug="spip", long_form="service pénitentiaire d’insertion et de probation",
        definition="Le service qui suit la personne.", former_names="CPAL", other_forms="service de probation",
    )  # fmt: skip
    ecrou = GlossaryTerm.objects.create(term="écrou", slug="ecrou", definition="L’inscription à l’entrée.")
    travail = GlossaryTerm.objects.create(term="atelier", slug="atelier", definition="Un lieu.", is_explained=False)
    spip.see_also.add(ecrou)
    cache.clear()
    return {"spip": spip, "ecrou": ecrou, "atelier": travail}


@pytest.fixture
def read(client):
    def read(query: str = "") -> BeautifulSoup:
        response = client.get(f"/glossaire/{query}")
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def said(element) -> str:
    return " ".join(element.get_text(" ").split())


def test_words_stand_under_the_letters_that_exist(words, read):
    index = read().find(class_="p-index")
    assert said(index) == "A atelier E écrou S SPIP"
    assert [heading.get_text() for heading in index.find_all("h2")] == ["A", "E", "S"]
    assert [(word["id"], word["href"]) for word in index.find_all("a")] == [
        ("atelier", "/glossaire/?lettre=a#atelier"), ("ecrou", "/glossaire/?lettre=e#ecrou"),
        ("spip", "/glossaire/?lettre=s#spip"),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["e", "E", "É", "+e+", "écrou"])
def test_a_letter_explains_its_words_beside_the_other_letters(words, read, typed):
    page = read(f"?lettre={typed}")
    assert [term.get_text() for term in page.find_all("dfn")] == ["écrou"]
    assert page.title.get_text().startswith("Glossaire\u00a0: lettre E")
    assert page.find("link", rel="canonical")["href"].endswith("/glossaire/?lettre=e")
    letters = page.find("nav", attrs={"aria-label": "Lettres du glossaire"}).find_all("a")
    assert [(each.get_text(), each.get("aria-current")) for each in letters] == [
        ("A", None), ("E", "page"), ("S", None),
    ]  # fmt: skip
    assert letters[2]["href"] == "/glossaire/?lettre=s"


def test_words_without_a_letter_have_an_address_too(words, read):
    GlossaryTerm.objects.create(term="3R", slug="3r", definition="Trois mots.")
    cache.clear()
    address = read().find(id="3r")["href"]
    assert address == "/glossaire/?lettre=%23#3r"
    assert [term.get_text() for term in read("?lettre=%23").find_all("dfn")] == ["3R"]


def test_a_letter_of_no_word_says_so_above_all_words(words, read):
    page = read("?lettre=q")
    assert "Aucun mot du glossaire ne commence par « Q »." in said(page.main)
    assert len(page.select(".p-index a")) == 3
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_word_has_its_long_form_meaning_past_and_others_to_see(words, read):
    entry = read("?lettre=s").find(id="spip")
    assert said(entry.dt) == "SPIP – service pénitentiaire d’insertion et de probation"
    assert [said(each) for each in entry.find_all("dd")] == [
        "Le service qui suit la personne.", "Autrefois : CPAL", "Voir aussi : écrou",
    ]  # fmt: skip
    assert entry.find("a")["href"] == "/glossaire/?lettre=e#ecrou"
    assert "service de probation" not in said(entry), "what helps the search is not shown"


@pytest.mark.parametrize("typed", ["spip", "probation", "cpal", "Service+de+probation", "SPIPS"])
def test_a_word_is_found_by_any_of_its_names(words, read, typed):
    page = read(f"?q={typed}")
    assert [term.get_text() for term in page.find_all("dfn")] == ["SPIP"]
    assert page.find("a", string="écrou")["href"] == "/glossaire/?lettre=e#ecrou"


@pytest.mark.parametrize("typed", ["zblorg", "%00", "%27%22%3E", "a" * 5000, "%EF%BC%92", "+", "<script>"])
def test_what_is_no_word_says_so_with_ways_on(words, read, typed):
    page = read(f"?q={typed}")
    if typed in {"+", "%00"}:
        assert len(page.select(".p-index a")) == 3
    else:
        assert "Voir tout le glossaire" in page.main.get_text()
    assert page.find("script", string="alert") is None


def test_an_empty_glossary_says_so(home_page, read):
    assert "Aucun mot pour le moment." in read().main.get_text()


def test_an_article_explains_the_first_use_of_a_word(words, client, home_page):
    index = NewsIndexPageFactory(parent=home_page)
    article = NewsPageFactory(
        parent=index, body=[("text", "<h2>Le SPIP</h2><p>À l’atelier, le SPIP passe ; le SPIP note l’écrou.</p>")]
    )
    page = BeautifulSoup(client.get(article.url).content, "html.parser")
    links = [(link.get_text(), link["href"]) for link in page.find_all("a", class_="p-term")]
    assert links == [("SPIP", "/glossaire/?lettre=s#spip"), ("écrou", "/glossaire/?lettre=e#ecrou")]


def test_a_changed_word_is_explained_at_once(words, client, home_page, django_capture_on_commit_callbacks):
    article = NewsPageFactory(
        parent=NewsIndexPageFactory(parent=home_page), body=[("text", "<p>Le SPIP et l’écrou.</p>")]
    )
    client.get(article.url)
    with django_capture_on_commit_callbacks(execute=True):
        words["spip"].delete()
    page = BeautifulSoup(client.get(article.url).content, "html.parser")
    assert [link.get_text() for link in page.find_all("a", class_="p-term")] == ["écrou"]


def test_definitions_in_a_text_cost_no_query(words, client, home_page, queries_used):
    index = NewsIndexPageFactory(parent=home_page)
    plain = NewsPageFactory(parent=index, body=[("text", "<p>Rien.</p>")])
    defined = NewsPageFactory(parent=index, body=[("text", "<p>Le SPIP et l’écrou.</p>")])
    for page in (plain, defined):
        client.get(page.url)  # remembers its neighbours
    assert queries_used(client.get, defined.url) == queries_used(client.get, plain.url)


def test_the_page_costs_two_queries_cold_and_none_warm(words, client, queries_used):
    client.get("/plan-du-site/")  # warms the frame
    cold = queries_used(client.get, "/glossaire/")
    warm = queries_used(client.get, "/glossaire/")
    assert cold - warm == 2
    assert warm <= 1
