"""Workshops as CSV and XLSX files: out, and in again after a dry run, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from directory.models import Establishment, Workshop
from directory.staff.tables import NO, YES, Plan, read_table
from portal.french.typed_dates import read_day

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

MAX_LINES = 6000
# Column of the file → field of the workshop, in the order of the file.
COLUMNS = {
    "identifiant": "slug", "établissement": "establishment", "nom": "name", "activité": "activity",
    "régime": "regime", "productions": "products", "surface": "surface", "hauteur": "height", "quai": "has_dock",
    "électricité": "power", "horaires": "hours", "libre_à_partir_du": "free_since", "confirmé_le": "verified_on",
}  # fmt: skip
REQUIRED = ("establishment", "name", "activity", "regime")
DATES = ("free_since", "verified_on")
NUMBERS = ("surface", "height")


def table() -> list[list[Any]]:
    """Header and one row a workshop, shown or hidden; days as such."""
    workshops = Workshop.objects.select_related("establishment").order_by("slug")
    return [
        list(COLUMNS),
        *(
            list((values_of(each) | {name: getattr(each, name) for name in (*DATES, "surface")}).values())
            for each in workshops
        ),
    ]


def values_of(workshop: Workshop) -> dict[str, str]:
    """A workshop as texts by field: « oui », « non » or nothing for the dock, dates 2026-11-30."""
    values = {name: getattr(workshop, name) for name in COLUMNS.values() if name != "establishment"}
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    texts["has_dock"] = {True: "oui", False: "non"}.get(workshop.has_dock, "")
    place = workshop.establishment.slug if workshop.establishment_id else ""
    return {name: place if name == "establishment" else texts[name] for name in COLUMNS.values()}


def read(name: str, content: bytes) -> list[dict[str, str]]:
    """Rows of a file by field. Raises TableFileError when it is no table of workshops."""
    return read_table(name, content, COLUMNS, REQUIRED, MAX_LINES)


def plan(rows: list[dict[str, str]]) -> Plan:
    """The dry run: what each row would do, and every mistake."""
    return _run(rows, user=None)


def apply(rows: list[dict[str, str]], user: AbstractBaseUser) -> Plan:
    """Store every row; nothing when one of them has a mistake (the plan says which)."""
    return _run(rows, user=user)


@transaction.atomic
def _run(rows: list[dict[str, str]], user: AbstractBaseUser | None) -> Plan:
    found = Plan(rows)
    places = {each.slug: each for each in Establishment.objects.all()}
    there = {each.slug: each for each in Workshop.objects.select_related("establishment")}
    filled: list[tuple[Workshop, dict[str, str]]] = []
    seen: set[str] = set()
    for row in rows:
        slug, line = row.get("slug", ""), int(row["line"])
        workshop = there.get(slug) or Workshop()
        before = values_of(workshop) if workshop.pk else {}
        problems = fill(workshop, row, places)
        if slug and slug not in there:
            problems.append("identifiant inconnu\u00a0: laissez la case vide pour un nouvel atelier")
        if slug and slug in seen:
            problems.append("identifiant en double dans le fichier")
        seen.add(slug)
        found.errors += [(line, problem) for problem in problems]
        filled.append((workshop, before))
    if found.errors:
        found.errors.sort()
        return found
    for workshop, before in filled:
        after = values_of(workshop)
        changed = [column for column, name in COLUMNS.items() if before.get(name) != after[name]]
        label = f"{workshop.name} ({workshop.establishment.name})"
        if not before:
            found.new.append(label)
        elif changed:
            found.changed.append((label, changed))
        else:
            found.unchanged += 1
        if user and changed:
            is_new = workshop.pk is None
            workshop.save()
            log(instance=workshop, action="wagtail.create" if is_new else "wagtail.edit", user=user)
    return found


def fill(workshop: Workshop, row: dict[str, str], places: dict[str, Establishment]) -> list[str]:
    """Write a row into a workshop in memory; return its mistakes in French, each with its column."""
    titles = {name: column for column, name in COLUMNS.items()}
    problems = [f"{titles[name]} manque" for name in REQUIRED if not row.get(name)]
    for name in set(row) - {"line", "slug"}:
        problems += [f"{titles[name]}\u00a0: {each}" for each in _write(workshop, name, row[name], places)]
    try:
        workshop.clean_fields(exclude=["establishment", "slug"])
    except ValidationError as error:
        said = {name: texts for name, texts in error.message_dict.items() if row.get(name)}
        problems += [f"{titles.get(name, name)}\u00a0: {' '.join(texts)}" for name, texts in said.items()]
    return sorted(problems)


def _write(workshop: Workshop, name: str, value: str, places: dict[str, Establishment]) -> list[str]:
    """One field; return what is wrong with its text."""
    known: Any = value
    if name == "establishment":
        if value and value not in places:
            return [f"{value} n’existe pas"]
        workshop.establishment = places.get(value)
        return []
    if name == "has_dock":
        if value.lower() not in (*YES, *NO):
            return [f"écrivez oui, non ou rien, pas «\u00a0{value}\u00a0»"]
        known = None if not value else value.lower() in YES
    elif name in DATES:
        try:
            known = read_day(value) if value else None
        except ValueError:
            return [f"écrivez 2026-11-30, pas «\u00a0{value}\u00a0»"]
    elif name in NUMBERS:
        known = value.replace(",", ".").removesuffix(".0") or None
        try:
            known = None if known is None else Workshop._meta.get_field(name).to_python(known)  # noqa: SLF001 - documented
        except ValidationError:
            return [f"écrivez un nombre, pas «\u00a0{value}\u00a0»"]
    setattr(workshop, name, known)
    return []
