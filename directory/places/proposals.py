"""Words that name no place → what they may have been meant for: near in sound and letters. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from directory.places.candidates import GENERIC
from directory.places.folding import LINKING_WORDS, fold, name_key
from directory.places.place import Place, place_of
from directory.places.rows import COMMUNE, DEPARTMENT
from directory.places.sounds import sound_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from directory.places.index import Gazetteer
    from directory.places.rows import Bearer

MAX_SUGGESTIONS = 5
MAX_BEGUN = 3  # of them, names whose first words were typed
SHORT = 4  # letters: another first letter makes another word of it
SURE_LENGTH = 9  # letters that may hold two errors and still sound otherwise
SHORTEST_START = 3  # letters that an abbreviated name must keep of its first word to be looked up by them
MOST_CUT_SHORT = 300  # names of one beginning that are compared with an abbreviated one, the biggest
LOOKED_AT = 40  # names read for the few proposed


def close_names(words: Sequence[str], gazetteer: Gazetteer) -> list[Place]:
    """What the words may have been meant for, nearest first and then biggest. Proposed, never taken.

    In this order, the first that yields something: names whose first words they are, and those one error away or of the
    same sound; names they abbreviate; names they begin; names two errors away; names they begin or end with (« 3 rue du
    Port Rouen »).
    """
    key = name_key(words)
    if not key:
        return []

    def places(found: Iterable[Bearer]) -> list[Place]:
        return [place_of(each, gazetteer) for each in found]

    ways: tuple[Callable[[], list[Place]], ...] = (
        lambda: [
            *places(_beginning(f"{key} ", gazetteer))[:MAX_BEGUN],
            *_by_size(places([*_near(key, 1, gazetteer), *_sounding(key, gazetteer)])),
        ],
        lambda: _by_size(places(_abbreviated(words, gazetteer))),
        lambda: places(_beginning(key, gazetteer)),
        lambda: _by_size(places(_near(key, 2, gazetteer))),
        lambda: _by_size(places(_at_an_end(words, gazetteer))),
    )
    for way in ways:
        # Paris is a commune and a department: one of them is enough.
        proposed = list({(place.label, place.departments): place for place in reversed(way())}.values())[::-1]
        if proposed:
            return proposed[:MAX_SUGGESTIONS]
    return []


def _beginning(start: str, gazetteer: Gazetteer) -> list[Bearer]:
    found = [bearer for name in gazetteer.names.heaviest(start, LOOKED_AT) for bearer in gazetteer.bearers(name)]
    return list(dict.fromkeys(sorted(found, key=gazetteer.weight, reverse=True)))[:MAX_SUGGESTIONS]


def _near(key: str, most: int, gazetteer: Gazetteer) -> list[Bearer]:
    """Who bears a name that so many errors turn into this one, and that sounds like it."""
    return [
        bearer
        for errors, name in gazetteer.near.near(key, most)
        if _is_alike(key, name, errors)
        for bearer in gazetteer.bearers(name)
    ]


def _sounding(key: str, gazetteer: Gazetteer) -> list[Bearer]:
    """Towns whose name sounds like this: « Bordo »."""
    return [bearer for name in gazetteer.by_sound.get(sound_of(key), ()) for bearer in gazetteer.bearers(name)]


def _is_alike(typed: str, name: str, errors: int) -> bool:
    """Whether a few errors leave a name recognisable: « HDF » is not IDF, « Orvanne » neither Orange nor Roanne."""
    letters = len(typed.replace(" ", ""))
    if letters <= SHORT and typed[0] != name[0]:
        return False
    if errors < 2 or (letters >= SURE_LENGTH and typed[0] == name[0]):
        return True
    return OSA.distance(sound_of(typed), sound_of(name)) <= 1


def _abbreviated(words: Sequence[str], gazetteer: Gazetteer) -> list[Bearer]:
    """Names each word of which was cut short: « Clermont-Fd », « Chât.-Thierry », « Pyr. Atlantiques », « P.O. »."""
    telling = [word for word in words if word not in LINKING_WORDS]
    start = next((at for at, word in enumerate(words, 1) if word not in GENERIC), 0)
    if len(telling) < 2 or not start:
        return []
    begun = name_key(words[:start])
    keys = [name_key(fold(each.name)) for each in gazetteer.departments.values()]
    if len(words[start - 1]) >= SHORTEST_START:
        keys += gazetteer.names.heaviest(begun, MOST_CUT_SHORT)
    return [
        bearer
        for key in keys
        if _is_cut_short(telling, [word for word in key.split() if word not in LINKING_WORDS])
        for bearer in gazetteer.bearers(key)
        if bearer.kind in {COMMUNE, DEPARTMENT}
    ]


def _is_cut_short(typed: Sequence[str], name: Sequence[str]) -> bool:
    return len(typed) == len(name) and all(
        whole.startswith(short) or (short[0] == whole[0] and short[-1] == whole[-1] and _is_within(short, whole))
        for short, whole in zip(typed, name, strict=True)
    )


def _is_within(short: str, whole: str) -> bool:
    """Whether the letters of `short` stand in `whole` in their order: « fd » in « ferrand »."""
    letters = iter(whole)
    return all(letter in letters for letter in short)


def _at_an_end(words: Sequence[str], gazetteer: Gazetteer) -> list[Bearer]:
    """The longest names that begin or end the words; a department has another field."""
    for cut in range(1, len(words)):
        parts = (part for part in (words[cut:], words[:-cut]) if not LINKING_WORDS.issuperset(part))
        found = [bearer for part in parts for bearer in gazetteer.bearers(name_key(part))]
        if found:
            return found
    return []


def _by_size(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (-place.weight, place.kind != COMMUNE, place.code))
