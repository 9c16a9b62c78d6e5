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
    from collections.abc import Iterable, Sequence

MAX_SUGGESTIONS = 5

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

    places: list[Place]
    conflict: str = ""


def places_named(words: Sequence[str], gazetteer: Gazetteer) -> Found:
    """What the folded `words` name: communes, departments, regions or directions; maybe nothing."""
    words = tuple(words)
    if not words:
        return Found([])
    for read in (_whole, _disp, _with_number, _with_area, _with_kind, _trimmed):
        found = read(words, gazetteer)
        if found.places:
            return found
    return Found([])


def _whole(words: tuple[str, ...], gazetteer: Gazetteer) -> Found:
    return Found([place_of(named, gazetteer) for named in gazetteer.named(name_key(words))])


def _disp(words: tuple[str, ...], gazetteer: Gazetteer) -> Found:
    """« DISP de Rennes », « direction interrégionale Centre-Est Dijon », « outre-mer »; else what follows the title."""
    title = next((title for title in _DISP_WORDS if words[: len(title)] == title), ())
    rest = _without_prepositions(words[len(title) :]) if title else words
    wanted = " ".join(rest)
    for disp in gazetteer.disps.values():
        for seat in {name_key(fold(disp.seat)), name_key(fold(disp.short_label)), disp.code}:
            if wanted == seat or (title and wanted.endswith(f" {seat}")):
                return Found([disp_place(disp.code, gazetteer)])
    return places_named(rest, gazetteer) if title else Found([])


def _with_number(words: tuple[str, ...], gazetteer: Gazetteer) -> Found:
    """« Le Havre (76) », « Saint-Denis 974 », « 76 Le Havre »."""
    last, first = departments_numbered(words[-1], gazetteer), departments_numbered(words[0], gazetteer)
    if len(words) > 1 and last:
        places = places_named(words[:-1], gazetteer).places
        inside = [place for place in places if last.issuperset(place.departments)]
        if places and not inside:
            number = words[-1].upper()
            conflict = f"{places[0].label} n’est pas dans le département {number}."
            return Found([*places, *(department_place(code, gazetteer) for code in sorted(last))], conflict)
        return Found(inside)
    if len(words) > 1 and first:
        places = places_named(words[1:], gazetteer).places
        return Found([place for place in places if first.issuperset(place.departments)])
    return Found([])


def departments_numbered(word: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Codes meant by a department number: one, two for « 20 » (the Corsica of old), or none."""
    if not DEPARTMENT_NUMBER.fullmatch(word):
        return frozenset()
    if word.upper() in gazetteer.departments:
        return frozenset({word.upper()})
    return frozenset(code for named in gazetteer.areas(word) for code in place_of(named, gazetteer).departments)


def _with_area(words: tuple[str, ...], gazetteer: Gazetteer) -> Found:
    """« Saint-Denis, La Réunion », « Le Havre Seine-Maritime », « Gard, Saint-Denis »."""
    for cut in range(1, len(words)):
        for name, area in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            areas = gazetteer.areas(name_key(_without_prepositions(area)))
            if not areas:
                continue
            wanted = {code for named in areas for code in place_of(named, gazetteer).departments}
            inside = [place for place in _whole(name, gazetteer).places if wanted.issuperset(place.departments)]
            if inside:
                return Found(inside)
    return Found([])


def _with_kind(words: tuple[str, ...], gazetteer: Gazetteer) -> Found:
    """« département de la Vienne », « Vienne (commune) », « dept 76 »: the word chooses, where there is a choice."""
    if words[0] in ARTICLES and len(words) > 1:
        words = words[1:]
    for kinds, rest in ((_KIND_WORDS.get(words[0]), words[1:]), (_KIND_WORDS.get(words[-1]), words[:-1])):
        named = _without_prepositions(rest)
        if not kinds or not named:
            continue
        if len(named) == 1 and (numbered := departments_numbered(named[0], gazetteer)):
            return Found([department_place(code, gazetteer) for code in sorted(numbered)])
        found = places_named(named, gazetteer)
        return Found([place for place in found.places if place.kind in kinds] or found.places, found.conflict)
    return Found([])


def _trimmed(words: tuple[str, ...], gazetteer: Gazetteer) -> Found:
    """« au Havre », « Rouen, France »."""
    trimmed = _without_prepositions(words)
    if len(trimmed) > 1 and trimmed[-1] == "france":
        trimmed = trimmed[:-1]
    return places_named(trimmed, gazetteer) if len(trimmed) < len(words) else Found([])


def _without_prepositions(words: tuple[str, ...]) -> tuple[str, ...]:
    while words and words[0] in _PREPOSITIONS:
        words = words[1:]
    return words


def close_names(words: Sequence[str], gazetteer: Gazetteer) -> list[Place]:
    """What the words may have been meant for, nearest first and then biggest. Proposed, never taken.

    In this order, the first that yields something: names one error away, names they begin, names two errors away, a
    name they begin or end with (« 3 rue du Port Rouen »).
    """
    key = name_key(words)
    if not key:
        return []
    near = gazetteer.close_to(key)
    for named in (
        _by_size(place_of(each, gazetteer) for errors, each in near if errors <= 1),
        (place_of(each, gazetteer) for each in gazetteer.beginning_with(key, MAX_SUGGESTIONS)),
        _by_size(place_of(each, gazetteer) for _, each in near),
        _by_size(_inside(tuple(words), gazetteer)),
    ):
        proposed = list({(place.kind, place.code): place for place in named}.values())
        if proposed:
            return proposed[:MAX_SUGGESTIONS]
    return []


def _inside(words: tuple[str, ...], gazetteer: Gazetteer) -> list[Place]:
    for cut in range(1, len(words)):
        places = _whole(words[cut:], gazetteer).places or _whole(words[:-cut], gazetteer).places
        if places:
            return places
    return []


def _by_size(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (-place.population, place.code))
