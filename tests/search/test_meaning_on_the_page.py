"""What visitors and programs are told of hits that only their meaning found, and of a passage that answers."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse

from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

ASKED = "Sortir de prison : où dormir ?"
NBSP = "\u00a0"


@pytest.fixture
def site(home_page):
    """A few pages whose passages are encoded, as the timer does it."""
    index = NewsIndexPageFactory(parent=home_page)
    texts = {
        "Un lit pour les anciens détenus": "Un foyer accueille pour la nuit ceux qui quittent leur cellule.",
        "Sortir de prison": "Un calendrier.",
        "Les étapes pour ouvrir un atelier": "Il faut six mois pour ouvrir un atelier en prison.",
    } | {f"Compte rendu {number}": f"La réunion {number} est close." for number in range(12)}
    for title, lead in texts.items():
        NewsPageFactory(parent=index, title=title, lead=lead)
    call_command("search_index", "encode", verbosity=0)


@pytest.fixture
def page(client, site):
    def read(**asked: object) -> BeautifulSoup:
        soup = BeautifulSoup(client.get(reverse("search:results"), asked).content, "html.parser")
        soup.status = " ".join(soup.find(role="status").get_text().split()).replace(NBSP, " ")
        return soup

    return read


def test_hits_of_the_meaning_alone_are_counted_and_marked_apart(page, client):
    soup = page(q=ASKED)
    assert soup.status.startswith(f"1 résultat pour « {ASKED} », et ")
    assert soup.status.endswith(("texte proche par le sens.", "textes proches par le sens."))
    (hit,) = [each for each in soup.select(".p-hits li") if each.h3.get_text() == "Un lit pour les anciens détenus"]
    assert "Proche par le sens" in hit.select_one(".p-meta").get_text()
    assert not hit.find("mark")
    (other,) = [each for each in soup.select(".p-hits li") if each.h3.get_text() == "Sortir de prison"]
    assert "Proche par le sens" not in other.get_text()
    told = client.get("/api/v1/search", {"q": ASKED}).json()
    assert (told["count"], len(told["results"])) == (1, 1 + told["near"])
    assert told["near"] >= 1


def test_who_means_the_words_gets_them_alone(page):
    for asked in ({"q": ASKED, "exact": "1"}, {"q": ASKED, "tri": "date"}, {"q": '"Sortir de prison"'}):
        assert "Proche par le sens" not in page(**asked).get_text()


def test_a_question_gets_the_passage_that_answers_with_its_title(page):
    soup = page(q="Combien de temps faut-il pour ouvrir un atelier en prison ?")
    answer = soup.select_one("section.p-meaning")
    assert "Il faut six mois pour ouvrir un atelier en prison." in answer.blockquote.get_text()
    assert answer.a.get_text() == "Les étapes pour ouvrir un atelier"
    assert page(q="atelier").find("blockquote") is None, "who names something asks nothing"
    assert page(q="Pourquoi un compte rendu ?").find("blockquote") is None, "no passage surely answers"
