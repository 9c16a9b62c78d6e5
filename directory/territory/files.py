"""The files of ``directory/data``, read and checked. Pure: the database sees nothing before all of them are right."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from directory.places.index import Gazetteer
from directory.places.rows import (
    ASSOCIATED,
    DELEGATED,
    DISTRICT,
    INSEE_CODE,
    MERGED,
    PARTED,
    RENAMED,
    TYPED_CODE,
    AreaNameEntry,
    CedexEntry,
    CommuneEntry,
    DepartmentEntry,
    DispEntry,
    FormerNameEntry,
    RegionEntry,
)
from directory.territory.csv_lines import CsvLine, read_bytes, read_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    Known = Mapping[str, Collection[str]]  # file → its codes

DATA = Path(__file__).parents[1] / "data"

# File → column → longest value. The columns stand in this order in the header.
COLUMNS: dict[str, dict[str, int]] = {
    "disp.csv": {
        "code": 20,
        "seat": 40,
        "short_label": 40,
        "name": 120,
        "plain_name": 80,
        "mailbox": 254,
        "telephone": 30,
        "sort_order": 4,
    },
    "regions.csv": {"code": 3, "name": 60, "slug": 60, "within": 80, "disp": 20},
    "departments.csv": {"code": 3, "name": 60, "with_article": 70, "region": 3},
    "communes.csv": {
        "insee": 5,
        "name": 80,
        "department": 3,
        "postal_codes": 300,
        "population": 8,
        "latitude": 12,
        "longitude": 12,
    },
    "former_names.csv": {"name": 80, "insee": 5, "kind": 14, "ended": 4},
    "area_names.csv": {"name": 60, "departments": 60, "note": 200},
    "cedex.csv": {"code": 5, "label": 80, "department": 3},
}
OPTIONAL = frozenset({"telephone", "population", "latitude", "longitude", "ended", "note"})
FORMER_KINDS = frozenset({DELEGATED, ASSOCIATED, MERGED, RENAMED, PARTED, DISTRICT, TYPED_CODE, INSEE_CODE})

# Part of the fingerprint: raise it when the same files are to be stored in another way.
LAYOUT = b"2"

_FIVE_DIGITS = re.compile(r"[0-9]{5}")
_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_SLUG = re.compile(r"[a-z0-9-]+")


class DispRow(NamedTuple):
    """A line of disp.csv; mailbox and telephone are first values, an operator may change them afterwards."""

    code: str
    seat: str
    short_label: str
    name: str
    plain_name: str
    mailbox: str
    telephone: str
    sort_order: int


class RegionRow(NamedTuple):
    code: str
    name: str
    slug: str
    within: str
    disp: str


class CommuneRow(NamedTuple):
    insee: str
    name: str
    department: str
    postal_codes: tuple[str, ...]
    population: int | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Tables:
    """All files of one folder, checked: every reference leads to a line, no code is there twice."""

    disps: list[DispRow]
    regions: list[RegionRow]
    departments: list[DepartmentEntry]
    communes: list[CommuneRow]
    former_names: list[FormerNameEntry]
    area_names: list[AreaNameEntry]
    cedex: list[CedexEntry]
    sha256: str

    def gazetteer(self) -> Gazetteer:
        """The look-ups over these files, without a database."""
        return Gazetteer(
            disps=[DispEntry(row.code, row.seat, row.short_label, row.plain_name) for row in self.disps],
            regions=[RegionEntry(row.code, row.name, row.within, row.disp) for row in self.regions],
            departments=self.departments,
            communes=[
                CommuneEntry(*row[:4], row.population or 0, row.latitude, row.longitude) for row in self.communes
            ],
            former_names=self.former_names,
            area_names=self.area_names,
            cedex=self.cedex,
        )


def fingerprint(folder: Path = DATA) -> str:
    """The SHA-256 that stands for the content of all files, in hexadecimal."""
    digest = hashlib.sha256(LAYOUT)
    for name in COLUMNS:
        content = read_bytes(folder / name)
        digest.update(f"\n{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def read_tables(folder: Path = DATA) -> Tables:
    """All files of `folder`; raises `TableFileError` on the first thing wrong."""
    disps = [_disp(line) for line in _lines(folder, "disp.csv", unique=("code", "seat"))]
    known = {"disp.csv": {row.code for row in disps}}
    regions = [_region(line, known) for line in _lines(folder, "regions.csv", unique=("code", "slug"))]
    known["regions.csv"] = {row.code for row in regions}
    departments = [_department(line, known) for line in _lines(folder, "departments.csv", unique=("code",))]
    known["departments.csv"] = {row.code for row in departments}
    communes = [_commune(line, known) for line in _lines(folder, "communes.csv", unique=("insee",))]
    known["communes.csv"] = {row.insee for row in communes}
    former_names = [_former_name(line, known) for line in _lines(folder, "former_names.csv", may_be_empty=True)]
    return Tables(
        disps=disps,
        regions=regions,
        departments=departments,
        communes=communes,
        former_names=list(dict.fromkeys(former_names)),
        area_names=[
            _area(line, known) for line in _lines(folder, "area_names.csv", unique=("name",), may_be_empty=True)
        ],
        cedex=[_cedex(line, known) for line in _lines(folder, "cedex.csv", unique=("code",), may_be_empty=True)],
        sha256=fingerprint(folder),
    )


def _lines(folder: Path, name: str, *, unique: Collection[str] = (), may_be_empty: bool = False) -> Iterator[CsvLine]:
    return read_lines(folder / name, COLUMNS[name], optional=OPTIONAL, unique=unique, may_be_empty=may_be_empty)


def _disp(line: CsvLine) -> DispRow:
    line.must_match("code", _SLUG)
    code, seat, short_label, name, plain_name, mailbox, telephone, _ = line.values
    rank = line.whole("sort_order") or 0
    return DispRow(code, seat, short_label, name, plain_name, mailbox, telephone, rank)


def _region(line: CsvLine, known: Known) -> RegionRow:
    line.must_match("slug", _SLUG)
    line.must_refer("disp", "disp.csv", known)
    return RegionRow(*line.values)


def _department(line: CsvLine, known: Known) -> DepartmentEntry:
    line.must_refer("region", "regions.csv", known)
    return DepartmentEntry(*line.values)


def _commune(line: CsvLine, known: Known) -> CommuneRow:
    insee, name, department, postal_codes = line.values[:4]
    line.must_match("insee", _INSEE)
    line.must_refer("department", "departments.csv", known)
    codes = tuple(postal_codes.split(" "))
    if not all(map(_FIVE_DIGITS.fullmatch, codes)) or len(set(codes)) < len(codes):
        line.fail(f"postal_codes must be five digits each, once each, not {postal_codes!r}")
    population = line.whole("population")
    latitude, longitude = line.degrees("latitude", 90), line.degrees("longitude", 180)
    return CommuneRow(insee, name, department, codes, population, latitude, longitude)


def _former_name(line: CsvLine, known: Known) -> FormerNameEntry:
    line.must_refer("insee", "communes.csv", known)
    if line["kind"] not in FORMER_KINDS:
        line.fail(f"kind must be one of {', '.join(sorted(FORMER_KINDS))}, not {line['kind']!r}")
    name, insee, kind, _ = line.values
    return FormerNameEntry(name, insee, kind, line.whole("ended"))


def _area(line: CsvLine, known: Known) -> AreaNameEntry:
    name, codes, note = line.values
    for code in codes.split(" "):
        if code not in known["departments.csv"]:
            line.fail(f"departments names {code!r}, which departments.csv does not have")
    return AreaNameEntry(name, tuple(codes.split(" ")), note)


def _cedex(line: CsvLine, known: Known) -> CedexEntry:
    line.must_match("code", _FIVE_DIGITS)
    line.must_refer("department", "departments.csv", known)
    return CedexEntry(*line.values)
