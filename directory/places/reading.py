"""What a person typed → the places it may mean. Pure: only the tables decide.

`read_place` never guesses and never fails: whatever the text, it answers with every place that the text names, or with
the reason why it names none and the places it may have been meant for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from directory.places.folding import fold, name_key
from directory.places.names import departments_numbered, places_named
from directory.places.no_places import (
    MONACO_CODE,
    MONACO_NAMES,
    NATIONAL_NAMES,
    UNSURE_NAMES,
    ends_abroad,
    is_abroad,
    is_street,
    last_part,
    without_company,
)
from directory.places.place import Place, Reading, Reason, commune_place, department_place, distinct
from directory.places.proposals import MAX_SUGGESTIONS, close_names
from directory.places.rows import COMMUNE
from directory.places.text import MAX_LENGTH, TypedPlace, is_foreign, parts_of, split_typed
from portal.french.words import of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from directory.places.index import Gazetteer

_KNOWN = (
    (MONACO_NAMES, Reason.MONACO),
    (NATIONAL_NAMES, Reason.NATIONAL),
    (UNSURE_NAMES, Reason.UNSURE),
)


def read_place(text: str, gazetteer: Gazetteer) -> Reading:
    """Every place that `text` names; any text gets an answer."""
    text = text.strip()
    typed = " ".join("".join(letter if letter.isprintable() else " " for letter in text[:MAX_LENGTH]).split())
    if not typed:
        return Reading("", reason=Reason.EMPTY)
    if len(text) > MAX_LENGTH:
        return Reading(typed, reason=Reason.TOO_LONG)
    if is_foreign(typed):
        return Reading(typed, reason=Reason.FOREIGN)
    kept, number = without_company(typed)
    reading = _read(kept, gazetteer)
    if reading.reason in {Reason.UNKNOWN_NAME, Reason.MALFORMED_CODE}:
        reading = _in_parts(kept, gazetteer) or reading
    if number and not reading.places:
        reading = Reading("", reason=Reason.COMPANY, suggestions=reading.suggestions, code=number)
    return replace(reading, typed=typed)


def _in_parts(typed: str, gazetteer: Gazetteer) -> Reading | None:
    """A list of places, or an address whose town stands after a comma; an address without a town asks for it."""
    several = [_read(part, gazetteer).places for part in parts_of(typed)]
    if several and all(several):
        return Reading("", places=distinct(place for places in several for place in places))
    if not is_street(typed):
        return None
    town = _read_words(fold(last_part(typed)), gazetteer)
    if town.places:
        return Reading("", places=town.places)
    return Reading("", reason=Reason.ADDRESS, suggestions=tuple(close_names(fold(typed), gazetteer)))


def _read(typed: str, gazetteer: Gazetteer) -> Reading:
    shape = split_typed(typed)
    return _read_codes(shape, gazetteer) if shape.codes else _read_words(shape.words, gazetteer)


def _read_codes(shape: TypedPlace, gazetteer: Gazetteer) -> Reading:
    """Five digits are a postal code, else a CEDEX, else unknown. Words beside them choose among their places."""
    code = shape.codes[0] if len(shape.codes) == 1 else ""
    places = [place for each in shape.codes for place in _places_of_code(each, gazetteer)]
    if not places:
        return _unknown_code(shape, gazetteer)
    for words in dict.fromkeys((shape.after, shape.before, shape.words)):
        chosen = _chosen(places, places_named(words, gazetteer).places, gazetteer) or _begun(places, words)
        if chosen:
            return Reading("", places=distinct(chosen), code=code)
    others = places_named(shape.words, gazetteer).places
    conflict = ""
    if others:
        conflict = (
            f"{code} n’est pas un code postal {of(others[0].label)}." if code else "Ces codes et ce nom s’opposent."
        )
    # Words that name nothing (a street, a company) leave the code alone to decide.
    return Reading("", places=distinct([*places, *others]), code=code, conflict=conflict)


def _places_of_code(code: str, gazetteer: Gazetteer) -> list[Place]:
    communes = gazetteer.communes_with_code(code)
    if communes:
        return [commune_place(commune, gazetteer, typed_code=code) for commune in communes]
    row = gazetteer.cedex.get(code)
    if row is None:
        return []
    commune = gazetteer.commune_of_cedex(row)
    if commune:
        return [commune_place(commune, gazetteer, typed_code=code)]
    return [department_place(row.department, gazetteer, alias=row.label, typed_code=code)]


def _chosen(places: Sequence[Place], named: Iterable[Place], gazetteer: Gazetteer) -> list[Place]:
    """The places of a code that the words name; for a CEDEX, also any commune of its department."""
    codes = {place.code: place.typed_code for place in places if place.kind == COMMUNE}
    cedex = {place.departments: place.typed_code for place in places if not gazetteer.has_code(place.typed_code)}
    communes = [place for place in named if place.kind == COMMUNE]
    communes = [place for place in communes if not place.is_begun] or communes
    chosen = [replace(place, typed_code=codes[place.code]) for place in communes if place.code in codes] or [
        replace(place, typed_code=cedex[place.departments]) for place in communes if place.departments in cedex
    ]
    wider = {department for place in named if place.kind != COMMUNE for department in place.departments}
    return chosen or [place for place in places if wider.issuperset(place.departments)]


def _begun(places: Iterable[Place], words: Sequence[str]) -> list[Place]:
    """« 59650 Villeneuve »: the communes of the code whose name starts with these words."""
    start = f"{name_key(words)} "
    return [place for place in places if words and name_key(fold(place.label)).startswith(start)]


def _unknown_code(shape: TypedPlace, gazetteer: Gazetteer) -> Reading:
    """A code of no table. An Insee code is proposed as the commune it is, and so is the name beside the code."""
    named = places_named(shape.words, gazetteer).places
    suggestions = distinct([*_insee(shape.codes, gazetteer), *named])[:MAX_SUGGESTIONS]
    if MONACO_CODE in shape.codes:
        return Reading("", reason=Reason.MONACO, suggestions=suggestions, code=MONACO_CODE)
    return Reading("", reason=Reason.UNKNOWN_CODE, suggestions=suggestions, code=shape.codes[0])


def _insee(codes: Iterable[str], gazetteer: Gazetteer) -> list[Place]:
    """The communes of Insee codes, former ones included."""
    return [commune_place(commune, gazetteer) for code in codes for commune in gazetteer.communes_with_insee(code)]


def _read_words(words: Sequence[str], gazetteer: Gazetteer) -> Reading:
    if len(words) == 1 and (numbered := departments_numbered(words[0], gazetteer)):
        return Reading(
            "", places=distinct(department_place(code, gazetteer) for code in numbered), code=words[0].upper()
        )
    found = places_named(words, gazetteer)
    if is_abroad(words):  # Suisse is a village of the Moselle too: proposed, not taken
        return Reading("", reason=Reason.ABROAD, suggestions=distinct(found.places)[:MAX_SUGGESTIONS])
    if found.places:
        return Reading("", places=distinct(found.places), conflict=found.conflict)
    if ends_abroad(words):
        return Reading("", reason=Reason.ABROAD)
    reason = next((reason for names, reason in _KNOWN if name_key(words) in names), None)
    if reason:
        return Reading("", reason=reason)
    code = max((word for word in words if word[0].isdigit()), key=len, default="")
    if len(code) >= 4 or code == "".join(words) != "":
        return _malformed_code(code, words, gazetteer)
    return Reading("", reason=Reason.UNKNOWN_NAME, suggestions=tuple(close_names(words, gazetteer)))


def _malformed_code(code: str, words: Sequence[str], gazetteer: Gazetteer) -> Reading:
    """Digits that are neither a postal code nor the number of a department: the zero in front is often lost."""
    if code.isdigit() and len(code) in {2, 3}:
        return Reading("", reason=Reason.UNKNOWN_DEPARTMENT, code=code)
    others = [word for word in words if word != code]
    named = places_named(others, gazetteer).places
    with_zero = [department_place(each, gazetteer) for each in departments_numbered(f"0{code}", gazetteer)]
    with_zero += _places_of_code(f"0{code}", gazetteer)
    if others:  # « 1000 Bourg » is Bourg-en-Bresse, « 1000 Bruxelles » is not
        with_zero = _begun(with_zero, others)
        suggested = with_zero or [*named, *_insee([code.upper()], gazetteer)]
    else:
        suggested = _insee([code.upper()], gazetteer) or with_zero
    suggestions = distinct(suggested)[:MAX_SUGGESTIONS]
    return Reading("", reason=Reason.MALFORMED_CODE, suggestions=suggestions, code=code)
