from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from home.models import HomePage, StandardPage
from portal.models import MenuLink
from tests.models import BarePage

TEXT = "<h2>Éditeur</h2><p>Le service.</p><h2>Contenu</h2><p>Un texte.</p><h3>Détail</h3>"
STEPS = {"title": "Éditeur", "items": [{"title": "Tout de suite", "text": "<p>Un numéro.</p>"}]}


@pytest.fixture
def page_of(home_page, client):
    """A page of text with these fields, parsed."""

    def read(**fields) -> BeautifulSoup:
        page = home_page.add_child(instance=StandardPage(title="Mentions légales", slug="mentions", **fields))
        response = client.get(page.url)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def test_titles_of_the_text_have_anchors_of_their_own(page_of):
    page = page_of(body=[("text", TEXT), ("steps", STEPS)])
    anchors = [title["id"] for title in page.main.find_all("h2")]
    assert anchors == ["editeur", "contenu-2", "editeur-2"], "contenu is where the skip link leads"
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_summary_leads_to_every_title(page_of):
    page = page_of(body=[("text", TEXT), ("steps", STEPS)], shows_summary=True)
    summary = page.find("nav", attrs={"aria-labelledby": "sommaire"})
    links = [(link["href"], link.get_text()) for link in summary.find_all("a")]
    assert links == [("#editeur", "Éditeur"), ("#contenu-2", "Contenu"), ("#editeur-2", "Éditeur")]
    assert all(page.find(id=href[1:]) for href, _ in links)


@pytest.mark.parametrize("fields", [{"shows_summary": False, "body": [("text", TEXT)]}, {"shows_summary": True}])
def test_no_summary_unless_asked_for_and_useful(page_of, fields):
    assert page_of(**fields).find(id="sommaire") is None


def test_who_is_in_a_hurry_reads_three_lines(page_of):
    brief = page_of(in_brief="<p>Aucun cookie.</p>").find("section", attrs={"aria-labelledby": "en-bref"})
    assert brief.h2.get_text() == "En bref"
    assert brief.p.get_text() == "Aucun cookie."


def test_nothing_stands_in_place_of_what_is_empty(page_of):
    page = page_of()
    assert page.find(id="en-bref") is None
    assert [each.name for each in page.main.find_all(["h1", "h2", "h3"])] == ["h1"]


@pytest.mark.parametrize("shows", [True, False])
def test_the_date_of_update_shows_on_demand(page_of, shows):
    day = datetime.datetime(2026, 1, 31, 23, 30, tzinfo=datetime.UTC)  # half past midnight in Paris
    page = page_of(shows_update=shows, last_published_at=day)
    assert ("Mis à jour le 1er\u00a0février 2026" in page.main.get_text()) is shows


def test_a_page_of_text_costs_at_most_six_queries_more_than_a_bare_one(home_page, client, queries_used):
    bare = home_page.add_child(instance=BarePage(title="Vide", slug="vide"))
    linked = f'<p><a linktype="page" id="{home_page.pk}">Accueil</a> <a linktype="page" id="{bare.pk}">Vide</a></p>'
    page = home_page.add_child(
        instance=StandardPage(title="Texte", slug="texte", body=[("text", TEXT + linked)] * 4, in_brief=linked)
    )
    for each in (bare, page):
        client.get(each.url)
    assert queries_used(client.get, page.url) - queries_used(client.get, bare.url) <= 6


def test_a_link_to_a_page_that_is_no_more_is_words(home_page, page_of):
    gone = home_page.add_child(instance=BarePage(title="Brouillon", slug="brouillon", live=False))
    text = f'<p><a linktype="page" id="{gone.pk}">Brouillon</a>, <a linktype="page" id="{home_page.pk}">ici</a></p>'
    words, link = page_of(body=[("text", text)]).main.find_all("a")
    assert not words.has_attr("href")
    assert link["href"] == "/"


def test_one_made_by_hand_takes_its_place_in_the_site_that_is_set_up(home_page):
    home_page.add_child(instance=StandardPage(title="Nos mentions", slug="mentions-legales"))
    call_command("setup_site", verbosity=0)
    assert HomePage.objects.get().pk == home_page.pk
    assert StandardPage.objects.get(slug="mentions-legales").title == "Nos mentions"
    assert MenuLink.objects.get(label="Mentions légales").page.title == "Nos mentions"
