"""Tables as the spreadsheets of people save them, and those that are none."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import subprocess
import sys
import unicodedata

import openpyxl
import pytest
from django.conf import settings

from portal.files import table_files, workbook_reader
from portal.files.csv_reader import TableFileError
from portal.files.table_files import read_table
from portal.files.workbook_writer import workbook
from tests.portal.files.crafted_files import archive

ROWS = [["nom", "code", "le"], ["Bénédicte « Œuvre » d’Exemple", "01", "25/10/2026"], ["A;b,c\nd", "2A", ""]]


def saved(delimiter: str, encoding: str, *, before: str = "", line_end: str = "\r\n", form: str = "NFC") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(ROWS)
    return unicodedata.normalize(form, before + out.getvalue()).encode(encoding)


@pytest.mark.parametrize(
    "content",
    [
        saved(";", "cp1252"),
        saved(";", "utf-8-sig"),
        saved(";", "utf-8"),
        saved(";", "utf-8", before="sep=;\r\n"),
        saved("\t", "utf-8-sig", before='"sep=\t"\n'),
        saved("\t", "utf-16"),
        codecs.BOM_UTF16_BE + saved("\t", "utf-16-be"),
        saved(",", "utf-8", line_end="\n"),
        saved(",", "utf-8", line_end="\n", form="NFD"),
        saved("\t", "utf-8", line_end="\n"),
    ],
    ids=[
        "Excel",
        "Excel UTF-8",
        "LibreOffice",
        "sep",
        "tabs told",
        "Excel Unicode",
        "big end",
        "Numbers",
        "NFD",
        "tabs",
    ],
)
def test_every_spreadsheet_s_csv_is_the_same_table(content):
    rows = [[unicodedata.normalize("NFC", value) for value in values] for _, values in read_table("a.CSV", content)]
    assert rows == ROWS


def test_lines_are_those_of_the_file_after_a_line_that_names_the_delimiter():
    assert read_table("a.csv", b"sep=;\r\na;b\r\n1;2\r\n") == [(2, ["a", "b"]), (3, ["1", "2"])]
    with pytest.raises(TableFileError, match="ligne 3"):
        read_table("a.csv", b'sep=;\na;b\n1;"2\n')


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"a;b\n\x81\x8d", "pas en UTF-8"),
        ("a.csv", codecs.BOM_UTF16_LE + b"\x00", "pas en UTF-8"),
        ("a.csv", b'a;b\n"sans fin', "guillemets de la ligne 2"),
        ("a.xlsx", b"a;b\n", "pas un classeur"),
        ("a.xlsx", archive({"xl/workbook.xml": b"<a/>"}), "pas un classeur"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mot de passe"),
        ("a.xlsx", archive({"a": bytes(400 * 1024 * 1024)}), "démesuré"),
    ],
)
def test_a_file_that_is_none_is_told(name, content, said):
    with pytest.raises(TableFileError, match=said):
        read_table(name, content)


def test_a_workbook_is_read_as_people_see_it():
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["texte", "jour", "moment", "nombre", "virgule", "oui", "code", None])
    moment = datetime.datetime(2026, 10, 25, 9, 5)  # noqa: DTZ001 - workbooks know no time zone
    book.active.append(["a", datetime.date(2026, 10, 25), moment, 12.0, 1.5, True, 1, None])
    book.active["G2"].number_format = "00"
    book.save(content)
    (_, _), (line, values) = read_table("a.xlsx", content.getvalue())
    assert line == 2
    assert values == ["a", "2026-10-25", "2026-10-25 09:05", "12", "1.5", "oui", "01"]


def test_what_is_written_is_read_again_with_its_kinds():
    rows = [["=1+1", datetime.date(2026, 3, 1), 12, 1.5, True, "01", None], ["-x", None, 0, 0.5, False, "", "\x0b"]]
    content = workbook("Essai", ["a", "b", "c", "d", "e", "f", "g"], rows)
    values = [row for _, row in read_table("a.xlsx", content)]
    assert values[1] == ["=1+1", "2026-03-01", "12", "1.5", "oui", "01"]
    assert values[2][:6] == ["-x", "", "0", "0.5", "non", ""]
    book = openpyxl.load_workbook(io.BytesIO(content))
    said = book.properties
    assert (said.title, said.creator, said.language) == ("Essai", "Portail de l’insertion professionnelle", "fr")
    sheet = book.active
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "n", "n", "s", "s", "n"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A2"].quotePrefix) == ("A2", "A1:G1", True)


def bomb(**parts: bytes) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a", "b"])
    book.save(content)
    with workbook_reader.zipfile.ZipFile(content) as archived:
        entries = {name: archived.read(name) for name in archived.namelist()}
    return archive(entries | {name.replace("__", "/") + ".xml": inside for name, inside in parts.items()})


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
LONG = b"".join(b'<row r="%d"><c><v>1</v></c></row>' % n for n in range(1, 99_999))
WIDE = b"<row>" + b"".join(b"<c><v>%d</v></c>" % n for n in range(99_999)) + b"</row>"


@pytest.mark.parametrize(
    "content",
    [
        bomb(xl__worksheets__sheet1=SHEET % LONG),
        bomb(xl__worksheets__sheet1=SHEET % WIDE),
        bomb(xl__worksheets__sheet1=SHEET % b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        bomb(xl__worksheets__sheet1=b"".join((SHEET[:-30], b"<row>" * 2_000_000))[:40_000_000]),
        bomb(xl__styles=b"<styleSheet>" + b"".join(b"<xf a='%d'/>" % n for n in range(3_000_000))),
    ],
    ids=["rows", "columns", "far away", "rows in rows", "styles"],
)  # fmt: skip
def test_a_workbook_that_swells_is_refused(content):
    with pytest.raises(TableFileError, match=r"trop gros|pas un classeur|démesuré"):
        read_table("a.xlsx", content)


def test_a_workbook_that_takes_all_memory_is_told(monkeypatch):
    """No workbook is left that would: limits too low for any stand for one."""
    monkeypatch.setattr(table_files, "LIMITS", table_files.Limits(megabytes=20))
    with pytest.raises(TableFileError, match=r"trop gros|pas un classeur"):
        read_table("a.xlsx", workbook("a", ["a"], [["b"]]))


def test_a_process_that_writes_no_workbook_does_not_carry_openpyxl():
    """It is 25 MB with what comes along, in each process: views import what writes, and reads, workbooks."""
    told = (
        "import sys, django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        "print('openpyxl' in sys.modules, 'portal.files.workbook_writer' in sys.modules,"
        " 'portal.files.workbook_reader' in sys.modules)"
    )
    command = [sys.executable, "-c", told]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True"]
