from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from home.models import Question, QuestionsPage, QuestionTheme
from home.questions.listing import Readers
from search.engines import configured
from search.index import indexing
from tests.home.facts.samples import a_fact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _search_folder(settings, tmp_path):
    """Each test has an embedded index of its own."""
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def page(home_page) -> QuestionsPage:
    return home_page.add_child(instance=QuestionsPage(title="Questions fréquentes", slug="questions"))


def a_question(question="Combien ça coûte ?", theme="Coût", **values) -> Question:
    defaults = {"answer": "<p>Cela dépend du projet.</p>", "asks_referent": True, "readers": Readers.EVERYBODY}
    row = Question(question=question, **(defaults | values))
    row.full_clean()
    row.save()
    row.themes.add(QuestionTheme.objects.get_or_create(name=theme, slug=theme.lower().replace("û", "u"))[0])
    return row


def shown(client, page, **asked) -> BeautifulSoup:
    return BeautifulSoup(client.get(page.url, asked).content, "html.parser")


def asked_on(found: BeautifulSoup) -> list[str]:
    return [title.get_text() for title in found.select("summary h3")]


def test_each_question_stands_under_its_theme_at_an_anchor(client, page):
    a_question()
    a_question("Peut-on visiter ?", "Visite")
    found = shown(client, page)
    assert asked_on(found) == ["Combien ça coûte ?", "Peut-on visiter ?"]
    answer = found.find(id="combien-ca-coute")
    assert answer.parent.summary.get_text(strip=True) == "Combien ça coûte ?"
    assert answer.find_previous("h2").get_text() == "Coût"


def test_a_question_of_two_themes_stands_once(client, page):
    question = a_question()
    question.themes.add(QuestionTheme.objects.create(name="Autre", slug="autre"))
    assert asked_on(shown(client, page)) == ["Combien ça coûte ?"]
    assert asked_on(shown(client, page, theme="autre")) == ["Combien ça coûte ?"]


def test_theme_and_readers_narrow_the_list(client, page):
    a_question(readers=Readers.EMPLOYERS)
    a_question("Un marché réservé ?", "Achat", readers=Readers.PARTNERS)
    a_question("Peut-on visiter ?", "Visite")
    assert asked_on(shown(client, page, pour="partenaires")) == ["Un marché réservé ?", "Peut-on visiter ?"]
    assert asked_on(shown(client, page, theme="visite")) == ["Peut-on visiter ?"]


@pytest.mark.parametrize("asked", [{"theme": "zblorg"}, {"pour": "2026-13-45"}, {"theme": "\x00'\"<"}])
def test_a_choice_that_nobody_knows_shows_everything_and_says_so(client, page, asked):
    a_question()
    found = shown(client, page, **asked)
    assert asked_on(found) == ["Combien ça coûte ?"]
    assert "affiché" in found.find(role="status").get_text()


def test_nothing_to_show_is_said(client, page):
    assert "Votre référent vous répondra" in shown(client, page).find(role="status").get_text()


def test_machines_read_the_same_questions_and_answers(client, page):
    a_fact("smic-horaire", unit="€/h")
    a_question("Payé au Smic ?", answer="<p>Une <b>part</b> du Smic.</p>", facts=[("fact", "smic-horaire")])
    data = json.loads(shown(client, page).find("script", type="application/ld+json").string)
    assert data["@type"] == "FAQPage"
    [entity] = data["mainEntity"]
    assert entity["name"] == "Payé au Smic ?"
    text = entity["acceptedAnswer"]["text"].replace("\u00a0", " ")
    assert text == "Une part du Smic. Smic horaire brut : 12,02 € brut de l’heure."


def test_a_fact_that_is_old_is_told_to_readers_as_such_and_to_machines_not_at_all(client, page):
    a_fact("smic-horaire", unit="€/h", checked_on=None)
    a_question(facts=[("fact", "smic-horaire")])
    found = shown(client, page)
    assert "non vérifié depuis plus d’un an" in found.main.get_text()
    assert "12,02" not in found.find("script", type="application/ld+json").string


def test_an_answer_without_source_or_referent_is_refused():
    with pytest.raises(ValidationError, match="Écrivez la source"):
        a_question(asks_referent=False)


def test_a_fact_that_is_gone_takes_its_line_along(client, page):
    a_question(facts=[("fact", "disparu")])
    assert not shown(client, page).select(".p-fact-lines")


@pytest.mark.parametrize("typed", ["combien ça coûte", "combien ca coute", "quel prix", "tarif"])
def test_it_is_found_by_what_people_type(client, page, typed):
    question = a_question(other_words="quel est le prix\ntarif")
    indexing.rebuild(configured.embedded())
    found = BeautifulSoup(client.get("/recherche/", {"q": typed}).content, "html.parser")
    assert f"{page.url}#{question.slug}" in [link["href"] for link in found.main.find_all("a")]


def test_questions_of_a_page_that_is_not_public_are_not_found(client, page):
    a_question()
    page.unpublish()
    indexing.rebuild(configured.embedded())
    assert "#combien-ca-coute" not in client.get("/recherche/", {"q": "combien ça coûte"}).content.decode()


def test_ten_questions_cost_no_more_queries_than_one(client, page, queries_used):
    a_fact("smic-horaire")
    a_question(facts=[("fact", "smic-horaire")])
    client.get(page.url)
    one = queries_used(client.get, page.url)
    for number in range(9):
        a_question(f"Question {number} ?", facts=[("fact", "smic-horaire")])
    client.get(page.url)
    assert queries_used(client.get, page.url) == one
