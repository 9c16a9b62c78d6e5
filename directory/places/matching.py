"""A place and a mission → the referents in charge, and the reason. Pure.

`match` answers in one of three ways: `Route` when all that the text may mean has the same direction and the same
referents, `Ask` when a choice of the person would change them, `Unknown` when the text names no place. It never
guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from directory.places.place import department_place, distinct
from directory.places.reading import read_place
from directory.places.sentences import because, why_ask, why_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from directory.places.index import Gazetteer
    from directory.places.place import Place, Reason
    from directory.places.rows import DispEntry


class Serving(Protocol):
    """What matching needs to know of a referent."""

    @property
    def department_codes(self) -> frozenset[str]: ...

    @property
    def mission_codes(self) -> frozenset[str]: ...

    def __hash__(self) -> int: ...


R = TypeVar("R", bound=Serving)


@dataclass(frozen=True, slots=True)
class Route(Generic[R]):
    """All places have the same answer. `referents` are in the order given, those of the mission first.

    Without referents the post is vacant: `disps` (one) says whose mailbox answers. `notes` are sentences on what became
    of the name typed.
    """

    places: tuple[Place, ...]
    disps: tuple[DispEntry, ...]
    referents: tuple[R, ...]
    because: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """The answer depends on which of these places is meant; biggest first. `Place.query` is what a choice asks next.

    `disps` are those of the places, each once. `question` says why it is put.
    """

    places: tuple[Place, ...]
    disps: tuple[DispEntry, ...]
    question: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """The text names no place: `message` says why in French, `suggestions` what it may have been meant for."""

    reason: Reason
    message: str
    suggestions: tuple[Place, ...] = ()


def departments_of(text: str, gazetteer: Gazetteer) -> list[str]:
    """Codes of the departments of the places that a text may mean: whoever serves none of them is not asked for."""
    return list(dict.fromkeys(code for place in read_place(text, gazetteer).places for code in place.departments))


def match(
    text: str, *, gazetteer: Gazetteer, referents: Sequence[R], mission: str | None = None
) -> Route[R] | Ask | Unknown:
    """Who answers for the place that a person typed.

    `referents` are all that may answer, in the order they should be shown; the same objects come back. Those that serve
    none of its departments (`departments_of`) may be left out. `mission` is one of their mission codes and only changes
    that order.
    """
    reading = read_place(text, gazetteer)
    if reading.reason:
        return Unknown(reading.reason, why_unknown(reading), reading.suggestions)
    departments = dict.fromkeys(code for place in reading.places for code in place.departments)
    serving = {
        code: frozenset(referent for referent in referents if code in referent.department_codes) for code in departments
    }
    disps = tuple({disp.code: disp for disp in (gazetteer.disp_of(code) for code in departments)}.values())
    notes = tuple(dict.fromkeys(place.note for place in reading.places if place.note))
    if len(disps) == 1 and len(set(serving.values())) == 1:
        return Route(
            places=reading.places,
            disps=disps,
            referents=_ordered(next(iter(serving.values())), referents, mission),
            because=because(reading, disps[0], gazetteer),
            notes=(*notes, reading.conflict) if reading.conflict else notes,
        )
    places = reading.places
    if len(places) > 1:  # each place tells what became of its name beside its choice
        notes = ()
    if len(places) == 1:  # a region or a direction whose departments have different referents
        places = distinct(department_place(code, gazetteer) for code in departments)
    return Ask(places, disps, why_ask(reading, gazetteer), notes)


def _ordered(chosen: frozenset[R], referents: Iterable[R], mission: str | None) -> tuple[R, ...]:
    ordered = dict.fromkeys(referent for referent in referents if referent in chosen)
    return tuple(sorted(ordered, key=lambda referent: mission is not None and mission not in referent.mission_codes))
