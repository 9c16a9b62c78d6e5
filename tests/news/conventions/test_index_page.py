"""The list of conventions: pages, time line, coverage and the file for spreadsheets."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Site

from directory.models import Region
from news.conventions.states import ConventionState
from news.models import ConventionIndexPage, ConventionPage
from portal.french.partial_date import PartialDate
from portal.models import PortalSettings
from tests.directory.factories import load_small_territory
from tests.news.conventions.factories import ConventionFigureFactory
from tests.news.factories import ConventionIndexPageFactory, ConventionPageFactory


@pytest.fixture
def index(home_page) -> ConventionIndexPage:
    return ConventionIndexPageFactory(parent=home_page)


@pytest.fixture
def territory(db):
    load_small_territory()
    return {region.slug: region for region in Region.objects.all()}


def file_of(client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/conventions/csv/{query}")
    assert response.status_code == 200
    content = response.getvalue()
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets in French read UTF-8 by its mark"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def titles(page) -> list[str]:
    return [link.get_text() for link in page.select("main h2 > a")]


def test_a_long_list_has_pages_that_keep_the_choices(index, soup, client):
    for number in range(22):
        ConventionPageFactory(parent=index, title=f"Accord {number}", starts_on=PartialDate(2021))
    first = soup("/conventions/?annee=2021")
    assert len(titles(first)) == 20
    assert "22 conventions" in first.find(attrs={"role": "status"}).get_text()
    second = soup(f"/conventions/{first.select_one('nav.fr-pagination a[rel=next]')['href']}")
    assert len(titles(second)) == 2
    assert not set(titles(first)) & set(titles(second))
    for wrong in ("page=3", "page=abc", "page=0", "page=-1", f"page={'9' * 400}"):
        assert client.get(f"/conventions/?{wrong}").status_code == 404


def test_each_row_has_its_bar_on_one_axis(index, soup):
    ConventionPageFactory(parent=index, title="Longue", starts_on=PartialDate(2011), ends_on=PartialDate(2099))
    ConventionPageFactory(parent=index, title="Ouverte", starts_on=PartialDate(2020))
    ConventionPageFactory(parent=index, title="Sans année", signed_on=PartialDate(None, 10, 22))
    page = soup("/conventions/")
    assert page.select_one(".p-axis").get_text().split() == ["2011", "2099"]
    legend = {mark.get_text(): mark.svg for mark in page.select(".p-legend li")}
    assert legend["Échéance non publiée"].select_one(".a.open")
    assert {"Du début à l’échéance", "Début non publié", "Aujourd’hui"} <= set(legend)
    bars = {row.h2.get_text(): row.select_one("svg .a") for row in page.select(".p-rows > li")}
    assert bars["Longue"]["x"] == "0"
    assert bars["Longue"]["width"] == "1000"
    assert bars["Ouverte"]["class"] == ["a", "open"], "an end nobody published is open"
    assert bars["Sans année"] is None, "nobody knows where it would begin"


def test_the_map_lights_where_a_convention_is_in_force_or_what_one_state_covers(index, soup, territory):
    ConventionPageFactory(parent=index, regions=[territory["normandie"]], ends_on=PartialDate(2019))
    ConventionPageFactory(parent=index, regions=[territory["la-reunion"]], ends_on=PartialDate(2099))
    page = soup("/conventions/")
    assert page.select_one("svg.p-map")["aria-label"] == (
        "Carte des régions où une convention est en cours\u00a0: La Réunion."
    )
    assert page.select("svg[role=img] > path.here") == [], "what is over is not in force"
    assert page.select("svg[role=img] .island.here")
    assert page.find(string="Région où une convention est en cours")
    links = {link.get_text(): link["href"] for link in page.select(".p-covered a")}
    assert links == {
        "La Réunion": "/conventions/?region=la-reunion",
        "Normandie": "/conventions/?region=normandie",
    }
    ended = soup("/conventions/?etat=echue")
    assert len(ended.select("svg[role=img] > path.here")) == 5, "the departments of Normandie"
    assert [link["href"] for link in ended.select(".p-covered a")] == ["/conventions/?region=normandie&etat=echue"]
    assert ended.select("svg.p-map .island.here") == []


def test_conventions_of_the_whole_country_need_no_map(index, soup):
    ConventionPageFactory(parent=index)
    assert soup("/conventions/").select("svg.p-map") == []


def test_what_changes_shows_at_once(index, soup, territory, make_private):
    """Counts, years and coverage are cached: whatever changes them renews them."""

    def shown() -> tuple:
        page = soup("/conventions/")
        covered = [link.get_text() for link in page.select(".p-covered a")]
        years = [option.get_text() for option in page.select("select[name=annee] option")][1:]
        return page.find(attrs={"role": "status"}).get_text(strip=True), covered, years

    assert shown()[1:] == ([], [])
    page = ConventionPageFactory(parent=index, starts_on=PartialDate(2021))
    assert shown() == ("1 convention", [], ["2021"])
    page.regions.set([territory["normandie"]])
    page.starts_on = PartialDate(2022)
    page.save_revision().publish()
    assert shown() == ("1 convention", ["Normandie"], ["2022"])
    other = ConventionPageFactory(parent=index, starts_on=PartialDate(2023))
    assert shown()[0] == "2 conventions"
    make_private(other)
    assert shown() == ("1 convention", ["Normandie"], ["2022"])
    page.unpublish()
    assert shown()[1:] == ([], [])


def test_the_file_holds_the_chosen_conventions(index, client, soup, territory):
    first = ConventionPageFactory(parent=index, title="Première", ends_on=PartialDate(2019))
    second = ConventionPageFactory(
        parent=index,
        title="Préparer la sortie",
        replaces=first,
        regions=[territory["normandie"]],
        parties=["Pôle emploi", "DISP de Rennes"],
        starts_on=PartialDate(2021, 11),
        ends_on=PartialDate(2099),
        advisers=15,
        full_time_equivalents="5.15",
        means_scope="Normandie, 2021",
    )
    ConventionFigureFactory(page=second)
    assert [row["titre"] for row in file_of(client)] == ["Préparer la sortie", "Première"]
    (row,) = file_of(client, "?etat=en-cours&region=normandie")
    assert {name: value for name, value in row.items() if value} == {
        "titre": "Préparer la sortie",
        "adresse": second.full_url,
        "état": "En cours",
        "régions": "Normandie",
        "directions interrégionales": "Rennes",
        "signataires": "Pôle emploi | DISP de Rennes",
        "signature": "2021-11-09",
        "début": "2021-11",
        "échéance": "2099",
        "renouvelle": "Première",
        "conseillers": "15",
        "équivalents temps plein": "5.15",
        "année et périmètre des moyens": "Normandie, 2021",
        "chiffres": "960 personnes accompagnées (Occitanie, 2019)",
    }
    link = soup("/conventions/?etat=en-cours").find("a", string="Exporter (CSV)")
    assert link["href"] == "/conventions/csv/?etat=en-cours"


def test_invented_conventions_are_said_to_be_in_the_list_and_in_the_file(index, soup, client):
    ConventionPageFactory(parent=index, title="Vraie")
    ConventionPageFactory(parent=index, title="Inventée", is_example=True)
    rows = soup("/conventions/").select(".p-rows > li")
    said = {row.a.get_text(): "Contenu d’exemple" in row.get_text() for row in rows}
    assert said == {"Vraie": False, "Inventée": True}
    assert {row["titre"]: row["remarque"] for row in file_of(client)} == {"Vraie": "", "Inventée": "contenu d’exemple"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_the_file_runs_as_a_formula(index, client, start):
    ConventionPageFactory(parent=index, title=f"{start}HYPERLINK(1)", parties=[f"{start}SUM(1)"])
    (row,) = file_of(client)
    assert row["titre"] == f"'{start}HYPERLINK(1)"
    assert row["signataires"] == f"'{start}SUM(1)"


def test_the_file_leaves_out_what_is_not_public(index, client, make_private):
    ConventionPageFactory(parent=index, title="Brouillon", live=False)
    secret = ConventionPageFactory(parent=index, title="Réservée")
    make_private(secret)
    ConventionPageFactory(parent=index, title="Publique", replaces=secret)
    (row,) = file_of(client)
    assert row["titre"] == "Publique"
    assert row["renouvelle"] == "", "not even the title of what is private"


@pytest.mark.parametrize("query", ["?region=zzz", f"?etat={'a' * 5000}", "?annee=%00", "?annee=abc&page=abc"])
def test_nonsense_about_the_file_gives_the_whole_file(index, client, query):
    ConventionPageFactory(parent=index)
    assert len(file_of(client, query)) == 1


def test_the_file_costs_the_same_for_few_and_many(index, client, queries_used, territory):
    def cost() -> int:
        return queries_used(file_of, client)

    first = ConventionPageFactory(parent=index, regions=[territory["normandie"]], parties=["A"])
    cost()
    few = cost()
    for _ in range(19):
        ConventionPageFactory(parent=index, regions=[territory["normandie"]], parties=["A"])
    ConventionPageFactory(parent=index, replaces=first)
    cost()
    assert cost() == few


def test_machines_are_told_where_the_file_is(index, soup):
    data = json.loads(soup("/conventions/").find("script", type="application/ld+json").string)
    assert data["@type"] == "Dataset"
    assert data["distribution"]["contentUrl"] == "http://testserver/conventions/csv/"
    assert "license" not in data, "nobody has chosen one"
    settings = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    settings.licence_url = "https://licence.example/ouverte"
    settings.save()
    data = json.loads(soup("/conventions/").find("script", type="application/ld+json").string)
    assert data["license"] == "https://licence.example/ouverte"


def test_what_is_remembered_of_a_list_never_shows_what_is_not_public(index, soup, make_private):
    def titles() -> list[str]:
        return [row.a.get_text() for row in soup("/conventions/").select(".p-rows > li")]

    older = ConventionPageFactory(parent=index, title="Ancienne", ends_on=PartialDate(2015))
    secret = ConventionPageFactory(parent=index, title="Réservée", ends_on=PartialDate(2016))
    assert titles() == ["Réservée", "Ancienne"]
    ConventionPage.objects.filter(pk=secret.pk).update(live=False)  # past all signals
    assert titles() == ["Ancienne"]
    renewal = ConventionPageFactory(parent=index, title="Suite", ends_on=PartialDate(2099), replaces=older)
    assert titles() == ["Suite", "Ancienne"]
    make_private(renewal)
    assert titles() == ["Ancienne"]


def test_states_of_a_list_come_with_its_rows(index, soup, queries_used):
    made = [ConventionPageFactory(parent=index, ends_on=PartialDate(2015 + each)).pk for each in range(3)]
    rows = list(ConventionPage.objects.rows_of(made[:2]))
    assert queries_used(lambda: [(row.state, row.party_names, row.region_names) for row in rows]) == 0
    assert [row.state for row in rows] == ["ended", "ended"]


def test_what_is_renewed_is_read_once_for_a_list(index, territory):
    """SQLite with statistics and PostgreSQL without read 25,000 conventions for each of 25,000: the home page hung."""
    for _ in range(20):
        first = ConventionPageFactory(parent=index, regions=[territory["normandie"]], parties=["A"])
    ConventionPageFactory(parent=index, replaces=first)
    listed, today = ConventionPage.objects.listed(), timezone.localdate()
    lists = [listed.examples_last(), listed.unrenewed(), listed.rows_of([1, 2]), listed.ending(today)]
    lists += [listed.in_state(ConventionState(each)) for each in ("current", "end-unknown", "ended")]
    once = {"sqlite": "INDEX convention_renews (replaces_id>?)", "postgresql": "hashed SubPlan"}[connection.vendor]
    assert [plan for each in lists if once not in (plan := each.explain())] == []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert [plan for each in lists if once not in (plan := each.explain())] == []
