"""Sheets as CSV and XLSX files: out, and in again after a dry run, all or nothing."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from django.core.exceptions import ValidationError
from django.db import transaction
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from directory.models import Department, Disp, Mission, Referent
from portal.web.csv_files import neutral, plain

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

MAX_LINES = 500
# Column of the file → field of the sheet, in the order of the file.
COLUMNS = {
    "identifiant": "slug", "bureau": "office", "direction": "disp", "titre": "gender", "prénom": "first_name",
    "nom": "last_name", "affiche_nom": "shows_name", "boîte": "email", "affiche_boîte": "shows_email",
    "téléphone": "telephone", "affiche_téléphone": "shows_telephone", "horaires": "hours",
    "départements": "departments", "missions": "missions", "vérifiée_le": "verified_on",
    "absence_jusqu_au": "absent_until", "remplaçant": "substitute", "à_pourvoir": "is_vacant",
}  # fmt: skip
REQUIRED = ("slug", "office", "disp", "email")
FLAGS = ("shows_name", "shows_email", "shows_telephone", "is_vacant")
DATES = ("verified_on", "absent_until")
LISTS = {"departments": Department, "missions": Mission}
YES, NO = ("oui", "o", "1", "vrai", "true"), ("non", "n", "0", "faux", "false", "")


class FileError(Exception):
    """The file cannot be read as a table of sheets; the text says why, in French."""


@dataclass
class Plan:
    """What an import would do: sheets to make, sheets to change with what changes, and mistakes by line."""

    rows: list[dict[str, str]]
    new: list[str] = field(default_factory=list)
    changed: list[tuple[str, list[str]]] = field(default_factory=list)
    unchanged: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


# Out ----------------------------------------------------------------------------------------------------------------
def table() -> list[list[str]]:
    """Header and one row a published sheet or draft, as texts that no spreadsheet takes for a formula."""
    sheets = Referent.objects.select_related("substitute").prefetch_related("departments", "missions")
    rows = [[neutral(value) for value in values_of(sheet).values()] for sheet in sheets]
    return [list(COLUMNS), *rows]


def values_of(sheet: Referent) -> dict[str, str]:
    """A sheet as texts by field: flags « oui »/« non », dates 2026-11-30, lists joined by |."""
    values = {}
    for name in COLUMNS.values():
        if name in LISTS:
            values[name] = "|".join(sorted(str(each.pk) for each in getattr(sheet, name).all()))
        elif name in FLAGS:
            values[name] = "oui" if getattr(sheet, name) else "non"
        elif name == "substitute":
            values[name] = sheet.substitute.slug if sheet.substitute else ""
        elif name == "disp":
            values[name] = sheet.disp_id
        elif name == "telephone":
            values[name] = sheet.telephone.as_e164 if sheet.telephone else ""
        else:
            values[name] = str(getattr(sheet, name) or "")
    return values


def as_csv() -> bytes:
    """The table for spreadsheets in French: semicolons, UTF-8 with a mark."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(table())
    return out.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    """The table as a workbook of texts."""
    book = openpyxl.Workbook()
    for row in table():
        book.active.append([ILLEGAL_CHARACTERS_RE.sub("", value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# In -----------------------------------------------------------------------------------------------------------------
def read(name: str, content: bytes) -> list[dict[str, str]]:
    """Rows of a file by field. Raises FileError when it is no table of sheets."""
    lines = _xlsx_lines(content) if name.lower().endswith(".xlsx") else _csv_lines(content)
    if not lines:
        raise FileError("Le fichier est vide.")
    header = [each.strip().lower() for each in lines[0]]
    if unknown := [each for each in header if each and each not in COLUMNS]:
        raise FileError(f"Colonnes inconnues\u00a0: {', '.join(unknown)}.")
    names = {column for column, field_name in COLUMNS.items() if field_name in REQUIRED}
    if missing := sorted(names - set(header)):
        raise FileError(f"Colonnes manquantes\u00a0: {', '.join(missing)}.")
    named = [each for each in header if each]
    if len(set(named)) != len(named):
        raise FileError("Deux colonnes portent le même nom.")
    if len(lines) - 1 > MAX_LINES:
        raise FileError(f"Plus de {MAX_LINES} lignes\u00a0: importez en plusieurs fois.")
    return [
        {COLUMNS[column]: plain(value) for column, value in zip(header, line, strict=False) if column}
        | {"line": str(number)}
        for number, line in enumerate(lines[1:], start=2)
        if any(value.strip() for value in line)
    ]


def _csv_lines(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("Le fichier n’est pas en UTF-8\u00a0: enregistrez-le en « CSV UTF-8 ».") from error
    first = text.split("\n", 1)[0]
    try:
        return list(csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",", strict=True))
    except csv.Error as error:
        raise FileError("Le fichier n’est pas un CSV lisible.") from error


def _xlsx_lines(content: bytes) -> list[list[str]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True, max_row=MAX_LINES + 2, max_col=len(COLUMNS) + 5))
    except (InvalidFileException, BadZipFile, ParseError, KeyError, ValueError, IndexError, OSError) as error:
        raise FileError("Le fichier n’est pas un classeur XLSX lisible.") from error
    return [[_text(value) for value in row] for row in rows]


def _text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)


def plan(rows: list[dict[str, str]]) -> Plan:
    """The dry run: what each row would do, and every mistake."""
    return _run(rows, user=None)


def apply(rows: list[dict[str, str]], user: AbstractBaseUser) -> Plan:
    """Publish every row; nothing when one of them has a mistake (the plan says which)."""
    return _run(rows, user=user)


def _run(rows: list[dict[str, str]], user: AbstractBaseUser | None) -> Plan:
    found = Plan(rows)
    known = {model: {str(each.pk): each for each in model.objects.all()} for model in (*LISTS.values(), Disp)}
    there = {each.slug: each for each in Referent.objects.prefetch_related("departments", "missions")}
    sheets: dict[str, tuple[Referent, dict[str, str]]] = {}
    with transaction.atomic():
        for row in rows:
            slug, line = row.get("slug", ""), int(row["line"])
            sheet = there.get(slug) or Referent(slug=slug)
            before = values_of(sheet) if sheet.pk else {}
            problems = fill(sheet, row, known)
            if slug in sheets:
                problems.append("identifiant en double dans le fichier")
            if sheet.locked:
                problems.append("la fiche est verrouillée")
            found.errors += [(line, problem) for problem in problems]
            sheets[slug] = (sheet, before)
        everyone = there | {slug: sheet for slug, (sheet, _) in sheets.items()}
        for row in rows:
            substitute = row.get("substitute", "")
            if substitute and (substitute not in everyone or substitute == row.get("slug")):
                found.errors.append((int(row["line"]), f"remplaçant inconnu\u00a0: {substitute}"))
        found.errors.sort()
        if found.errors:
            return found
        for sheet, _ in sheets.values():
            if user and not sheet.pk:
                sheet.live = False
                sheet.save()
        for row in rows:
            sheet, before = sheets[row["slug"]]
            if "substitute" in row:
                sheet.substitute = everyone[row["substitute"]] if row["substitute"] else None
            after = values_of(sheet)
            changed = [column for column, name in COLUMNS.items() if before.get(name) != after[name]]
            if not before:
                found.new.append(sheet.office)
            elif changed:
                found.changed.append((sheet.office, changed))
            else:
                found.unchanged += 1
            if user and changed:
                sheet.save_revision(user=user, log_action=True, clean=False).publish(user=user)
    return found


def fill(sheet: Referent, row: dict[str, str], known: dict[type, dict[str, Any]]) -> list[str]:
    """Write a row into a sheet in memory; return its mistakes in French, each with its column."""
    titles = {name: column for column, name in COLUMNS.items()}
    problems = [f"{titles[name]} manque" for name in REQUIRED if not row.get(name)]
    for name in set(row) - {"line", "substitute"}:
        problems += [f"{titles[name]}\u00a0: {each}" for each in _write(sheet, name, row[name], known)]
    try:
        sheet.clean_fields(exclude=["disp", "substitute", "latest_revision", "live_revision"])
        sheet.clean()
    except ValidationError as error:
        said = {name: texts for name, texts in error.message_dict.items() if row.get(name) or name not in REQUIRED}
        problems += [f"{titles.get(name, name)}\u00a0: {' '.join(texts)}" for name, texts in said.items()]
    return sorted(problems)


def _write(sheet: Referent, name: str, value: str, known: dict[type, dict[str, Any]]) -> list[str]:
    """One field; return what is wrong with its text."""
    if name in LISTS:
        codes = [code.strip() for code in value.split("|") if code.strip()]
        if name == "departments":
            codes = [code.upper().zfill(2) for code in codes]  # a spreadsheet makes 1 of 01
        model = LISTS[name]
        setattr(sheet, name, [known[model][code] for code in dict.fromkeys(codes) if code in known[model]])
        return [f"{code} n’existe pas" for code in codes if code not in known[model]]
    if name in FLAGS:
        setattr(sheet, name, value.lower() in YES)
        return [] if value.lower() in (*YES, *NO) else [f"écrivez oui ou non, pas «\u00a0{value}\u00a0»"]
    if name in DATES:
        try:
            setattr(sheet, name, datetime.date.fromisoformat(value) if value else None)
        except ValueError:
            return [f"écrivez 2026-11-30, pas «\u00a0{value}\u00a0»"]
        return []
    if name == "disp":
        sheet.disp_id = value
        return [f"{value} n’existe pas"] if value and value not in known[Disp] else []
    setattr(sheet, name, value)
    return []
