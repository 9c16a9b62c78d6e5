"""What the page says of a word that it corrected, and how to have it searched as it was typed."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

NBSP = "\u00a0"


@pytest.fixture
def page(client, home_page):
    index = NewsIndexPageFactory(parent=home_page)
    for title in ("La menuiserie", "La couture", "La cuisine"):
        NewsPageFactory(parent=index, title=title)

    def read(**asked: object) -> BeautifulSoup:
        soup = BeautifulSoup(client.get(reverse("search:results"), asked).content, "html.parser")
        soup.status = " ".join(soup.find(role="status").get_text().split()).replace(NBSP, " ")
        return soup

    return read


def test_a_corrected_word_is_told_and_can_be_searched_as_typed(page):
    soup = page(q="menuisrie")
    assert soup.status == "1 résultat pour « menuiserie ». Chercher plutôt « menuisrie » ?"
    assert [heading.get_text() for heading in soup.select(".p-hits h3")] == ["La menuiserie"]
    link = soup.find(role="status").a
    assert link["href"] == "/recherche/?q=menuisrie&exact=1"
    exact = page(q="menuisrie", exact="1")
    assert exact.status == "Aucune page ne parle de « menuisrie »."
    assert exact.select_one("main form.p-place")


def test_the_field_keeps_what_was_typed(page):
    assert page(q="menuisrie").select_one("main input[name=q]")["value"] == "menuisrie"


def test_a_known_word_is_not_corrected(page):
    assert page(q="couture").status == "1 résultat pour « couture »."


def test_programs_are_told_of_the_correction(client, page):
    answer = client.get("/api/v1/search", {"q": "menuisrie"}).json()
    assert (answer["query"], answer["corrected"], answer["count"]) == ("menuisrie", "menuiserie", 1)
    assert client.get("/api/v1/search", {"q": "menuisrie", "exact": "1"}).json()["count"] == 0
