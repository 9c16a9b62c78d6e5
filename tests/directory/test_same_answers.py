"""The page and the open data say the same of whatever is typed."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from directory.models import Disp
from directory.territory.files import read_tables
from directory.territory.loading import load
from tests.directory.establishments.samples import EstablishmentFactory
from tests.directory.factories import NORMANDIE, ReferentFactory, small_tables
from tests.directory.place_page import START

pytestmark = pytest.mark.django_db
TOWNS = {"Saints-Geosmes", "Notre-Dame-de-Bondeville", "La Baule-Escoublac", "Baule", "Beaussais-Vitré", "Vitré"}
TOWNS |= {"Évry-Courcouronnes", "Bourg-en-Bresse", "Suisse"}
PLACES = """Le Havre|havre|76600|76 600 Le Havre|76059|Le Havre cedex|01590|Saint-Denis|Vitré|Sts Geosmes|Paris 15e
N.D. de Bondeville|St-Denis 974|974 St Denis|La Baule|Courcouronnes|NPDC|HDF|PACA|IDF|le 93|dans le 77|20|97|2A
Normandie|La Réunion|Outre-mer|Ré|île d’Oléron|Belle-Île|Roissy CDG|La Défense|Tahiti|12 rue de la Paix, Rouen
5 avenue Foch 76600|Le Havre et Paris|76600 Lyon|Siret 732 829 320 00074, Rouen|Anjou|près de Rouen|MA d’Argentan"""
NO_PLACES = """London|Suisse|Bruxelles|1000 Bruxelles|B-1000|98000|Monaco|732 829 320 00074|732829320|je ne sais pas|jsp
sud|toute la France|12 rue de la Paix|7660|1000 Bourg|99999|zzzz|🙂|CHRU|P.O."""
MISSPELT = "Le Avre|Rouhen|Toulousse|Normendie"
PEOPLE = "Camille Exemple|mme exemple|Modèle|Sacha|Camile Exempel|R2IP Corse|prison d’Argentam"


@pytest.fixture
def said(client, db, monkeypatch):
    """Give a function that types a text and returns what page and match say of it."""
    monkeypatch.setattr("portal.web.public_data.RATE", "100000/m")
    tables, small = read_tables(), small_tables()
    towns = [row for row in tables.communes if row.name in TOWNS]
    kept = {row.insee for row in [*towns, *small.communes]}
    former = [row for row in tables.former_names if row.insee in kept]
    cedex = [row for row in tables.cedex if row.code == "76059"]
    communes = list({row.insee: row for row in [*small.communes, *towns]}.values())
    load(dataclasses.replace(small, communes=communes, former_names=former, cedex=cedex, sha256="same"), tell=str)
    dspom = Disp.objects.get(code="dspom")
    ReferentFactory(named=True, departments=NORMANDIE, office="R2IP Normandie")
    ReferentFactory(named=True, departments=["2A"], first_name="Sacha", last_name="Modèle", office="R2IP Corse")
    ReferentFactory(named=True, departments=["974"], first_name="Alix", last_name="Modèle", disp=dspom)
    EstablishmentFactory(name="Centre de détention d’Argentan")

    return lambda text: (
        of_page(client.get(START, {"lieu": text, "tout": "1"})),
        as_page(client.get("/api/v1/match", {"place": text}).json()),
    )


def of_page(response) -> dict:
    """The page in the words of the open data: `status`, and what it names in its order."""
    if response.status_code == 302:
        return {"status": "route", "sheets": [response["Location"]], "proposed": []}
    main = BeautifulSoup(response.content, "html.parser").main
    kind = response.templates[0].name
    if kind == "directory/answer.html":
        return {"status": "route", "sheets": _sheets(main), "proposed": []}
    if kind == "directory/which.html":
        return {"status": "ask", "sheets": [], "proposed": _queries(main.select(".p-rows a"))}
    message = main.select_one("p.fr-text--lg")
    links = main.select("p.fr-text--lg a, .p-list a")
    paths = [link["href"] for link in links if not link["href"].startswith(f"{START}?")]
    return {
        "status": "none",
        "message": message.get_text(),
        "sheets": [path for path in paths if path.startswith(f"{START}referents/")],
        "prisons": [path for path in paths if path.startswith("/etablissements/")],
        "proposed": _queries(link for link in links if link["href"].startswith(f"{START}?")),
    }


def _sheets(main) -> list[str]:
    """Each sheet that the page links, once, in its order."""
    return list(dict.fromkeys(link["href"] for link in main.select(f'a[href^="{START}referents/"]')))


def of(table: str) -> list[str]:
    """The texts of a table."""
    return table.replace("\n", "|").split("|")


def _queries(links) -> list[str]:
    return [parse_qs(urlsplit(link["href"]).query)["lieu"][0] for link in links]


def as_page(match: dict) -> dict:
    """The answer of the open data, in the shape of `of_page`."""
    sheets = [urlsplit(each["url"]).path for each in match["referents"] + match["people"]]
    places = match["suggestions"] if match["status"] == "none" else match["places"]
    prisons = [f"/etablissements/{each['code']}/" for each in places if each["kind"] == "establishment"]
    queries = [each["query"] for each in places if each["kind"] != "establishment"]
    said = {"status": match["status"], "sheets": sheets, "proposed": queries if match["status"] != "route" else []}
    return said | ({"message": match["message"], "prisons": prisons} if match["status"] == "none" else {})


def test_the_open_data_answer_as_the_page_does(said, client):
    told = {text: said(text) for text in of(f"{PLACES}|{NO_PLACES}|{MISSPELT}|{PEOPLE}")}
    assert {text: both for text, both in told.items() if both[0] != both[1]} == {}
    pages = {text: page for text, (page, _) in told.items()}
    assert {text for text in of(PLACES) if pages[text]["status"] == "none"} == set()
    assert {text for text in of(f"{NO_PLACES}|{MISSPELT}") if pages[text]["status"] != "none"} == set()
    assert len(pages["Modèle"]["sheets"]) == 2, "both who bear the name are proposed"
    for text in of(MISSPELT):
        listed = client.get("/api/v1/places", {"q": text}).json()["results"]
        assert [place["query"] for place in listed] == pages[text]["proposed"] != [], text
