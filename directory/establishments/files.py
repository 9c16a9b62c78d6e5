"""The file of establishments, read and checked: every fault in French with its line, before the database sees a row.

Pure but for the territory it is checked against, which the caller hands over.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from directory.establishments.distance import Point, kilometres
from directory.establishments.kinds import Kind, Precision, Status
from portal.files.csv_reader import TableFileError, decoded, read_rows
from portal.french.words import typographic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE = Path(__file__).parents[1] / "data" / "establishments.csv"
# Column → longest value, in the order of the header.
COLUMNS = {
    "id": 60, "name": 120, "type": 40, "commune_insee": 5, "commune_name": 80, "department_code": 3, "disp": 20,
    "latitude": 12, "longitude": 12, "point": 15, "source": 80, "source_date": 10, "status": 15, "note": 400,
}  # fmt: skip
SOURCES = {
    "justice-2026": "ministère de la Justice, statistique mensuelle des établissements, juillet 2026",
    "dila-2016": "annuaire de l’administration (DILA), février 2016",
    "a44-2015": "code de procédure pénale, article A44, rédaction de 2015",
    "annonce-2021": "annonce du Gouvernement du 20 avril 2021",
}
FURTHEST_KM = 30  # from the point of its commune: farther is a mistake of the file
SAME_POINT_KM = 0.1
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class EstablishmentFileError(ValueError):
    """The file is wrong: `faults` are sentences in French, each with its line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, checked; `sources` are codes of SOURCES joined by « + »."""

    slug: str
    name: str
    kind: Kind
    commune: str
    latitude: float
    longitude: float
    precision: Precision
    sources: str
    verified_on: datetime.date
    status: Status
    note: str


@dataclass(frozen=True, slots=True)
class KnownCommune:
    """What the territory says of a commune; `point` is None where the tables have none."""

    name: str
    department: str
    disp: str
    point: Point | None


def read_establishments(content: bytes, communes: Mapping[str, KnownCommune]) -> list[Row]:
    """The rows of the file; `communes` by Insee code. Raises EstablishmentFileError with every fault of every line."""
    faults: list[str] = []
    rows: list[Row] = []
    lines: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    for number, values in _lines(content):
        found, row = _checked(values, communes)
        if values["id"] in lines:
            found.append(f"l’identifiant «\u00a0{values['id']}\u00a0» est déjà à la ligne {lines[values['id']]}")
        place = (values["name"], values["commune_insee"])
        if place in places:
            found.append(f"même nom et même commune qu’à la ligne {places[place]}")
        lines.setdefault(values["id"], number)
        places.setdefault(place, number)
        faults += [f"Ligne {number}\u00a0: {fault}." for fault in found]
        if row is not None:
            rows.append(row)
    if not lines and not faults:
        faults.append("Le fichier n’a aucune ligne après l’en-tête.")
    if faults:
        raise EstablishmentFileError(faults)
    return rows


def _lines(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines as (number, value by column); raises for a file that is no table of these columns."""
    try:
        rows = read_rows(decoded(content), ",")
        _, header = next(rows, (1, []))
        if header != list(COLUMNS):
            expected = ",".join(COLUMNS)
            raise EstablishmentFileError([f"Ligne 1 : l’en-tête doit être « {expected} »."])
        for number, values in rows:
            if len(values) != len(COLUMNS):
                wrong = f"{len(COLUMNS)} valeurs attendues, {len(values)} trouvées"
                raise EstablishmentFileError([f"Ligne {number} : {wrong}."])
            yield number, dict(zip(COLUMNS, values, strict=True))
    except TableFileError as error:
        wrong = "le fichier n’est pas en UTF-8" if error.is_encoding else "le CSV n’est pas lisible"
        raise EstablishmentFileError([f"Ligne {error.line} : {wrong}."]) from error


