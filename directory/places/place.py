"""What reading a text yields: places, or the reason why there is none. Pure"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from directory.places.rows import AREA, COMMUNE, DEPARTMENT, DISP, REGION, Bearer, CommuneEntry
from portal.french.words import capitalised, of, plural, typographic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from directory.places.index import Gazetteer

CODES_SHOWN = 3


class Reason(StrEnum):
    """Why a text names no place."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    MALFORMED_CODE = "malformed_code"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_DEPARTMENT = "unknown_department"
    UNKNOWN_NAME = "unknown_name"
    MONACO = "monaco"
    FOREIGN = "foreign"
    ABROAD = "abroad"
    NATIONAL = "national"
    COMPANY = "company"
    UNSURE = "unsure"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that a text may mean.

    `kind` is commune, department, region, area (a former region) or disp, `code` its code in the tables.
    `departments` are the codes of those it lies in or consists of, `population` counts inhabitants, and `note` is a
    sentence on what became of the name typed, or empty. `weight` counts those who mean it by the words typed, at a
    guess; `is_begun` when these are only the first of its name.
    """

    kind: str
    code: str
    label: str  # « Le Havre »
    context: str  # « Seine-Maritime »; empty when the label says it all
    departments: tuple[str, ...]
    population: int
    commune: CommuneEntry | None = None
    typed_code: str = ""
    note: str = ""
    weight: int = 0
    is_begun: bool = False
    alias: str = ""  # the former name it was found under

    @property
    def postal_codes(self) -> tuple[str, ...]:
        return self.commune.postal_codes if self.commune else ()

    @property
    def named(self) -> str:
        """« Le Havre, Seine-Maritime », « Normandie »."""
        return f"{self.label}, {self.context}" if self.context and self.context != self.label else self.label

    @property
    def title(self) -> str:
        """« Le Havre, Seine-Maritime (76600) », « Seine-Maritime (76) », « Normandie »."""
        code = self.typed_code
        if not code and len(self.postal_codes) == 1:
            code = self.postal_codes[0]
        elif not code and self.kind == DEPARTMENT and not self.context:
            code = self.code
        return f"{self.named} ({code})" if code else self.named

    @property
    def codes(self) -> str:
        """Postal codes of a commune, « 97400, 97417, 97490 et 2 autres », or the number of a department."""
        shown, left = self.postal_codes[:CODES_SHOWN], len(self.postal_codes) - CODES_SHOWN
        further = f" et {left} {plural(left, 'autre')}" if left > 0 else ""
        return (", ".join(shown) + further) or (self.code if self.kind == DEPARTMENT else "")

    @property
    def choice(self) -> str:
        """What tells it from its namesakes, on one line: « Saint-Denis, La Réunion (97400, 97417, 97490) »."""
        return f"{self.named} ({self.codes})" if self.codes else self.named

    @property
    def proposal(self) -> str:
        """What is asked of who may have meant it: « Orvanne, aujourd’hui Moret-Loing-et-Orvanne, Seine-et-Marne »."""
        return f"{self.alias}, aujourd’hui {self.title}" if self.alias else self.title

    @property
    def query(self) -> str:
        """A text that `read_place` reads as this place and no other: what a link in a list of choices asks for."""
        if self.commune:
            return f"{self.commune.postal_codes[0]} {self.commune.name}"
        match self.kind:
            case "department":
                return self.code
            case "disp":
                return f"DISP {self.code}"
            case _:
                return f"région {self.label}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text means: either `places`, biggest first, or a `reason` why there is none, with `suggestions`.

    `typed` is the text without control characters. `code` is the one code that was read, known or not. `conflict` is a
    sentence when code and name are those of different places: both are in `places` then.
    """

    typed: str
    places: tuple[Place, ...] = ()
    reason: Reason | None = None
    suggestions: tuple[Place, ...] = ()
    code: str = ""
    conflict: str = ""


