"""Files of requests: what the filters leave, what the account sees, nothing that runs, and everything noted."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from directory.contact.desk import export
from directory.contact.models import ContactRequest, RequestRead
from tests.directory.contact.factories import submit

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1+1",
    '"=1+1',
    "'=1+1",
    "\u00a0=1",
    "\uff1d1+1",
    "\n-2",
    " ' \"@x",
]


def rows(response, kind: str) -> list[dict[str, str]]:
    """The lines of a file, by the names of its columns."""
    content = response.getvalue()
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";", strict=True))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert all(cell.data_type != "f" for row in sheet for cell in row)
        lines = [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_holds_what_the_filters_leave(manager, request_, kind):
    other = submit("other", projects=["hiring"], organisation="Autre")
    [line] = rows(manager.get(f"/admin/demandes/demandes.{kind}?projet=production"), kind)
    assert line["numéro"] == request_.grouped_reference
    assert line["organisation"] == "Atelier Exemple"
    assert line["e-mail"] == request_.email
    assert line["message"] == request_.message
    assert line["direction"] == "Rennes"
    both = rows(manager.get(f"/admin/demandes/demandes.{kind}"), kind)
    assert {each["numéro"] for each in both} == {request_.grouped_reference, other.grouped_reference}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_selection_is_a_file_of_its_rows(manager, request_, kind):
    submit("other")
    response = manager.post("/admin/demandes/selection/", {"cle": request_.pk, "faire": kind})
    assert [each["numéro"] for each in rows(response, kind)] == [request_.grouped_reference]


def test_no_cell_of_a_csv_runs_as_a_formula(manager, people):
    for number, formula in enumerate(FORMULAS):
        submit(f"form-{number}", organisation=formula, message=formula, contact_name=formula, job=formula)
    lines = rows(manager.get("/admin/demandes/demandes.csv"), "csv")
    assert len(lines) == len(FORMULAS)
    cells = [value for line in lines for value in line.values()]
    assert [cell for cell in cells if cell.lstrip(' \t\r\n"\u00a0').startswith(("=", "+", "-", "@", "\uff1d"))] == []


def test_a_workbook_has_numbers_moments_and_texts_without_apostrophes(manager, people):
    submit(organisation="=1+1", message="+33 2 61 91 00 12", siret="00012345600012", positions=12)
    content = manager.get("/admin/demandes/demandes.xlsx").getvalue()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    titles, cells = map(list, sheet.iter_rows())
    found = dict(zip((each.value for each in titles), cells, strict=True))
    assert (found["organisation"].value, found["organisation"].data_type) == ("=1+1", "s")
    assert found["organisation"].quotePrefix
    assert found["message"].value == "+33 2 61 91 00 12"
    assert (found["SIRET"].value, found["SIRET"].data_type) == ("00012345600012", "s")
    assert (found["postes"].value, found["postes"].data_type) == (12, "n")
    assert found["reçue le"].is_date
    assert found["réponse attendue le"].number_format == "dd/mm/yyyy"
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > len(found["numéro"].value)
    assert all(each.font.bold for each in titles)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_referent_s_file_holds_their_direction_alone(sign_in, request_, kind):
    other = sign_in("other_referent")
    assert rows(other.get(f"/admin/demandes/demandes.{kind}?etat=toutes&direction=rennes"), kind) == []
    response = other.post("/admin/demandes/selection/", {"cle": request_.pk, "faire": kind})
    assert rows(response, kind) == []
    assert len(rows(sign_in("referent").get(f"/admin/demandes/demandes.{kind}"), kind)) == 1


def test_every_request_of_a_file_is_noted_as_read(manager, request_, people):
    other = submit("other")
    manager.get("/admin/demandes/demandes.csv")
    found = RequestRead.objects.values_list("request", "account", "kind")
    assert set(found) == {(key, people["manager"].pk, "export") for key in (request_.pk, other.pk)}


def test_what_a_workbook_refuses_is_left_out(manager, people):
    submit(message="Un \x0b signe de contrôle et " + "x" * 40_000)
    [line] = rows(manager.get("/admin/demandes/demandes.xlsx"), "xlsx")
    assert line["message"].startswith("Un \n signe")


def test_a_workbook_of_too_many_is_refused_with_a_way_on(manager, request_, monkeypatch):
    submit("other")
    monkeypatch.setattr(export, "MAX_XLSX_ROWS", 1)
    page = manager.get("/admin/demandes/demandes.xlsx", follow=True)
    assert "choisissez le CSV" in page.content.decode()
    assert not RequestRead.objects.exists()
    assert len(rows(manager.get("/admin/demandes/demandes.csv"), "csv")) == 2


def test_a_file_of_too_many_lines_is_refused_before_anything_is_read(manager, request_, monkeypatch):
    submit("other")
    monkeypatch.setattr(export, "MAX_CSV_ROWS", 1)
    page = manager.get("/admin/demandes/demandes.csv", follow=True)
    assert "Plus de 1 demandes\u00a0: filtrez la liste." in page.content.decode()
    assert not RequestRead.objects.exists()


def test_a_request_that_is_purged_meanwhile_is_left_out(request_):
    keys = [request_.pk, request_.pk + 1]
    assert len(list(export.lines(keys))) == 2
    ContactRequest.objects.all().delete()
    assert len(list(export.lines(keys))) == 1
