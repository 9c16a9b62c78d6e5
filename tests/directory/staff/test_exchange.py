"""Sheets out to files and in again: dry run, mistakes by line, all or nothing."""

from __future__ import annotations

import csv
import html
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from directory.models import Referent
from directory.staff import exchange, tables
from portal.french.clean_text import clean_text
from portal.web.csv_files import neutral, plain
from tests.directory.factories import ReferentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
IMPORT = "/admin/annuaire/importer/"


def exported() -> list[dict[str, str]]:
    text = tables.as_csv(exchange.table()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def as_file(rows: list[dict[str, str]], kind: str = "csv") -> SimpleUploadedFile:
    """Rows as the file a keeper would send."""
    table = [list(rows[0]), *(list(row.values()) for row in rows)]
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(table)
        return SimpleUploadedFile("fiches.csv", out.getvalue().encode())
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in table:
        book.active.append(row)
    book.save(content)
    return SimpleUploadedFile("fiches.xlsx", content.getvalue())


def text_of(response) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def tried(keeper, rows, kind="csv"):
    """The page after the dry run."""
    response = keeper.post(IMPORT, {"file": as_file(rows, kind)})
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(keeper, own, other, kind):
    response = keeper.get(reverse("staff:export", args=[kind]))
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    again = keeper.post(IMPORT, {"file": SimpleUploadedFile(f"fiches.{kind}", response.content)})
    assert "Fiches inchangées : 2" in text_of(again).replace("\u00a0", " ")
    assert again.context["tried"] == ""


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_tried_then_applied(keeper, own, other, kind):
    rows = exported()
    rows[0] |= {"horaires": "Le mardi", "départements": "14|76"}
    rows[1] |= {"identifiant": "nouveau", "bureau": "R2IP, nouveau", "remplaçant": rows[0]["identifiant"]}
    page = tried(keeper, rows, kind)
    assert page.context["plan"].new == ["R2IP, nouveau"]
    assert page.context["plan"].changed == [(rows[0]["bureau"], ["horaires", "départements"])]
    assert Referent.objects.count() == 2
    changed = Referent.objects.get(slug=rows[0]["identifiant"])
    assert changed.hours != "Le mardi"
    assert keeper.post(IMPORT, {"tried": page.context["tried"]}).status_code == 302
    changed = Referent.objects.get(pk=changed.pk)
    assert changed.hours == "Le mardi"
    assert changed.department_codes == {"14", "76"}
    new = Referent.objects.get(slug="nouveau")
    assert (new.live, new.substitute, new.revisions.count()) == (True, changed, 1)
    assert new.department_codes == {"14", "27", "50", "61", "76"}
    assert changed.latest_revision.user.username == "gestionnaire"


def test_what_excel_in_french_makes_of_an_export_changes_nothing(keeper, own, other):
    Referent.objects.update(verified_on="2026-10-25", telephone="+33261910012", first_name="Bénédicte")
    rows = exported()
    for row in rows:
        assert (row["vérifiée_le"], row["téléphone"]) == ("2026-10-25", "02 61 91 00 12")
        row |= {"vérifiée_le": "25/10/2026", "téléphone": "261910012", "affiche_nom": row["affiche_nom"].upper()}
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    for encoding in ("cp1252", "utf-8", "utf-16"):
        plan = exchange.plan(exchange.read("fiches.csv", out.getvalue().encode(encoding)))
        assert (plan.errors, plan.changed, plan.unchanged) == ([], [], 2), encoding


def test_mistakes_are_told_by_line_and_nothing_is_imported(keeper, own, other):
    rows = exported()
    rows[0] |= {"horaires": "Le mardi"}
    rows[1] |= {
        "direction": "nulle-part", "départements": "76|999", "vérifiée_le": "3 mai", "affiche_nom": "peut-être",
        "téléphone": "12", "boîte": "pas une adresse", "missions": "danse", "remplaçant": "personne",
    }  # fmt: skip
    text = text_of(tried(keeper, rows)).replace("\u00a0", " ")
    for said in (
        "Rien n’a été importé",
        "Ligne 3 : direction : nulle-part n’existe pas",
        "Ligne 3 : départements : 999 n’existe pas",
        "Ligne 3 : vérifiée_le : écrivez 2026-11-30, pas « 3 mai »",
        "Ligne 3 : affiche_nom : écrivez oui ou non, pas « peut-être »",
        "Ligne 3 : missions : danse n’existe pas",
        "Ligne 3 : remplaçant inconnu : personne",
        "Ligne 3 : téléphone :",
        "Ligne 3 : boîte :",
    ):
        assert said in text
    assert "Ligne 2" not in text
    assert exchange.apply(exchange.read("f.csv", as_file(rows).read()), Referent().account).errors
    assert not Referent.objects.filter(hours="Le mardi").exists()


def test_a_failure_while_applying_leaves_nothing(keeper, own, other, monkeypatch):
    rows = exported()
    for row in rows:
        row["horaires"] = "Le mardi"
    page = tried(keeper, rows)
    publish = Referent.publish
    calls = []

    def fail_at_second(self, *args, **kwargs):
        calls.append(self)
        if len(calls) == 2:
            raise RuntimeError("the disk is full")
        return publish(self, *args, **kwargs)

    monkeypatch.setattr(Referent, "publish", fail_at_second)
    with pytest.raises(RuntimeError):
        keeper.post(IMPORT, {"tried": page.context["tried"]})
    assert len(calls) == 2
    assert not Referent.objects.filter(hours="Le mardi").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.csv", b"", "vide"),
        ("f.csv", b"identifiant;surprise\na;b", "Colonnes inconnues"),
        ("f.csv", b"identifiant;bureau\na;b", "Colonnes manquantes"),
        ("f.csv", "identifiant;bureau;direction;boîte;nom;nom\n".encode(), "même nom"),
        ("f.csv", b"\xff\xfe\x00", "UTF-8"),
        ("f.xlsx", b"no archive", "XLSX lisible"),
        ("f.pdf", b"x", ".csv ou .xlsx"),
    ],
)
def test_a_file_that_is_no_table_says_why(keeper, name, content, said):
    response = keeper.post(IMPORT, {"file": SimpleUploadedFile(name, content or b"\n")})
    assert said in text_of(response)


