"""What a person may be about to type: communes, departments and regions, the most populous first. Pure.

Prefixes of names, of postal codes and of department numbers; a code followed by the first letters of a name too.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from directory.french_names import fold, name_key
from directory.place_found import commune_place, department_place, place_of
from directory.place_index import COMMUNE, DEPARTMENT
from directory.place_text import MAX_LENGTH, split_typed
from directory.ranked_names import RankedNames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from directory.place_index import Commune, Gazetteer, Named
    from directory.places import Place

MAX_PLACES = 8  # what a list under a field can hold
LOOKED_AT = 8 * MAX_PLACES  # names read for them: one place may bear several
CODE_LENGTH = 5
# What populations are divided by: a former commune and « Sophia Antipolis » hold a part of them, at a guess.
FORMER_COMMUNE, WIDE, INSIDE_DEPARTMENT = 10, 10, 1000


class Suggester:
    """Prefix look-ups over one gazetteer, built on first use."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def suggest(self, text: str, limit: int = MAX_PLACES) -> tuple[Place, ...]:
        """At most `limit` places whose name or code `text` begins; none for a text that begins nothing."""
        shape = split_typed(" ".join(text[:MAX_LENGTH].split()))
        if shape.codes:
            found = self._with_code(shape.codes[0], " ".join(shape.words))
        elif not shape.words:
            return ()
        elif len(shape.words) == 1 and shape.words[0][0].isdigit():
            found = self._numbered(shape.words[0])
        else:
            found = self._named(name_key(shape.words))
        places: dict[tuple[str, tuple[str, ...]], Place] = {}
        for place in islice(found, LOOKED_AT):
            # Paris is a commune and a department, Guadeloupe a department and a region: one of them is enough.
            places.setdefault((place.label, place.departments), place)
            if len(places) == limit:
                break
        return tuple(places.values())

    def _with_code(self, code: str, start: str) -> Iterator[Place]:
        for commune in self._gazetteer.communes_with_code(code):
            key = name_key(fold(commune.name))
            if any(f" {key}".startswith(f" {article}{start}") for article in ("", "le ", "la ", "les ", "l ")):
                yield commune_place(commune, self._gazetteer, typed_code=code)

    def _numbered(self, digits: str) -> Iterator[Place]:
        if digits.upper() in self._gazetteer.departments:
            yield department_place(digits.upper(), self._gazetteer)
        if len(digits) <= CODE_LENGTH:
            for code, commune in self._codes.starting_with(digits):
                yield commune_place(commune, self._gazetteer, typed_code=code)

    def _named(self, start: str) -> Iterator[Place]:
        for _, named in self._names.starting_with(start):
            yield place_of(named, self._gazetteer)

    @cached_property
    def _names(self) -> RankedNames[Named]:
        weights: dict[Named, int] = {}

        def weight(named: Named) -> int:
            """Inhabitants; less for what is rarely meant: people type their commune."""
            if named not in weights:
                place = place_of(named, self._gazetteer)
                if place.kind == COMMUNE:
                    share = FORMER_COMMUNE if named.alias else 1
                else:
                    share = INSIDE_DEPARTMENT if place.kind == DEPARTMENT and place.context else WIDE
                weights[named] = place.population // share
            return weights[named]

        return RankedNames((key, weight(named), named) for key, named in self._gazetteer.every_name())

    @cached_property
    def _codes(self) -> RankedNames[Commune]:
        return RankedNames((code, commune.population, commune) for code, commune in self._gazetteer.every_code())


_suggesters: WeakKeyDictionary[Gazetteer, Suggester] = WeakKeyDictionary()


def suggester_of(gazetteer: Gazetteer) -> Suggester:
    """The one suggester of a gazetteer, kept as long as it."""
    return _suggesters.setdefault(gazetteer, Suggester(gazetteer))
