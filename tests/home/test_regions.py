"""Region pages: who to contact there, and what is signed and happens there."""

from __future__ import annotations

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from directory.models import Disp, Region
from news.models import ConventionFigure
from portal.french.partial_date import PartialDate
from search.index import registry
from tests.directory.factories import SITE_QUERY, ReferentFactory, load_small_territory
from tests.news.factories import ConventionIndexPageFactory, ConventionPageFactory, EventPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/regions/normandie/"


@pytest.fixture(autouse=True)
def _site(home_page):
    load_small_territory()


@pytest.fixture
def normandie():
    return Region.objects.get(slug="normandie")


@pytest.fixture
def read(client):
    """Give a function that reads a page as a tree, spaces made plain."""

    def read(address: str = ADDRESS) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode().replace("\u00a0", " "), "html.parser")

    return read


def titles(page: BeautifulSoup) -> list[str]:
    return [each.get_text(strip=True) for each in page.main.select("div > h2[id], .p-person h2")]


def in_region(factory, region, **fields):
    page = factory(**fields)
    page.regions = [region]
    page.save()
    return page


def test_a_region_names_its_referents_first_with_their_coordinates(read):
    ReferentFactory(named=True)
    ReferentFactory(office="Ailleurs", disp=Disp.objects.get(code="lille"), departments=["59"])
    page = read()
    assert page.h1.get_text() == "Normandie : qui contacter, quels accords"
    assert page.title.get_text().startswith("Normandie : qui contacter, quels accords - ")
    assert titles(page)[0] == "Qui contacter"
    box = page.select_one(".p-person")
    assert box.h3.get_text(strip=True) == "Camille Exemple"
    assert box.find("a", href="tel:+33-2-61-91-00-12")
    assert (
        "lieu=r%C3%A9gion+Normandie&referent=" in box.find("a", string=re.compile("^Écrire à Camille Exemple"))["href"]
    )
    assert "Ailleurs" not in page.main.get_text()


def test_a_region_with_many_referents_names_the_first_and_leads_to_all(read, monkeypatch):
    monkeypatch.setattr("home.regions.REFERENTS_SHOWN", 2)
    all_of_them = "/trouver-un-referent/?region=normandie#directions"
    ReferentFactory.create_batch(2)
    assert not read().main.find("a", href=all_of_them)
    ReferentFactory(absent=True)
    page = read()
    assert len(page.select(".p-person")) == 2
    assert "Absence" not in page.main.get_text(), "who is there comes first"
    assert page.main.find("a", href=all_of_them).get_text() == "Tous les référents en Normandie"


def test_a_region_with_many_conventions_names_the_first_and_leads_to_all(home_page, read, normandie, monkeypatch):
    monkeypatch.setattr("home.regions.CONVENTIONS_SHOWN", 2)
    index = ConventionIndexPageFactory(parent=home_page)
    all_of_them, every = f"{index.url}?region=normandie", "Toutes les conventions en Normandie"
    in_region(ConventionPageFactory, normandie, title="Accord ancien", ends_on=PartialDate(2012))
    for number in range(2):
        in_region(ConventionPageFactory, normandie, title=f"Accord {number}")
    page = read()
    assert [each.get_text(strip=True) for each in page.select(".p-rows h3")] == ["Accord 1", "Accord 0"]
    assert [each.get_text() for each in page.main.find_all("a", href=all_of_them)] == [every]  # « Voir aussi »
    in_region(ConventionPageFactory, normandie, title="Accord 2")
    page = read()
    assert [each.get_text(strip=True) for each in page.select(".p-rows h3")] == ["Accord 2", "Accord 1"]
    assert [each.get_text() for each in page.main.find_all("a", href=all_of_them)] == [every] * 2


def test_without_a_referent_the_direction_answers_then_the_national_mailbox(read, settings):
    ReferentFactory(vacant=True)
    page = read()
    assert page.find("a", href=f"mailto:{Disp.objects.get(code='rennes').mailbox}")
    assert page.select_one(".p-person").find("a", href=f"mailto:{settings.NATIONAL_MAILBOX}")


def test_an_empty_region_shows_nothing_but_who_to_contact(read):
    ReferentFactory()
    assert titles(read()) == ["Qui contacter"]


def test_a_region_gathers_conventions_figures_news_and_agenda(read, normandie):
    ReferentFactory()
    convention = in_region(ConventionPageFactory, normandie, title="Un accord normand")
    ConventionFigure.objects.bulk_create([_figure(convention)])
    in_region(NewsPageFactory, normandie, title="Une nouvelle normande")
    in_region(EventPageFactory, normandie, title="Une visite normande")
    page = read()
    assert titles(page) == ["Qui contacter", "Conventions", "Chiffres clés", "Actualités", "Agenda"]
    for title in ("Un accord normand", "Une nouvelle normande", "Une visite normande"):
        assert page.main.find("a", string=title)
    bretagne = read("/regions/bretagne/")
    assert "normand" not in bretagne.main.get_text()


