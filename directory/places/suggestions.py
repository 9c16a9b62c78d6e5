"""What a person may be about to type: communes, departments and regions, the most populous first. Pure.

What the text means as it stands comes first, since that is what the page will answer: « le 93 », « St-Denis 974 ». Then
prefixes of names, of postal codes and of department numbers; a code followed by the first letters of a name too.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from directory.places.folding import fold, name_key
from directory.places.place import commune_place, department_place, place_of
from directory.places.reading import read_place
from directory.places.text import MAX_LENGTH, split_typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from directory.places.index import Gazetteer
    from directory.places.place import Place

MAX_PLACES = 8  # what a list under a field can hold
MOST_MEANT = 6  # of them, places that the whole text means; what it begins keeps some room
LOOKED_AT = 8 * MAX_PLACES  # names read for them: one place may bear several
CODE_LENGTH = 5


class Suggester:
    """Prefix look-ups over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def suggest(self, text: str, limit: int = MAX_PLACES) -> tuple[Place, ...]:
        """At most `limit` places that `text` means or begins; none for a text that does neither."""
        meant = (place for place in read_place(text, self._gazetteer).places if not place.is_begun)
        places: dict[tuple[str, tuple[str, ...]], Place] = {}
        for place in chain(islice(meant, MOST_MEANT), self._begun(text)):
            # Paris is a commune and a department, Guadeloupe a department and a region: one of them is enough.
            places.setdefault((place.label, place.departments), place)
            if len(places) == limit:
                break
        return tuple(places.values())

    def _begun(self, text: str) -> Iterator[Place]:
        shape = split_typed(" ".join(text[:MAX_LENGTH].split()))
        if shape.codes:
            return self._with_code(shape.codes[0], " ".join(shape.words))
        if not shape.words:
            return iter(())
        if len(shape.words) == 1 and shape.words[0][0].isdigit():
            return self._numbered(shape.words[0])
        return self._named(name_key(shape.words))

    def _with_code(self, code: str, start: str) -> Iterator[Place]:
        for commune in self._gazetteer.communes_with_code(code):
            key = name_key(fold(commune.name))
            if any(f" {key}".startswith(f" {article}{start}") for article in ("", "le ", "la ", "les ", "l ")):
                yield commune_place(commune, self._gazetteer, typed_code=code)

    def _numbered(self, digits: str) -> Iterator[Place]:
        if digits.upper() in self._gazetteer.departments:
            yield department_place(digits.upper(), self._gazetteer)
        if len(digits) > CODE_LENGTH:
            return
        for begun in self._gazetteer.codes.heaviest(digits, LOOKED_AT):
            code, insee = begun.split()
            yield commune_place(self._gazetteer.communes[insee], self._gazetteer, typed_code=code)

    def _named(self, start: str) -> Iterator[Place]:
        names = self._gazetteer.names.heaviest(start, LOOKED_AT)
        bearers = dict.fromkeys(bearer for name in names for bearer in self._gazetteer.bearers(name))
        for bearer in sorted(bearers, key=self._gazetteer.weight, reverse=True):
            yield place_of(bearer, self._gazetteer)
