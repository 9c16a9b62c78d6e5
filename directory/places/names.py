"""Words without a five-digit code → the places they name. Pure.

Each way of reading is tried in turn, from the whole text as one name down to a name with words to spare; the first
that finds a place wins, and it yields every place found that way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from directory.places.candidates import candidates
from directory.places.folding import ARTICLES, fold, name_key
from directory.places.place import Place, department_place, disp_place, place_of
from directory.places.rows import AREA, COMMUNE, DEPARTMENT, REGION
from directory.places.text import DEPARTMENT_NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from directory.places.index import Gazetteer

MAX_WORDS = 16  # the longest name has ten, and its area five

# What people write before or after a town that stands for it: « près de Rouen », « agglomération de Nantes ».
_AROUND = frozenset({"pres", "proche", "proximite", "vers", "autour", "environs", "alentours", "secteur"})
_TOWN_AND_AROUND = frozenset({"agglomeration", "agglo", "metropole"})
_AFTER = _TOWN_AND_AROUND | {"centre", "france"}
_PREPOSITIONS = frozenset({"a", "au", "aux", "en", "dans", "de", "du", "des", "d"})
_COMMUNES, _DEPARTMENTS, _REGIONS = frozenset({COMMUNE}), frozenset({DEPARTMENT}), frozenset({REGION, AREA})
_KIND_WORDS = {
    "commune": _COMMUNES,
    "mairie": _COMMUNES,
    "ville": _COMMUNES,
    "departement": _DEPARTMENTS,
    "dep": _DEPARTMENTS,
    "dept": _DEPARTMENTS,
    "dpt": _DEPARTMENTS,
    "region": _REGIONS,
}
_DISP_WORDS = (
    ("direction", "interregionale", "des", "services", "penitentiaires"),
    ("direction", "des", "services", "penitentiaires"),
    ("direction", "interregionale"),
    ("disp",),
)


class Found(NamedTuple):
    """Places that words name; `conflict` is a sentence when parts of them name different ones."""

    places: tuple[Place, ...] = ()
    conflict: str = ""


def places_named(words: Sequence[str], gazetteer: Gazetteer) -> Found:
    """What the folded `words` name: communes, departments, regions or directions; maybe nothing."""
    return _Reader(gazetteer).read(tuple(words))


def departments_numbered(word: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Codes meant by a department number: one, two for « 20 » (the Corsica of old), or none."""
    if not DEPARTMENT_NUMBER.fullmatch(word):
        return frozenset()
    if word.upper() in gazetteer.departments:
        return frozenset({word.upper()})
    return frozenset(code for bearer in gazetteer.areas(word) for code in gazetteer.departments_of(bearer))


NOTHING = Found()


