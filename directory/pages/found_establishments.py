"""Which establishments answer a query of the search: by name, near a place, or by what their workshops make.

« Fresnes », « prison près de Lisieux », « menuiserie », « conditionnement Normandie ». Every word must be understood:
a query that asks for more than this is for the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from directory.establishments import naming
from directory.establishments.activities import activities
from directory.establishments.kinds import Status
from directory.establishments.nearest import NEAREST, Near, Wanted, nearest, read_whole, spots
from directory.pages.near_me import address, rough_point
from directory.places.folding import fold
from directory.places.index import COMMUNE
from directory.places.reading import read_place
from portal.french.words import of
from search.language import french

if TYPE_CHECKING:
    from directory.establishments.activities import Activity
    from directory.establishments.distance import Point
    from directory.establishments.models import Establishment
    from directory.places.index import Gazetteer
    from directory.places.place import Place

MOST_WORDS = 10
# What people call these places, and what stands between their words.
_PLACES = frozenset({"prison", "etablissement", "penitentiaire", "atelier", "detention"})
_BETWEEN = frozenset(
    {"pres", "proche", "proximite", "autour", "cote", "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la"}
    | {"le", "les", "dans", "un", "une", "sur", "plus", "vers", "region"}
)


@dataclass(frozen=True)
class FoundEstablishments:
    """One answer: a title of level 2, its first establishments, and the list with all of them."""

    title: str
    near: tuple[Near, ...]
    count: int
    url: str

    @property
    def is_one(self) -> bool:
        """Whether it is one establishment by its name, which its own row says."""
        return len(self.near) == 1 and self.near[0].establishment.name == self.title


def found_establishments(typed: str, gazetteer: Gazetteer) -> FoundEstablishments | None:
    """What answers the words typed; at most three queries for a name and three for a list, one for other words."""
    words = fold(typed)
    if not 0 < len(words) <= MOST_WORDS:
        return None
    named = naming.bearing(typed)
    if named and named[0].status == Status.CLOSED:
        # The name of a town is no question about a prison that it once had.
        return None if read_place(typed, gazetteer).places else _closed(named[0])
    if named:
        shown = tuple(Near(each) for each in named[:NEAREST])
        title = named[0].name if len(named) == 1 else "Les établissements de ce nom"
        return FoundEstablishments(title, shown, len(named), named[0].get_absolute_url() if len(named) == 1 else "")
    activity, rest = _activity_in(words)
    asked = [word for word in rest if french.stem(word) not in _STEMS]
    if activity is None and len(asked) == len(rest):
        return None
    place_words = " ".join(word for word in asked if word not in _BETWEEN)
    place = _only_place(place_words, gazetteer) if place_words else None
    if (place_words and place is None) or (activity is None and place is None):
        return None
    return _list(activity, place, gazetteer)


def _closed(establishment: Establishment) -> FoundEstablishments:
    """A place that closed, then those that are near it: three queries."""
    near = nearest(establishment.point, limit=NEAREST - 1)
    return FoundEstablishments(
        establishment.name, (Near(establishment), *near), 1 + len(near), establishment.get_absolute_url()
    )


def _list(activity: Activity | None, place: Place | None, gazetteer: Gazetteer) -> FoundEstablishments | None:
    point: Point | None = rough_point(place) if place else None
    wanted = Wanted(
        activity=activity.code if activity else "", departments=place.departments if place and point is None else ()
    )
    found = spots(wanted.establishments(), point)
    if not found:
        return None
    query = {"activite": activity.code} if activity else {}
    if place:
        query["lieu"] = place.query
    made = activity.label if activity else "Les établissements"
    if place and point:
        title = f"{made}, au plus près {of(place.label)}" if activity else f"{made} les plus proches {of(place.label)}"
    else:
        title = f"{made}\u00a0: {place.label}" if place else f"{made}, dans les établissements"
    return FoundEstablishments(title, tuple(read_whole(found[:NEAREST])), len(found), address(**query))


def _activity_in(words: list[str]) -> tuple[Activity | None, list[str]]:
    """The activity that the most words name, and the other words."""
    stems = [french.stem(word) for word in words]
    best: tuple[int, Activity] | None = None
    for said, activity in _said():
        if said <= set(stems) and (best is None or len(said) > best[0]):
            best = (len(said), activity)
    if best is None:
        return None, words
    known = {french.stem(word) for name in (*best[1].words, best[1].label) for word in fold(name)}
    return best[1], [word for word, stem in zip(words, stems, strict=True) if stem not in known]


@cache
def _said() -> list[tuple[frozenset[str], Activity]]:
    """The stems of each name of each activity; the file is a part of the release."""
    return [
        (said, activity)
        for activity in activities().values()
        for name in activity.words
        if (said := frozenset(french.stem(word) for word in fold(name) if word not in _BETWEEN))
    ]


def _only_place(words: str, gazetteer: Gazetteer) -> Place | None:
    """The one place that words name; for one code or name of several, none: the place's own answer asks which."""
    places = read_place(words, gazetteer).places
    wide = [place for place in places if place.kind != COMMUNE]
    if len(places) == 1:
        return places[0]
    return wide[0] if len(wide) == 1 and not any(place.population > wide[0].population for place in places) else None


_STEMS = frozenset(french.stem(word) for word in _PLACES)
