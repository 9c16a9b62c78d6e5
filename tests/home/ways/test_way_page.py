from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from home.models import Question, StandardPage, WayPage
from tests.home.facts.samples import a_fact
from tests.models import BarePage

pytestmark = pytest.mark.django_db
STEP = {"title": "Visiter", "duration": "1 mois", "text": "<p>Vous voyez les locaux.</p>"}
STORY = {"title": "Du montage", "text": "<p>Douze postes.</p>", "is_example": True, "source": "", "source_url": ""}


@pytest.fixture
def landing(home_page) -> StandardPage:
    return home_page.add_child(instance=StandardPage(title="Travailler avec la prison", slug="travailler"))


@pytest.fixture
def way(landing):
    def make(title="Installer un atelier", slug="atelier", **fields) -> WayPage:
        landing.refresh_from_db()
        return landing.add_child(instance=WayPage(title=title, slug=slug, **({"project": "workshop"} | fields)))

    return make


def shown(client, page) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_button_opens_the_form_with_its_project_ticked(client, way):
    button = shown(client, way()).main.find("a", string="Décrire mon projet")
    form = BeautifulSoup(client.get(button["href"]).content, "html.parser")
    ticked = [each["value"] for each in form.find_all("input", attrs={"name": "projects", "checked": True})]
    assert ticked == ["workshop"]


def test_a_project_that_does_not_exist_ticks_nothing(client):
    form = BeautifulSoup(client.get("/contact/?projet=zblorg&projet=hiring").content, "html.parser")
    ticked = [each["value"] for each in form.find_all("input", attrs={"name": "projects", "checked": True})]
    assert ticked == ["hiring"]


def test_a_way_that_requests_do_not_serve_has_no_button(client, way):
    assert shown(client, way(project="")).main.find("a", string="Décrire mon projet") is None


def test_it_says_for_whom_how_long_with_what_and_who_signs(client, way):
    page = way(
        for_whom="une entreprise.",
        employer="Vous",
        delay="6 mois",
        steps=[("step", STEP), ("step", STEP | {"duration": ""})],
        company_brings="<p>Un encadrant.</p>",
        contract="<p>Deux contrats.</p>",
        pay="<p>Un plancher.</p>",
        aids="<p>Aucune.</p>",
        field_example=[("example", STORY)],
        is_example=True,
    )
    main = shown(client, page).main
    titles = [each.get_text() for each in main.find_all("h2")]
    assert titles[1:6] == [
        "Comment cela se passe", "Ce que vous apportez", "Le contrat", "Rémunération et charges", "Les aides",
    ]  # fmt: skip
    durations = [each.p.get_text(strip=True).replace("\u00a0", " ") for each in main.select(".p-steps > li")]
    assert durations == ["Durée : 1 mois", "Durée : à convenir avec le référent"]
    assert main.get_text().count("Contenu d’exemple.") == 2, "durations and the story say what they are"


def test_a_bare_way_shows_no_empty_part(client, way):
    titles = [each.get_text() for each in shown(client, way()).main.find_all("h2")]
    assert titles == ["Qui vous répond"]


def test_its_facts_have_source_and_date_and_stale_ones_say_so(client, way):
    a_fact("frais", value=45, unit="%")
    a_fact("vieux", checked_on=timezone.localdate() - datetime.timedelta(500))
    main = shown(client, way(facts=[("fact", "frais"), ("fact", "vieux"), ("fact", "disparu")])).main
    rows = main.select(".p-compare tbody tr")
    assert len(rows) == 2
    assert "45\u00a0%" in rows[0].get_text()
    assert "vérifié le" in rows[0].get_text()
    assert "non vérifié" not in rows[0].get_text()
    assert "non vérifié depuis plus d’un an" in rows[1].get_text()


def test_its_three_questions_unfold_and_a_deleted_one_is_left_out(client, way):
    kept, gone = (
        Question.objects.create(question=f"Question {each} ?", slug=each, answer="<p>Oui.</p>", asks_referent=True)
        for each in ("une", "deux")
    )
    page = way(questions=[("question", kept), ("question", gone)])
    gone.delete()
    found = shown(client, page).select(".p-questions details")
    assert [each.summary.get_text(strip=True) for each in found] == ["Question une ?"]
    assert "Oui." in found[0].get_text()


def test_the_landing_page_compares_the_ways_below_its_place_field(client, landing, way):
    way(short_title="Un atelier", employer="Vous", delay="6 mois", is_example=True)
    way("Recruter", "recruter", project="hiring")
    hidden = way("Brouillon", "brouillon")
    hidden.unpublish()
    main = shown(client, landing).main
    table = main.find("table")
    links = [(each.get_text(), each["href"]) for each in table.select("tbody th a")]
    assert links == [("Un atelier", "/travailler/atelier/"), ("Recruter", "/travailler/recruter/")]
    assert "(exemple)" in table.get_text()
    assert main.find("input", attrs={"name": "lieu"}).sourceline < table.sourceline
    assert "À convenir" in table.get_text()


def test_the_landing_page_answers_the_first_questions_of_employers_from_their_one_list(client, landing, way):
    for number in range(8):
        readers = "employeurs" if number else "partenaires"
        Question.objects.create(
            question=f"Question {number} ?", slug=f"q{number}", answer="<p>Oui.</p>", readers=readers, position=number
        )
    assert not shown(client, landing).select(".p-questions")
    way()
    landing.refresh_from_db()
    titles = [each.get_text(strip=True) for each in shown(client, landing).select(".p-questions summary")]
    assert titles == [f"Question {number} ?" for number in range(1, 7)]


def test_each_way_leads_to_the_others(client, way):
    first, second = way(), way("Recruter", "recruter")
    aside = shown(client, first).select_one(".p-aside")
    assert [link["href"] for link in aside.find_all("a")] == [second.url]


def test_a_full_way_costs_at_most_five_queries_more_than_a_bare_page(client, way, landing, queries_used):
    a_fact("frais")
    question = Question.objects.create(
        question="Combien ?",
        slug="combien",
        answer="<p>Cela dépend.</p>",
        facts=[("fact", "frais")],
        asks_referent=True,
    )
    page = way(
        facts=[("fact", "frais")],
        questions=[("question", question)],
        steps=[("step", STEP)] * 5,
        contract="<p>Deux.</p>",
    )
    landing.refresh_from_db()
    bare = landing.add_child(instance=BarePage(title="Vide", slug="vide"))
    for each in (bare, page):
        client.get(each.url)
    assert queries_used(client.get, page.url) - queries_used(client.get, bare.url) <= 5


def test_ten_ways_cost_the_landing_page_no_more_than_one(client, way, landing, queries_used):
    way()
    client.get(landing.url)
    one = queries_used(client.get, landing.url)
    for number in range(9):
        way(f"Façon {number}", f"facon-{number}")
    client.get(landing.url)
    assert queries_used(client.get, landing.url) == one
