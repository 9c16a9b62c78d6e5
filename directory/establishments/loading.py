"""Checked rows → the database: what is new is added, what differs is changed and logged; nothing is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import log

from directory.establishments.distance import Point
from directory.establishments.files import KnownCommune, Row, read_establishments
from directory.establishments.models import Establishment
from directory.places.folding import fold
from directory.territory.models import Commune

if TYPE_CHECKING:
    from collections.abc import Sequence

LOADED = "directory.establishment_loaded"
# Field of the row → field of the model; the slug is the key.
FIELDS = {
    "name": "name", "kind": "kind", "commune": "commune_id", "latitude": "latitude", "longitude": "longitude",
    "precision": "precision", "sources": "sources", "verified_on": "verified_on", "status": "status", "note": "note",
}  # fmt: skip


@dataclass
class Difference:
    """What a file would change: by slug, and for each changed one the fields with their old and new value."""

    added: list[str] = field(default_factory=list)
    changed: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    unchanged: int = 0
    absent: list[str] = field(default_factory=list)  # in the database, not in the file: they stay

    @property
    def is_empty(self) -> bool:
        """Whether the database already says what the file says."""
        return not self.added and not self.changed


def known_communes() -> dict[str, KnownCommune]:
    """The communes that a file may name, by Insee code; one query."""
    rows = Commune.objects.values_list(
        "insee", "name", "department_id", "department__region__disp_id", "latitude", "longitude"
    )
    return {
        insee: KnownCommune(
            name, department, disp, None if latitude is None or longitude is None else Point(latitude, longitude)
        )
        for insee, name, department, disp, latitude, longitude in rows
    }


def read(content: bytes) -> list[Row]:
    """The rows of a file, checked against the territory as it is loaded. Raises EstablishmentFileError."""
    return read_establishments(content, known_communes())


@transaction.atomic
def load(rows: Sequence[Row], *, dry_run: bool = False) -> Difference:
    """Store the rows, each with its line in the history, and say what changed; a dry run only says it.

    Saved one by one, so that the search hears of each.
    """
    there = {each.slug: each for each in Establishment.objects.all()}
    found = Difference(absent=sorted(there.keys() - {row.slug for row in rows}))
    for row in rows:
        values = {name: getattr(row, source) for source, name in FIELDS.items()}
        establishment = there.get(row.slug)
        if establishment is None:
            found.added.append(row.slug)
            changes: dict[str, tuple[str, str]] = {}
        else:
            changes = {
                name: (str(getattr(establishment, name)), str(value))
                for name, value in values.items()
                if getattr(establishment, name) != value
            }
            if not changes:
                found.unchanged += 1
                continue
            found.changed[row.slug] = changes
        if not dry_run:
            _store(establishment or Establishment(slug=row.slug), values, changes)
    return found


def _store(establishment: Establishment, values: dict[str, Any], changes: dict[str, tuple[str, str]]) -> None:
    for name, value in values.items():
        setattr(establishment, name, value)
    establishment.folded_name = " ".join(fold(establishment.name))
    establishment.save()
    log(instance=establishment, action=LOADED, data={"changes": {name: list(pair) for name, pair in changes.items()}})
