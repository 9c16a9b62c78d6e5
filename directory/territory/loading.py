"""Checked tables → the database: what is new is added, what differs is changed, what has vanished is removed.

Rows that anything else refers to are never deleted, whatever the reference would do on deletion: they are kept, and
told. A kept commune loses its postal codes, which takes it out of the gazetteer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from directory.territory.models import (
    AreaName,
    Cedex,
    Commune,
    Department,
    Disp,
    FormerName,
    PostalCode,
    Region,
    TerritoryVersion,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from directory.territory.files import Tables

    Row = tuple[Any, ...]

CHUNK = 500  # keys in one IN (…): within the limits of every SQLite


@dataclass
class Change:
    """What happened to one table."""

    label: str
    rows: int
    added: int
    changed: int
    removed: int = 0
    kept: tuple[str, ...] = ()  # vanished from the files, yet referred to


@dataclass(frozen=True)
class _Table:
    """One model and the rows it shall hold: `fields` in the order of the rows' values, the first ones being the key."""

    model: Any  # a model class of this app, with its `objects`
    label: str
    fields: tuple[str, ...]
    key_length: int
    rows: Sequence[Row]
    first_values: tuple[str, ...] = ()  # fields written when a row is added, never afterwards

    def by_key(self, rows: Iterable[Row]) -> dict[Row, Row]:
        return {row[: self.key_length]: row[self.key_length :] for row in rows}


def load(tables: Tables, tell: Callable[[str], object]) -> list[Change]:
    """Make the database hold `tables`, all or nothing; `tell` gets a line as each table is done."""
    with transaction.atomic():
        done = []
        for table in _plan(tables):
            change, gone = _upsert(table)
            tell(f"{table.label}: {change.rows:,} lines, {change.added:,} added, {change.changed:,} changed")
            done.append((table, change, gone))
        for table, change, gone in reversed(done):
            _remove(table, gone, change)
            if gone:
                tell(f"{table.label}: {change.removed:,} removed, {len(change.kept):,} kept")
        TerritoryVersion.objects.update_or_create(pk=1, defaults={"sha256": tables.sha256, "loaded_at": timezone.now()})
    return [change for _, change, _ in done]


def _plan(tables: Tables) -> Iterator[_Table]:
    """Parents before children, so that every reference finds its row."""
    yield _Table(
        Disp,
        "DISP",
        ("code", "seat", "short_label", "name", "plain_name", "sort_order", "mailbox", "telephone"),
        1,
        [(*row[:5], row.sort_order, row.mailbox, row.telephone) for row in tables.disps],
        first_values=("mailbox", "telephone"),
    )
    yield _Table(Region, "regions", ("code", "name", "slug", "within", "disp_id"), 1, tables.regions)
    departments = [(row.code, row.name, row.with_article, row.region) for row in tables.departments]
    yield _Table(Department, "departments", ("code", "name", "with_article", "region_id"), 1, departments)
    communes = [
        (row.insee, row.name, row.department, row.population, row.latitude, row.longitude) for row in tables.communes
    ]
    commune_fields = ("insee", "name", "department_id", "population", "latitude", "longitude")
    yield _Table(Commune, "communes", commune_fields, 1, communes)
    postal_codes = [(code, row.insee) for row in tables.communes for code in row.postal_codes]
    yield _Table(PostalCode, "postal codes", ("code", "commune_id"), 2, postal_codes)
    former_names = [(row.insee, row.name, row.kind, row.ended) for row in tables.former_names]
    yield _Table(FormerName, "former names", ("commune_id", "name", "kind", "ended"), 2, former_names)
    area_names = [(row.name, " ".join(row.departments), row.note) for row in tables.area_names]
    yield _Table(AreaName, "other names of areas", ("name", "department_codes", "note"), 1, area_names)
    yield _Table(Cedex, "CEDEX", ("code", "label", "department_id"), 1, tables.cedex)


def _upsert(table: _Table) -> tuple[Change, list[Row]]:
    """Add and change rows; also return the keys that the files no longer have."""
    compared = tuple(name for name in table.fields if name not in table.first_values)
    length = len(compared) - table.key_length
    stored = table.by_key(table.model.objects.order_by().values_list(*compared))
    wanted = table.by_key(table.rows)
    added = [key for key in wanted if key not in stored]
    changed = [key for key, values in wanted.items() if key in stored and stored[key] != values[:length]]
    updated = compared[table.key_length :]
    table.model.objects.bulk_create(
        [table.model(**dict(zip(table.fields, (*key, *wanted[key]), strict=True))) for key in (*added, *changed)],
        update_conflicts=bool(updated),
        update_fields=updated or None,
        unique_fields=table.fields[: table.key_length] if updated else None,
    )
    change = Change(table.label, rows=len(wanted), added=len(added), changed=len(changed))
    return change, [key for key in stored if key not in wanted]


def _remove(table: _Table, gone: Sequence[Row], change: Change) -> None:
    """Delete the rows of these keys, except those that something still refers to."""
    if not gone:
        return
    names = table.fields[: table.key_length]
    vanished = set(gone)
    rows = table.model.objects.order_by().values_list("pk", *names)
    keys = [pk for pk, *key in rows if tuple(key) in vanished]
    kept = {pk for chunk in _chunks(keys) for pk in _referred_to(table.model, chunk)}
    for chunk in _chunks([pk for pk in keys if pk not in kept]):
        table.model.objects.filter(pk__in=chunk).delete()
    change.removed = len(keys) - len(kept)
    change.kept = tuple(sorted(str(pk) for pk in kept))


def _referred_to(model: Any, keys: Sequence[Any]) -> set[Any]:
    """Which of these rows any other row refers to, by a foreign key or through a many-to-many table."""
    references = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)  # noqa: SLF001 - Django's documented API
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    ]
    found: set[Any] = set()
    for relation in references:
        rows = relation.related_model._base_manager.order_by()  # noqa: SLF001 - documented too; hides no row
        rows = rows.filter(**{f"{relation.field.name}__in": keys})
        found.update(rows.values_list(relation.field.attname, flat=True).distinct())
    return found


def _chunks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
