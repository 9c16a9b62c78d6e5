"""Where a list of establishments starts from: a place as people type it, or a point; else why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from directory.establishments.distance import Point, read_point
from directory.establishments.naming import called, located
from directory.places.place import Reason
from directory.places.reading import read_place
from directory.places.rows import COMMUNE
from directory.places.sentences import why_unknown
from portal.french.words import capitalised, number, of

if TYPE_CHECKING:
    from directory.places.index import Gazetteer
    from directory.places.place import Place, Reading

CHOICES_SHOWN = 12


@dataclass(frozen=True)
class Origin:
    """What the address asks for.

    `point` measures distances, `departments` narrow the list to an area where no point would be honest, `choices` are
    places to pick from, `problem` is a sentence in French; at most one of them is set, and none when nothing was asked.
    """

    typed: str = ""
    label: str = ""  # « Lisieux »; « la Seine-Maritime »
    point: Point | None = None
    departments: tuple[str, ...] = ()
    note: str = ""  # from where distances are measured
    disp: str = ""  # code of the direction of the place
    question: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (label, address)
    problem: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What an address repeats to start from here again."""
        if self.point and not self.typed:
            return {"point": f"{self.point.latitude:g},{self.point.longitude:g}"}
        return {"lieu": self.typed} if self.typed else {}


def address(**query: str) -> str:
    """Address of the list, fit to be shared."""
    path = reverse("establishments:list")
    return f"{path}?{urlencode(query)}" if query else path


def origin_of(typed: str, point: str, gazetteer: Gazetteer) -> Origin:
    """Where to start: the place typed, else the point « 49.146,0.226 »; no query but for a name of no place (one)."""
    if typed:
        return _of_place(typed, gazetteer)
    if not point:
        return Origin()
    found = read_point(point)
    if found is None:
        return Origin(
            problem="Ce point n’est pas lisible\u00a0: écrivez latitude et longitude, «\u00a049.146,0.226\u00a0»."
        )
    return Origin(label="ce point", point=found, note="Distances à vol d’oiseau depuis ce point.")


def _of_place(typed: str, gazetteer: Gazetteer) -> Origin:
    reading = read_place(typed, gazetteer)
    if reading.reason is Reason.UNKNOWN_NAME:
        named = called(typed)
        if found := located(named.exact, gazetteer):
            return _at(found.place, typed, found.note, gazetteer)
        choices = [(each.name, each.get_absolute_url()) for each in named.exact or named.near]
        choices += [(place.title, address(lieu=place.query)) for place in reading.suggestions]
        return Origin(typed=typed, problem=why_unknown(reading), choices=tuple(choices[:CHOICES_SHOWN]))
    if reading.reason is Reason.NATIONAL:
        return Origin(typed=typed)
    if reading.reason:
        choices = [(place.title, address(lieu=place.query)) for place in reading.suggestions]
        return Origin(typed=typed, problem=why_unknown(reading), choices=tuple(choices))
    return _of_places(reading, typed, gazetteer)


def _of_places(reading: Reading, typed: str, gazetteer: Gazetteer) -> Origin:
    places = reading.places
    biggest, communes = places[0], all(place.kind == COMMUNE for place in places)
    if len(places) == 1:
        if biggest.kind != COMMUNE:
            return _area(biggest, typed, gazetteer)
        return _at(biggest, typed, biggest.note, gazetteer)
    if communes and reading.code and not reading.conflict:
        note = f"{biggest.label} est la plus peuplée des {number(len(places))} communes du {reading.code}."
        return _at(biggest, typed, note, gazetteer)
    shown = places[:CHOICES_SHOWN]
    return Origin(
        typed=typed,
        question="Laquelle est la vôtre\u00a0?" if communes else "De quel lieu s’agit-il\u00a0?",
        choices=tuple((place.choice, address(lieu=place.query)) for place in shown),
    )


def _at(place: Place, typed: str, note: str, gazetteer: Gazetteer) -> Origin:
    """From a commune: its point is all that is known of where somebody lives there."""
    point = rough_point(place)
    if point is None:
        return Origin(
            typed=typed, label=place.label, departments=place.departments,
            note=f"Nous ne savons pas où se trouve {place.label}\u00a0: voici son département.",
        )  # fmt: skip
    said = f"Distances à vol d’oiseau, depuis le centre de la commune {of(place.label)}."
    disp = gazetteer.disp_of(place.departments[0]).code
    return Origin(typed=typed, label=place.label, point=point, note=f"{note} {said}".strip(), disp=disp)


def _area(place: Place, typed: str, gazetteer: Gazetteer) -> Origin:
    """A department or more has no honest point: the list keeps what lies inside."""
    one = gazetteer.departments[place.departments[0]].with_article if len(place.departments) == 1 else ""
    return Origin(typed=typed, label=capitalised(one) or place.label, departments=place.departments, note=place.note)


def rough_point(place: Place) -> Point | None:
    """The point of a commune, which only stands for it; None for an area, and where the tables have none."""
    commune = place.commune
    if commune is None or commune.latitude is None or commune.longitude is None:
        return None
    return Point(commune.latitude, commune.longitude, is_exact=False)
