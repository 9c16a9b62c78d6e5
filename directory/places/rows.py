"""Rows of the tables as places know them: directions, regions, departments, communes and other names. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

COMMUNE, DEPARTMENT, REGION, DISP, AREA = "commune", "department", "region", "disp", "area"

# Kinds of former names: what became of the commune that bore one.
DELEGATED, ASSOCIATED, MERGED, RENAMED, PARTED = "deleguee", "associee", "fusionnee", "renommee", "separee"
# Kinds that are no former communes: a district, a code typed for a whole city, a former Insee code.
DISTRICT, TYPED_CODE, INSEE_CODE = "arrondissement", "code", "insee"


@dataclass(frozen=True, slots=True)
class DispEntry:
    code: str
    seat: str
    short_label: str
    plain_name: str  # after « la »


@dataclass(frozen=True, slots=True)
class RegionEntry:
    code: str
    name: str
    within: str  # « en Normandie »
    disp: str


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    code: str
    name: str
    with_article: str
    region: str


@dataclass(frozen=True, slots=True)
class CommuneEntry:
    """Population in inhabitants, 0 when unknown; latitude and longitude in WGS84 degrees."""

    insee: str
    name: str
    department: str
    postal_codes: tuple[str, ...]
    population: int = 0
    latitude: float | None = None
    longitude: float | None = None


class FormerNameEntry(NamedTuple):
    """A name or code that a commune of today is still asked for by; `ended` is the year when it ceased, if known."""

    name: str
    insee: str
    kind: str
    ended: int | None = None


class AreaNameEntry(NamedTuple):
    name: str
    departments: tuple[str, ...]
    note: str = ""


class CedexEntry(NamedTuple):
    code: str
    label: str
    department: str


class Bearer(NamedTuple):
    """Who bears a name: `kind` and `code` say what it is, `alias` the other name it was found under, if any.

    `became` is the kind of that former name and `ended` its last year. `is_begun`: only the first words of the name
    were asked for.
    """

    kind: str
    code: str
    alias: str = ""
    became: str = ""
    ended: int | None = None
    is_begun: bool = False
