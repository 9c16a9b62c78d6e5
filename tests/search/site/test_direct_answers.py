"""What answers above the pages: the referents of a place, a sheet, the meaning of an acronym."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import reverse

from search.models import GlossaryTerm
from tests.directory.factories import ReferentFactory, load_small_territory
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

NBSP = "\u00a0"


@pytest.fixture
def index(home_page):
    load_small_territory()
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def spip(db):
    made = GlossaryTerm(
        term="SPIP",
        long_form="service pénitentiaire d’insertion et de probation",
        definition="Il suit les personnes condamnées.",
        former_names="comité de probation",
    )
    made.full_clean()
    made.save()
    cache.clear()
    return made


@pytest.fixture
def answers(client, db):
    """Titles of what answers at once: `answers("typed words")`, with spaces that break; `.boxes` has their HTML."""

    def read(typed: str, **more: str) -> list[str]:
        response = client.get(reverse("search:results"), {"q": typed, **more})
        assert response.status_code == 200
        soup = BeautifulSoup(response.content, "html.parser")
        read.boxes = soup.select(".p-split > div > section")
        read.status = " ".join(soup.find(role="status").get_text().split()).replace(NBSP, " ")
        return [box.h2.get_text().replace(NBSP, " ") for box in read.boxes]

    return read


@pytest.mark.parametrize("typed", ["Le Havre", "76600", "le havre", "travail au Havre", "Rouen, atelier", "Normandie"])
def test_a_place_answers_with_its_referents(answers, index, typed):
    ReferentFactory(named=True)
    NewsPageFactory(parent=index, title="Un atelier de travail")
    assert answers(typed) == ["Votre référente est Camille Exemple"]
    (box,) = answers.boxes
    assert box.h2.a["href"].startswith("/trouver-un-referent/?lieu=")
    assert box.find("a", href="tel:+33-2-61-91-00-12").get_text() == "02 61 91 00 12"


def test_a_place_that_no_page_speaks_of_is_still_answered(answers, index):
    ReferentFactory(named=True)
    assert answers("76600") == ["Votre référente est Camille Exemple"]
    assert answers.status == "Aucune page ne parle de « 76600 », mais voici une réponse."


def test_a_place_without_referent_answers_with_its_direction(answers, index):
    assert answers("Rouen") == ["Votre contact est la direction interrégionale de Rennes"]


def test_a_name_of_several_places_asks_which(answers, index):
    ReferentFactory()
    assert answers("saint-denis") == ["Votre référent dépend du lieu"]
    links = [link.get_text() for link in answers.boxes[0].select("li a")]
    assert links[0] == "Saint-Denis"
    assert len(links) <= 5


@pytest.mark.parametrize("typed", ["zblorg", "formation", "convention 2021", "centre de formation", "article 76"])
def test_what_is_no_place_gets_no_answer(answers, index, typed):
    ReferentFactory(named=True)
    NewsPageFactory(parent=index, title="La formation")
    assert answers(typed) == []


def test_a_person_or_an_office_answers_with_the_sheet(answers, index):
    sheet = ReferentFactory(named=True, office="R2IP travail, Normandie")
    for typed in ("Camille Exemple", "exemple", "R2IP travail Normandie"):
        assert answers(typed) == ["Camille Exemple"], typed
        assert answers.boxes[0].h2.a["href"] == sheet.get_absolute_url()
    sheet.shows_name = False
    sheet.save_revision().publish()
    assert answers("Camille Exemple") == []
    assert answers("R2IP travail Normandie") == ["R2IP travail, Normandie"]
    sheet.unpublish()
    assert answers("R2IP travail") == []


@pytest.mark.parametrize(
    "typed", ["Camille Normandie", "camille rennes", "Camille, Seine-Maritime", "Mme Camille DISP de Rennes"]
)
def test_a_name_with_its_territory_answers_with_the_sheet(answers, index, typed):
    ReferentFactory(named=True)
    ReferentFactory(departments=["75"], named=True, first_name="Dominique")
    assert "Camille Exemple" in answers(typed)
    assert "Dominique Exemple" not in answers(typed)


def test_a_name_with_the_territory_of_somebody_else_answers_for_the_place(answers, index):
    ReferentFactory(named=True)
    assert answers("Camille Bretagne") == ["Votre contact est la direction interrégionale de Rennes"]


def test_an_acronym_answers_with_its_meaning(answers, index, spip):
    title = "SPIP : service pénitentiaire d’insertion et de probation"
    for typed in ("SPIP", "spip", "comités de probation", "le SPIP et les sorties"):
        assert answers(typed) == [title], typed
    assert "Il suit les personnes condamnées." in answers.boxes[0].get_text()
    assert "Autrefois : comité de probation" in answers.boxes[0].get_text().replace(NBSP, " ")


def test_a_place_and_an_acronym_are_both_answered(answers, index, spip):
    ReferentFactory(named=True)
    assert [title.partition(" ")[0] for title in answers("SPIP Le Havre")] == ["Votre", "SPIP"]


def test_who_narrows_or_turns_the_page_looks_for_pages(answers, index):
    ReferentFactory(named=True)
    for number in range(12):
        NewsPageFactory(parent=index, title=f"Normandie {number}", published_on="2021-01-01")
    assert answers("Normandie")
    for more in ({"page": "2"}, {"annee": "2021"}, {"tri": "date"}):
        assert answers("Normandie", **more) == []