def test_a_locked_sheet_is_not_overwritten(keeper, own):
    Referent.objects.update(locked=True)
    assert "verrouillée" in text_of(tried(keeper, [exported()[0] | {"horaires": "Le mardi"}]))


def test_what_was_not_tried_is_not_applied(keeper, own):
    assert keeper.post(IMPORT, {"tried": "forged"}, follow=True).redirect_chain
    assert "trop ancien" in text_of(keeper.get(IMPORT)) or Referent.objects.get().hours == own.hours


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_leave_as_texts(keeper, territory, start):
    ReferentFactory(office=f"{start}HYPERLINK(1)", telephone="+33261910012")
    (row,) = exported()
    assert row["bureau"] == f"'{clean_text(start)}HYPERLINK(1)"
    assert row["téléphone"] == "02 61 91 00 12"
    book = openpyxl.load_workbook(io.BytesIO(tables.as_xlsx(exchange.table())))
    assert {cell.data_type for line in book.active.iter_rows() for cell in line} <= {"s", "n", "d"}


def test_a_control_character_that_workbooks_refuse_is_left_out(keeper, territory):
    sheet = ReferentFactory()
    Referent.objects.filter(pk=sheet.pk).update(office="R2IP\x0bNormandie")
    book = openpyxl.load_workbook(io.BytesIO(tables.as_xlsx(exchange.table())))
    assert "R2IP\nNormandie" in {cell.value for line in book.active.iter_rows() for cell in line}


@given(st.text())
def test_what_is_neutral_is_no_formula_and_reads_back(text):
    assert not neutral(text).lstrip(' "').startswith(("=", "+", "-", "@", "\t", "\r"))
    cleaned = clean_text(text)
    if cleaned.strip() == cleaned and not cleaned.startswith("'"):
        assert plain(neutral(text)) == cleaned