def _checked(values: dict[str, str], communes: Mapping[str, KnownCommune]) -> tuple[list[str], Row | None]:
    """Every fault of one line, and the row when there is none."""
    faults = [*_texts(values), *_words(values)]
    point = _point(values, faults)
    day = _day(values["source_date"], faults)
    commune = communes.get(values["commune_insee"])
    if commune is None:
        faults.append(f"la commune {values['commune_insee'] or '(vide)'} n’existe pas dans les tables du territoire")
    else:
        faults += _place(values, commune, point)
    if faults or point is None or day is None:
        return faults, None
    return [], Row(
        slug=values["id"],
        name=typographic(values["name"]),
        kind=Kind.of(values["type"]),
        commune=values["commune_insee"],
        latitude=point.latitude,
        longitude=point.longitude,
        precision=Precision(values["point"]),
        sources=values["source"],
        verified_on=day,
        status=Status.of(values["status"]),
        note=values["note"],
    )


def _texts(values: dict[str, str]) -> Iterator[str]:
    for (column, longest), value in zip(COLUMNS.items(), values.values(), strict=True):
        if not value and column != "note":
            yield f"{column} est vide"
        if len(value) > longest:
            yield f"{column} dépasse {longest} caractères"
        if value != value.strip() or not value.replace("\u00a0", " ").isprintable():
            yield f"{column} contient un caractère invisible ou une espace en trop"


def _words(values: dict[str, str]) -> Iterator[str]:
    """What must be one of a list."""
    known = {
        "type": [kind.in_file for kind in Kind],
        "status": [status.in_file for status in Status],
        "point": list(Precision.values),
    }
    for column, accepted in known.items():
        if values[column] and values[column] not in accepted:
            yield f"{column} «\u00a0{values[column]}\u00a0» est inconnu\u00a0: écrivez {', '.join(accepted)}"
    if values["id"] and not _SLUG.fullmatch(values["id"]):
        yield f"l’identifiant «\u00a0{values['id']}\u00a0» n’est pas fait de minuscules, chiffres et tirets"
    for source in values["source"].split("+"):
        if source and source not in SOURCES:
            yield f"la source «\u00a0{source}\u00a0» est inconnue\u00a0: écrivez {', '.join(SOURCES)}"
    if values["status"] in {each.in_file for each in Status if each.needs_note} and not values["note"]:
        yield f"un établissement «\u00a0{values['status']}\u00a0» demande une note"


def _point(values: dict[str, str], faults: list[str]) -> Point | None:
    degrees = []
    for column, limit in (("latitude", 90), ("longitude", 180)):
        try:
            number = float(values[column])
        except ValueError:
            number = float("nan")
        if not -limit <= number <= limit:
            faults.append(f"{column} «\u00a0{values[column]}\u00a0» n’est pas un nombre de degrés")
        else:
            degrees.append(number)
    return Point(*degrees) if len(degrees) == 2 else None


def _day(text: str, faults: list[str]) -> datetime.date | None:
    if _DAY.fullmatch(text):  # `fromisoformat` alone would read 20260701 and 2026-W27-3 too
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(text)
    faults.append(f"source_date « {text} » n’est pas une date comme 2026-07-01")
    return None


def _place(values: dict[str, str], commune: KnownCommune, point: Point | None) -> Iterator[str]:
    """The territory's own word on where this is: names, department, direction, and a point that lies there."""
    insee = values["commune_insee"]
    if values["commune_name"] != commune.name:
        yield f"la commune {insee} s’appelle {commune.name}, pas «\u00a0{values['commune_name']}\u00a0»"
    if values["department_code"] != commune.department:
        yield f"{commune.name} est dans le département {commune.department}, pas {values['department_code']}"
    if values["disp"] != commune.disp:
        yield f"le département {commune.department} dépend de la direction {commune.disp}, pas {values['disp']}"
    if point is None or commune.point is None:
        return
    away = kilometres(point, commune.point)
    if away > FURTHEST_KM:
        yield f"le point est à {round(away)}\u00a0km de {commune.name}"
    elif values["point"] == Precision.COMMUNE and away > SAME_POINT_KM:
        yield f"le point n’est pas celui de la commune de {commune.name}"
