"""Who answers for what was typed, a prison's name included: places first, then names of establishments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from directory.establishments import naming
from directory.places.matching import Ask, Route, Unknown
from directory.places.place import Reason
from directory.referents import routing
from directory.territory.gazetteer import current_gazetteer

if TYPE_CHECKING:
    from directory.establishments.models import Establishment
    from directory.places.index import Gazetteer
    from directory.referents.models import Referent


class Meant(NamedTuple):
    """What a text that names no place means else: one sheet, or the people and establishments that may be meant."""

    sheet: Referent | None = None
    people: tuple[Referent, ...] = ()
    prisons: tuple[Establishment, ...] = ()


def route_for(
    text: str, mission: str | None = None, *, gazetteer: Gazetteer | None = None
) -> Route[Referent] | Ask | Unknown:
    """As `directory.referents.routing`; a text that names no place but an establishment means its commune.

    One query more for such a text, and those of a route when it does.
    """
    gazetteer = gazetteer or current_gazetteer()
    found = routing.route_for(text, mission, gazetteer=gazetteer)
    if not isinstance(found, Unknown) or found.reason is not Reason.UNKNOWN_NAME:
        return found
    meant = naming.located(naming.called(text).exact, gazetteer)
    if meant is None:
        return found
    there = routing.route_for(meant.place.query, mission, gazetteer=gazetteer)
    return found if isinstance(there, Unknown) else replace(there, notes=(meant.note, *there.notes))


def meant_by(text: str, found: Unknown) -> Meant:
    """Who or what an unknown name is near to; four queries, none for a text that is unknown for another reason.

    A name that one sheet bears means it; one that several bear proposes them all.
    """
    if found.reason is not Reason.UNKNOWN_NAME:
        return Meant()
    named = routing.people_named(text)
    if len(named.exact) == 1:
        return Meant(sheet=named.exact[0])
    return Meant(people=named.exact or named.near, prisons=naming.called(text).near)