def test_what_is_over_and_what_is_not_public_is_not_shown(read, normandie):
    past = timezone.now() - datetime.timedelta(days=30)
    over = {"starts_at": past, "ends_at": past + datetime.timedelta(hours=2)}
    in_region(EventPageFactory, normandie, title="Visite passée", **over)
    in_region(NewsPageFactory, normandie, title="Brouillon", live=False)
    ended = in_region(ConventionPageFactory, normandie, title="Accord ancien")
    in_region(ConventionPageFactory, normandie, title="Accord nouveau", replaces=ended)
    text = read().main.get_text()
    assert "Accord nouveau" in text
    for title in ("Visite passée", "Brouillon", "Accord ancien"):
        assert title not in text


def test_the_map_lights_the_region_and_says_so(read):
    drawing = read().select_one("svg.p-map")
    assert drawing["aria-label"].startswith("Carte : la région Normandie : le Calvados, l’Eure, la Manche")
    assert len(drawing.select("path.here")) == 5
    assert read("/regions/polynesie-francaise/").select_one("svg.p-map") is None


def test_every_region_and_collectivity_has_its_page_and_the_list_leads_to_it(read):
    listed = {link["href"] for link in read("/regions/").select(".p-list a")}
    assert listed == {reverse("region", args=[region.slug]) for region in Region.objects.all()}
    assert len(listed) == 25
    for address in listed:
        assert "qui contacter, quels accords" in read(address).h1.get_text()


@pytest.mark.parametrize("path", ["atlantide", "NORMANDIE", "28", "%00", "a" * 5000])
def test_an_unknown_region_is_a_404_in_french(client, path):
    response = client.get(f"/regions/{path}/")
    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.content.decode().replace("\u00a0", " ")


def test_region_pages_only_answer_to_reading(client):
    assert client.post(ADDRESS).status_code == client.post("/regions/").status_code == 405


def test_a_region_costs_the_same_with_little_and_with_much(client, normandie, queries_used):
    def fill(count: int) -> None:
        ReferentFactory.create_batch(count, named=True)
        for _ in range(count):
            ConventionFigure.objects.bulk_create([_figure(in_region(ConventionPageFactory, normandie))])
            in_region(NewsPageFactory, normandie)
            in_region(EventPageFactory, normandie)

    fill(1)
    client.get(ADDRESS)
    few = queries_used(client.get, ADDRESS)
    fill(5)
    client.get(ADDRESS)  # what was published made the lists anew
    assert queries_used(client.get, ADDRESS) == few
    assert few - SITE_QUERY <= 8


def test_regions_are_found_by_the_search(normandie):
    entry = next(each for each in registry.entries([f"region:{normandie.pk}"]))
    assert (entry.title.replace("\u00a0", " "), entry.url) == ("Normandie : qui contacter, quels accords", ADDRESS)
    assert "Seine-Maritime" in entry.body
    assert registry.addresses([entry.key]) == {entry.key: ADDRESS}


def test_directory_directions_news_and_sheets_lead_to_the_region(read, normandie, home_page):
    sheet = ReferentFactory()
    news = in_region(NewsPageFactory, normandie, parent=home_page)
    for address in (
        "/trouver-un-referent/",
        "/trouver-un-referent/direction/rennes/",
        sheet.get_absolute_url(),
        news.url,
    ):
        assert read(address).main.find("a", href=ADDRESS), address


def test_a_sheet_shows_conventions_and_news_of_its_territory(read, normandie):
    sheet = ReferentFactory(named=True)
    assert "Sur son territoire" not in read(sheet.get_absolute_url()).main.get_text()
    in_region(ConventionPageFactory, normandie, title="Un accord normand")
    in_region(NewsPageFactory, normandie, title="Une nouvelle normande")
    in_region(NewsPageFactory, Region.objects.get(slug="bretagne"), title="Une nouvelle bretonne")
    main = read(sheet.get_absolute_url()).main
    assert main.find("h2", string="Sur son territoire")
    assert main.find("h3", string="Un accord normand")
    assert main.find("h3", string="Une nouvelle normande")
    assert "bretonne" not in main.get_text()


def _figure(convention) -> ConventionFigure:
    return ConventionFigure(page=convention, amount=11, unit="conseillers", label="en permanence", scope="Normandie")
