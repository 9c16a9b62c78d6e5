"""Words without a five-digit code → the places they name. Pure.

Each way of reading is tried in turn, from the whole text as one name down to a name with words to spare; the first
that finds a place wins, and it yields every place found that way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from directory.french_names import ARTICLES, fold, name_key
from directory.place_found import Place, department_place, disp_place, place_of
from directory.place_index import AREA, COMMUNE, DEPARTMENT, REGION, Gazetteer
from directory.place_text import DEPARTMENT_NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from directory.place_index import Named

MAX_SUGGESTIONS = 5
MAX_BEGUN = 3  # of them, names whose first words were typed
MAX_WORDS = 16  # the longest name has ten, and its area five

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
    return frozenset(code for named in gazetteer.areas(word) for code in place_of(named, gazetteer).departments)


NOTHING = Found()


class _Reader:
    """Reads words and parts of them; each part once, so that no text takes long whatever it repeats."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._known: dict[tuple[str, ...], Found] = {}

    def read(self, words: tuple[str, ...]) -> Found:
        if not 0 < len(words) <= MAX_WORDS:
            return NOTHING
        if words not in self._known:
            ways = (self._whole, self._disp, self._with_number, self._with_area, self._with_kind, self._trimmed)
            self._known[words] = next((found for way in ways if (found := way(words)).places), NOTHING)
        return self._known[words]

    def _whole(self, words: tuple[str, ...]) -> Found:
        return Found(tuple(place_of(named, self.gazetteer) for named in self.gazetteer.named(name_key(words))))

    def _disp(self, words: tuple[str, ...]) -> Found:
        """« DISP de Rennes », « direction interrégionale Centre-Est Dijon », « outre-mer »; else what follows."""
        title = next((title for title in _DISP_WORDS if words[: len(title)] == title), ())
        rest = _without_prepositions(words[len(title) :]) if title else words
        wanted = " ".join(rest)
        for disp in self.gazetteer.disps.values():
            for seat in {name_key(fold(disp.seat)), name_key(fold(disp.short_label)), disp.code}:
                if wanted == seat or (title and wanted.endswith(f" {seat}")):
                    return Found((disp_place(disp.code, self.gazetteer),))
        return self.read(rest) if title else NOTHING

    def _with_number(self, words: tuple[str, ...]) -> Found:
        """« Le Havre (76) », « Saint-Denis 974 », « 76 Le Havre »."""
        if last := departments_numbered(words[-1], self.gazetteer):
            places = self.read(words[:-1]).places
            inside = tuple(place for place in places if last.issuperset(place.departments))
            if places and not inside:
                conflict = f"{places[0].label} n’est pas dans le département {words[-1].upper()}."
                return Found((*places, *(department_place(code, self.gazetteer) for code in sorted(last))), conflict)
            return Found(inside)
        if first := departments_numbered(words[0], self.gazetteer):
            places = self.read(words[1:]).places
            return Found(tuple(place for place in places if first.issuperset(place.departments)))
        return NOTHING

    def _with_area(self, words: tuple[str, ...]) -> Found:
        """« Saint-Denis, La Réunion », « Le Havre Seine-Maritime », « Gard, Saint-Denis »."""
        for cut in range(1, len(words)):
            for name, area in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
                areas = self.gazetteer.areas(name_key(_without_prepositions(area)))
                if not areas:
                    continue
                wanted = {code for named in areas for code in place_of(named, self.gazetteer).departments}
                inside = tuple(place for place in self._whole(name).places if wanted.issuperset(place.departments))
                if inside:
                    return Found(inside)
        return NOTHING

    def _with_kind(self, words: tuple[str, ...]) -> Found:
        """« département de la Vienne », « Vienne (commune) », « dept 76 »: the word chooses where it can."""
        if words[0] in ARTICLES and len(words) > 1:
            words = words[1:]
        for kinds, rest in ((_KIND_WORDS.get(words[0]), words[1:]), (_KIND_WORDS.get(words[-1]), words[:-1])):
            named = _without_prepositions(rest)
            if not kinds or not named:
                continue
            if len(named) == 1 and (numbered := departments_numbered(named[0], self.gazetteer)):
                return Found(tuple(department_place(code, self.gazetteer) for code in sorted(numbered)))
            found = self.read(named)
            chosen = tuple(place for place in found.places if place.kind in kinds)
            return Found(chosen or found.places, found.conflict)
        return NOTHING

    def _trimmed(self, words: tuple[str, ...]) -> Found:
        """« au Havre », « Rouen, France »."""
        trimmed = _without_prepositions(words)
        if len(trimmed) > 1 and trimmed[-1] == "france":
            trimmed = trimmed[:-1]
        return self.read(trimmed) if len(trimmed) < len(words) else NOTHING


def _without_prepositions(words: tuple[str, ...]) -> tuple[str, ...]:
    while words and words[0] in _PREPOSITIONS:
        words = words[1:]
    return words


def close_names(words: Sequence[str], gazetteer: Gazetteer) -> list[Place]:
    """What the words may have been meant for, nearest first and then biggest. Proposed, never taken.

    In this order, the first that yields something: names whose first words they are, and those one error away; names
    they begin; names two errors away; a name they begin or end with (« 3 rue du Port Rouen »).
    """
    key = name_key(words)
    if not key:
        return []
    close = gazetteer.close_to

    def named(found: Iterable[Named]) -> list[Place]:
        return [place_of(each, gazetteer) for each in found]

    ways: tuple[Callable[[], Iterable[Place]], ...] = (
        lambda: [
            *named(gazetteer.beginning_with(key, MAX_BEGUN, whole_words=True)),
            *_by_size(named(close(key, 1))),
        ],
        lambda: named(gazetteer.beginning_with(key, MAX_SUGGESTIONS)),
        lambda: _by_size(named(close(key, 2))),
        lambda: _by_size(_inside(tuple(words), gazetteer)),
    )
    for way in ways:
        # Paris is a commune and a department: one of them is enough.
        proposed = list({(place.label, place.departments): place for place in reversed(list(way()))}.values())[::-1]
        if proposed:
            return proposed[:MAX_SUGGESTIONS]
    return []


def _inside(words: tuple[str, ...], gazetteer: Gazetteer) -> list[Place]:
    for cut in range(1, len(words)):
        named = gazetteer.named(name_key(words[cut:])) or gazetteer.named(name_key(words[:-cut]))
        if named:
            return [place_of(each, gazetteer) for each in named]
    return []


def _by_size(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (-place.population, place.code))
