"""The open data: what programs get, and what they must never get."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import pytest

from portal.web import public_data
from tests.directory.factories import ReferentFactory

pytestmark = pytest.mark.usefixtures("territory")
EXPECTED = Path(__file__).parent / "expected_open_data"
NAMED = {"named": True, "email": "camille@r2ip.example", "verified_on": datetime.date(2026, 11, 3)}


@pytest.fixture
def get(client):
    """Give a function that reads an address of the open data."""
    return lambda address, **options: client.get(f"/api/v1/{address}", **options)


@pytest.mark.parametrize(
    ("address", "golden"),
    [
        ("places?q=76600", "places"),
        ("match?place=Le+Havre&mission=travail", "match_route"),
        ("match?place=01590", "match_ask"),
        ("match?place=Toulousse", "match_none"),
        ("referents?department=76", "referents"),
        ("referents/normandie", "sheet"),
        ("communes.geojson?department=76", "communes"),
    ],
)
def test_answers_are_what_they_were(get, address, golden):
    ReferentFactory(slug="normandie", office="R2IP Normandie", **NAMED)
    ReferentFactory(slug="vacant", office="R2IP vacant", departments=["14"], vacant=True, email="v@r2ip.example")
    ReferentFactory(slug="brouillon", departments=["76"], live=False)
    answer = get(address)
    assert answer.status_code == 200
    assert answer.json() == json.loads((EXPECTED / f"{golden}.json").read_text(encoding="utf-8"))


def test_lists_and_files_hold_no_name_and_no_direct_line(get):
    ReferentFactory(slug="normandie", **NAMED)
    for address in ("referents", "referents.csv", "match?place=76600", "openapi.json"):
        text = get(address).content.decode()
        assert "Camille" not in text
        assert "Exemple" not in text
        assert "261910012" not in text
    assert get("referents/normandie").json()["telephone"] == "+33261910012"


def test_a_sheet_alone_holds_only_what_the_person_shows(get):
    ReferentFactory(slug="discret", first_name="Camille", last_name="Exemple", shows_telephone=False, shows_email=False)
    sheet = get("referents/discret").json()
    assert (sheet["public_name"], sheet["telephone"], sheet["mailbox"]) == (sheet["office"], "", "")


def test_drafts_are_nowhere(get):
    ReferentFactory(slug="brouillon", live=False)
    assert get("referents").json()["count"] == 0
    assert get("referents/brouillon").status_code == 404
    assert "brouillon" not in get("referents.csv").content.decode()
    assert get("match?place=76600").json()["referents"] == []


def test_pages_are_bounded_and_complete(get):
    ReferentFactory.create_batch(5)
    pages = [get(f"referents?page_size=2&page={page}").json() for page in (1, 2, 3, 4)]
    assert [len(page["results"]) for page in pages] == [2, 2, 1, 0]
    assert len({row["slug"] for page in pages for row in page["results"]}) == 5
    assert {page["pages"] for page in pages} == {3}


def test_the_cost_of_a_list_does_not_grow(get, queries_used):
    ReferentFactory()
    get("referents")
    few = queries_used(get, "referents")
    ReferentFactory.create_batch(10)
    assert queries_used(get, "referents") <= few


def test_the_csv_has_one_line_a_sheet(get):
    ReferentFactory(slug="normandie")
    answer = get("referents.csv?disp=rennes")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert row["slug"] == "normandie"
    assert row["departments"] == "14|27|50|61|76"


def test_no_text_of_the_csv_runs_as_a_formula(get):
    ReferentFactory(office='=HYPERLINK("https://ailleurs.example")')
    (row,) = csv.DictReader(io.StringIO(get("referents.csv").content.decode()))
    assert row["office"].startswith("'=")


@pytest.mark.parametrize(
    ("address", "status", "parameter"),
    [
        ("places", 422, "q"),
        (f"places?q={'a' * 201}", 422, "q"),
        ("places?q=a&limit=9", 422, "limit"),
        ("referents?page=0", 422, "page"),
        ("referents?page_size=101", 422, "page_size"),
        ("referents?page_size=deux", 422, "page_size"),
        ("referents?department=%00", 422, "department"),
        ("referents?disp=atlantis", 404, "disp"),
        ("match?place=76600&mission=inconnue", 404, "mission"),
        ("referents/personne", 404, "slug"),
        ("communes.geojson", 422, "department"),
        ("communes.geojson?department=99", 404, "department"),
    ],
)
def test_errors_name_the_parameter_in_two_languages(get, address, status, parameter):
    answer = get(address)
    error = answer.json()
    assert (answer.status_code, error["status"]) == (status, status)
    assert [each["name"] for each in error["parameters"]] == [parameter]
    assert error["message"]
    assert error["message_en"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/rien", "/api/v2/places", "/api/v1/places/"])
def test_what_is_not_there_is_said_in_json(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.json()["message_en"] == "There is nothing at this address."


def test_an_unchanged_answer_is_not_sent_twice(get):
    first = get("disp")
    assert first["Cache-Control"] == "public, max-age=300"
    assert public_data.LICENCE_URL in first["Link"]
    again = get("disp", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    ReferentFactory(slug="nouvelle")
    assert get("referents", headers={"if-none-match": get("disp")["ETag"]}).status_code == 200


def test_other_sites_may_read_and_nobody_may_write(client):
    preflight = client.options("/api/v1/disp", headers={"origin": "https://ailleurs.example"})
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in preflight
    for method in (client.post, client.put, client.delete, client.patch):
        assert method("/api/v1/disp").status_code == 405
    assert client.head("/api/v1/disp").status_code == 200
    assert client.get("/api/v1/disp").cookies == {}


def test_too_many_requests_are_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(public_data, "RATE", "3/m")
    statuses = [client.get("/api/v1/missions").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    refused = client.get("/api/v1/missions")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused.json()["status"] == 429
    assert client.get("/api/v1/missions", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_page_explains_every_address(client, home_page):
    answer = client.get("/donnees-ouvertes/")
    text = answer.content.decode()
    assert answer.status_code == 200
    addresses = client.get("/api/v1/openapi.json").json()["paths"]
    assert len(addresses) == 18
    assert [address for address in addresses if f"GET {address}<" not in text] == []
    assert "Licence Ouverte 2.0" in text
    assert "Les référents en CSV<" in text, "the English is for programs"
    assert [each for each in ("(of the", "(page, from", "(identifier)") if each in text] == []