def place_of(bearer: Bearer, gazetteer: Gazetteer, *, typed_code: str = "") -> Place:
    """The place that bears a name of the tables."""
    match bearer.kind:
        case "commune":
            commune = gazetteer.communes[bearer.code]
            place = commune_place(commune, gazetteer, typed_code=typed_code, note=_became(bearer, commune))
        case "department":
            place = department_place(bearer.code, gazetteer, alias=bearer.alias)
        case "region":
            region = gazetteer.regions[bearer.code]
            note = gazetteer.area_names[bearer.alias].note if bearer.alias else ""
            place = _wide(
                REGION, region.code, region.name, gazetteer.departments_of_region[region.code], gazetteer, note
            )
        case _:
            area = gazetteer.area_names[bearer.code]
            place = _wide(AREA, area.name, area.name, area.departments, gazetteer, area.note)
    alias = typographic(bearer.alias) if bearer.became else ""
    return replace(place, weight=gazetteer.weight(bearer), is_begun=bearer.is_begun, alias=alias)


def _became(bearer: Bearer, commune: CommuneEntry) -> str:
    """What became of a former commune: a sentence, or nothing for a commune found by a name of today."""
    if not bearer.alias:
        return ""
    old, new = typographic(bearer.alias), typographic(commune.name)
    match bearer.became:
        case "renommee":
            return f"{capitalised(old)} s’appelle aujourd’hui {new}."
        case "separee":
            return f"L’ancienne commune {of(old)} est aujourd’hui partagée : {new} en faisait partie."
        case _:
            return f"L’ancienne commune {of(old)} fait aujourd’hui partie {of(new)}."


def commune_place(commune: CommuneEntry, gazetteer: Gazetteer, *, typed_code: str = "", note: str = "") -> Place:
    """`note` says what became of the former name that it was found under."""
    return Place(
        kind=COMMUNE,
        code=commune.insee,
        label=typographic(commune.name),
        context=gazetteer.departments[commune.department].name,
        departments=(commune.department,),
        population=commune.population,
        commune=commune,
        typed_code=typed_code,
        note=note,
        weight=commune.population,
    )


def department_place(code: str, gazetteer: Gazetteer, *, alias: str = "", typed_code: str = "") -> Place:
    """`alias` is a former name of it (then explained), or what is in it: « Sophia Antipolis »."""
    department = gazetteer.departments[code]
    former = gazetteer.area_names.get(alias)
    inside = bool(alias) and former is None
    return Place(
        kind=DEPARTMENT,
        code=code,
        label=typographic(alias) if inside else department.name,
        context=department.name if inside else "",
        departments=(code,),
        population=gazetteer.department_population[code],
        typed_code=typed_code,
        note=former.note if former else "",
        weight=gazetteer.department_population[code],
    )


def disp_place(code: str, gazetteer: Gazetteer) -> Place:
    disp = gazetteer.disps[code]
    return _wide(DISP, code, capitalised(disp.plain_name), gazetteer.departments_of_disp.get(code, ()), gazetteer)


def _wide(
    kind: str, code: str, label: str, departments: tuple[str, ...], gazetteer: Gazetteer, note: str = ""
) -> Place:
    population = sum(gazetteer.department_population[department] for department in departments)
    return Place(kind, code, label, "", departments, population, note=note, weight=population)


def distinct(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each place once, the likeliest first: by weight, whole names before first words.

    Without an area that a commune or department listed with it stands for. Paris is a commune and a department,
    Guadeloupe a department and a region: one of them is enough, since the other has the same referents.
    """
    by_identity: dict[tuple[str, str], Place] = {}
    for place in places:
        by_identity.setdefault((place.kind, place.code), place)
    kept = list(by_identity.values())
    in_communes = {place.departments for place in kept if place.kind == COMMUNE}
    in_departments = {place.departments for place in kept if place.kind == DEPARTMENT}
    kept = [
        place
        for place in kept
        if place.kind == COMMUNE
        or (
            place.departments not in in_communes
            and (place.kind == DEPARTMENT or place.departments not in in_departments)
        )
    ]
    return tuple(sorted(kept, key=lambda place: (-place.weight, place.is_begun, place.kind, place.code)))