class _Reader:
    """Reads words and parts of them; each part once, so that no text takes long whatever it repeats.

    What is read `inside` some departments is looked for there alone, so that a bigger namesake elsewhere hides nothing.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._known: dict[tuple[tuple[str, ...], frozenset[str] | None], Found] = {}

    def read(self, words: tuple[str, ...], inside: frozenset[str] | None = None) -> Found:
        if not 0 < len(words) <= MAX_WORDS:
            return NOTHING
        if (words, inside) not in self._known:
            ways = (
                self._whole,
                self._number,
                self._disp,
                self._with_number,
                self._with_area,
                self._with_kind,
                self._trimmed,
            )
            self._known[words, inside] = next((found for way in ways if (found := way(words, inside)).places), NOTHING)
        return self._known[words, inside]

    def _whole(self, words: tuple[str, ...], inside: frozenset[str] | None = None) -> Found:
        found = candidates(name_key(words), self.gazetteer, inside)
        return Found(tuple(place_of(bearer, self.gazetteer) for bearer in found))

    def _number(self, words: tuple[str, ...], inside: frozenset[str] | None) -> Found:
        """« le 93 », « dans le 77 »."""
        rest = _without_prepositions(words)
        rest = rest[1:] if rest[0:1] and rest[0] in ARTICLES else rest
        if not len(rest) == 1 < len(words):
            return NOTHING
        codes = departments_numbered(rest[0], self.gazetteer)
        codes = codes if inside is None else codes & inside
        return Found(tuple(department_place(code, self.gazetteer) for code in sorted(codes)))

    def _disp(self, words: tuple[str, ...], inside: frozenset[str] | None) -> Found:
        """« DISP de Rennes », « direction interrégionale Centre-Est Dijon », « outre-mer »; else what follows."""
        title = next((title for title in _DISP_WORDS if words[: len(title)] == title), ())
        rest = _without_prepositions(words[len(title) :]) if title else words
        wanted = " ".join(rest)
        for disp in self.gazetteer.disps.values():
            for seat in {name_key(fold(disp.seat)), name_key(fold(disp.short_label)), disp.code}:
                if inside is None and (wanted == seat or (title and wanted.endswith(f" {seat}"))):
                    return Found((disp_place(disp.code, self.gazetteer),))
        return self.read(rest, inside) if title else NOTHING

    def _with_number(self, words: tuple[str, ...], inside: frozenset[str] | None) -> Found:
        """« Le Havre (76) », « Saint-Denis 974 », « 76 Le Havre »."""
        for number, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
            numbered = departments_numbered(number, self.gazetteer)
            if not numbered or not rest:
                continue
            found = self.read(rest, numbered if inside is None else numbered & inside)
            if found.places or number != words[-1]:
                return found
            elsewhere = self.read(rest, inside).places
            if elsewhere:
                conflict = f"{elsewhere[0].label} n’est pas dans le département {number.upper()}."
                areas = (department_place(code, self.gazetteer) for code in sorted(numbered))
                return Found((*elsewhere, *areas), conflict)
        return NOTHING

    def _with_area(self, words: tuple[str, ...], inside: frozenset[str] | None) -> Found:
        """« Saint-Denis, La Réunion », « Le Havre Seine-Maritime », « Gard, Saint-Denis »."""
        for cut in range(1, len(words)):
            for name, area in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
                areas = self.gazetteer.areas(name_key(_without_prepositions(area)))
                if not areas:
                    continue
                wanted = frozenset(code for bearer in areas for code in self.gazetteer.departments_of(bearer))
                found = self._whole(name, wanted if inside is None else wanted & inside)
                if found.places:
                    return found
        return NOTHING

    def _with_kind(self, words: tuple[str, ...], inside: frozenset[str] | None) -> Found:
        """« département de la Vienne », « Vienne (commune) », « dept 76 »: the word chooses where it can."""
        if words[0] in ARTICLES and len(words) > 1:
            words = words[1:]
        for kinds, rest in ((_KIND_WORDS.get(words[0]), words[1:]), (_KIND_WORDS.get(words[-1]), words[:-1])):
            named = _without_prepositions(rest)
            if not kinds or not named:
                continue
            if len(named) == 1 and (numbered := departments_numbered(named[0], self.gazetteer)):
                return Found(tuple(department_place(code, self.gazetteer) for code in sorted(numbered)))
            found = self.read(named, inside)
            chosen = tuple(place for place in found.places if place.kind in kinds)
            return Found(chosen or found.places, found.conflict)
        return NOTHING

    def _trimmed(self, words: tuple[str, ...], inside: frozenset[str] | None) -> Found:
        """« au Havre », « Rouen, France », « près de Rouen », « Nantes Métropole »."""
        trimmed = _without_prepositions(words)
        while len(trimmed) > 1 and (trimmed[0] in _AROUND or trimmed[0] in _TOWN_AND_AROUND):
            trimmed = _without_prepositions(trimmed[1:])
        if len(trimmed) > 1 and trimmed[-1] in _AFTER:
            trimmed = trimmed[:-1]
        return self.read(trimmed, inside) if len(trimmed) < len(words) else NOTHING


def _without_prepositions(words: tuple[str, ...]) -> tuple[str, ...]:
    while words and words[0] in _PREPOSITIONS:
        words = words[1:]
    return words
