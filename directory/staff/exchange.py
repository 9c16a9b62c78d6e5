"""Sheets as CSV and XLSX files: out, and in again after a dry run, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from directory.models import Department, Disp, Mission, Referent
from directory.staff.tables import NO, YES, Plan, read_table
from portal.forms.fields import FRENCH_PHONE_DIGITS
from portal.forms.phones import phone_label, read_phone
from portal.french.typed_dates import read_day

if TYPE_CHECKING:
    import datetime

    from django.contrib.auth.models import AbstractBaseUser

MAX_LINES = 500
# Column of the file → field of the sheet, in the order of the file.
COLUMNS = {
    "identifiant": "slug", "bureau": "office", "direction": "disp", "titre": "gender", "prénom": "first_name",
    "nom": "last_name", "affiche_nom": "shows_name", "boîte": "email", "affiche_boîte": "shows_email",
    "téléphone": "telephone", "affiche_téléphone": "shows_telephone", "horaires": "hours",
    "départements": "departments", "missions": "missions", "vérifiée_le": "verified_on",
    "absence_à_partir_du": "absent_from", "absence_jusqu_au": "absent_until", "remplaçant": "substitute",
    "à_pourvoir": "is_vacant",
}  # fmt: skip
REQUIRED = ("slug", "office", "disp", "email")
FLAGS = ("shows_name", "shows_email", "shows_telephone", "is_vacant")
DATES = ("verified_on", "absent_from", "absent_until")
LISTS = {"departments": Department, "missions": Mission}


# Out ----------------------------------------------------------------------------------------------------------------
def table() -> list[list[Any]]:
    """Header and one row a published sheet or draft; days as such, telephones as one dials them."""
    sheets = Referent.objects.select_related("substitute").prefetch_related("departments", "missions")
    rows = [
        list((values_of(sheet) | {"telephone": phone_label(sheet.telephone)} | days_of(sheet)).values())
        for sheet in sheets
    ]
    return [list(COLUMNS), *rows]


def days_of(sheet: Referent) -> dict[str, datetime.date | None]:
    """Its dates by field."""
    return {name: getattr(sheet, name) for name in DATES}


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


# In -----------------------------------------------------------------------------------------------------------------
def read(name: str, content: bytes) -> list[dict[str, str]]:
    """Rows of a file by field. Raises TableFileError when it is no table of sheets."""
    return read_table(name, content, COLUMNS, REQUIRED, MAX_LINES)


def plan(rows: list[dict[str, str]]) -> Plan:
    """The dry run: what each row would do, and every mistake."""
    return _run(rows, None, is_dry_run=True)


def apply(rows: list[dict[str, str]], user: AbstractBaseUser) -> Plan:
    """Publish every row; nothing when one of them has a mistake (the plan says which)."""
    return _run(rows, user, is_dry_run=False)


def _run(rows: list[dict[str, str]], user: AbstractBaseUser | None, *, is_dry_run: bool) -> Plan:
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
            if not (is_dry_run or sheet.pk):
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
            if changed and not is_dry_run:
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
            setattr(sheet, name, read_day(value) if value else None)
        except ValueError:
            return [f"écrivez 2026-11-30, pas «\u00a0{value}\u00a0»"]
        return []
    if name == "telephone":
        setattr(sheet, name, read_phone(with_lost_zero(value)) or value)
        return []
    if name == "disp":
        sheet.disp_id = value
        return [f"{value} n’existe pas"] if value and value not in known[Disp] else []
    setattr(sheet, name, value)
    return []


def with_lost_zero(telephone: str) -> str:
    """A number that a spreadsheet took for a sum: 261910012 is 0261910012, 33261910012 is +33261910012."""
    if telephone.isdecimal() and not telephone.startswith("0"):
        return f"0{telephone}" if len(telephone) == FRENCH_PHONE_DIGITS - 1 else f"+{telephone}"
    return telephone
