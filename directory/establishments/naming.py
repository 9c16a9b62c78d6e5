"""The name of an establishment as people type it → the establishment, and the commune it lies in.

Read only when a text names no place: « Fresnes » is a commune first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from directory.establishments.bare_names import bare_name
from directory.establishments.kinds import Status
from directory.establishments.models import Establishment
from directory.places import people
from directory.places.place import commune_place
from portal.cms.cached import cached_rows
from portal.french.words import of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from directory.places.index import Gazetteer
    from directory.places.people import NameMatches
    from directory.places.place import Place

SHORTEST = 3  # letters that may begin a name
NAMES_KEY = "directory:establishments:folded"


class Located(NamedTuple):
    """The commune of the establishments that were named, and a sentence that says so."""

    place: Place
    note: str


def called(typed: str) -> NameMatches[Establishment]:
    """The establishments that bear a name, and those that may have been meant; the open ones first; one query."""
    rows = Establishment.objects.only("slug", "name", "commune_id", "status")
    return people.named(bare_name(typed), sorted(rows, key=lambda each: (each.status != Status.OPEN, each.name)))


def located(named: Sequence[Establishment], gazetteer: Gazetteer) -> Located | None:
    """Where these establishments are, when that is one commune; no query."""
    communes = {each.commune_id for each in named}
    if len(communes) != 1 or not communes <= gazetteer.communes.keys():
        return None
    place = commune_place(gazetteer.communes[communes.pop()], gazetteer)
    closed = "" if any(each.status != Status.CLOSED for each in named) else " (établissement fermé)"
    return Located(place, f"{named[0].name}{closed}\u00a0: commune {of(place.label)}.")


def beginning_with(typed: str, limit: int) -> list[Establishment]:
    """Open establishments whose name, or a word of it, begins as what was typed; with their commune, one query."""
    start = bare_name(typed)
    if len(start) < SHORTEST:
        return []
    return list(Establishment.objects.receiving().begun_by(start).select_related("commune")[:limit]) if start else []


def folded_names() -> list[tuple[int, str]]:
    """Key and folded name of every establishment: they are some two hundred, and each search looks for one."""
    return cached_rows(NAMES_KEY, lambda: list(Establishment.objects.order_by().values_list("pk", "folded_name")))


def bearing(typed: str) -> list[Establishment]:
    """Establishments that bear exactly the name typed, closed ones only when no other does, with place and workshops;
    three queries at most, none for a text that no name holds once names are known.
    """
    name = bare_name(typed)
    words = [word for word in name.split() if len(word) >= SHORTEST]
    if not words:
        return []
    longest = max(words, key=len)
    keys = [pk for pk, folded in folded_names() if longest in folded]
    candidates = list(Establishment.objects.filter(pk__in=keys).with_place().with_workshops()) if keys else []
    # The whole name first: « maison d’arrêt de Caen » is not whatever else stands in Caen.
    found = people.named(typed, candidates).exact or people.named(name, candidates).exact
    return [each for each in found if each.status != Status.CLOSED] or list(found)
