"""What the directory answers above the pages of a search: the sheet of a person or office, the referents of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory import answers, matching
from directory.french_names import ARTICLES, fold
from directory.gazetteer import current_gazetteer
from directory.models import Referent
from directory.place_text import split_typed
from directory.places import COMMUNE, read_place
from directory.suggestions import suggester_of
from search import direct_answers, french, glossary, suggestions
from search.direct_answers import DirectAnswer
from search.suggestions import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from directory.places import Gazetteer, Place
    from search.results import SearchResults

SHEETS = "referents"
MOST_SHEETS = 2  # more of them are a list, and a list is what the hits are
OFFICE_COVERED = 2 / 3  # the share of an office's words that asks for it
MOST_WORDS = 8  # of a query that is read for a place inside
SHORTEST_NAME, MOST_PLACES = 3, 2  # letters typed, and places proposed among titles
CHOICES = 4  # of a question; its page has the others
# Couture, Chambre and Vert are communes: a single word asks for the pages that hold it, unless many people live there.
KNOWN_COMMUNE = 10_000
# Beside other words, these are no territory.
ORDINARY = frozenset({"centre", "cher", "creuse", "lot", "manche", "somme"})


def find(typed: str, found: SearchResults) -> Iterator[DirectAnswer]:
    """A sheet when a person or an office was typed, else what its referents are when a place was."""
    sheets = list(_sheets(typed, found))
    if sheets:
        yield from sheets
    elif not glossary.find(typed):  # ARS is an agency before it is a commune
        yield from _places(typed, found)


def _sheets(typed: str, found: SearchResults) -> list[DirectAnswer]:
    """The sheets that were typed: all the words are of the name, or most words of the office were said."""
    candidates = [hit.key.partition(":")[2] for hit in found.hits if hit.kind == SHEETS]
    asked = _telling(typed)
    if not candidates or not asked:
        return []
    referents = Referent.objects.published().filter(pk__in=candidates).select_related("disp")
    named = [each for each in referents if _is_asked_for(each, asked)]
    return [DirectAnswer("directory/search_sheet.html", {"referent": each}) for each in named[:MOST_SHEETS]]


def _is_asked_for(referent: Referent, asked: set[str]) -> bool:
    office = _telling(referent.office)
    return (referent.is_named and asked <= _telling(referent.full_name)) or (
        asked <= office and len(asked) >= OFFICE_COVERED * len(office)
    )


def _telling(text: str) -> set[str]:
    return {french.stem(word) for _, _, word in french.words(french.clean(text)) if word not in french.STOP_WORDS}


def _places(typed: str, found: SearchResults) -> Iterator[DirectAnswer]:
    gazetteer = current_gazetteer()
    place = place_in(typed, gazetteer, is_spoken_of=found.total > 0)
    if not place:
        return
    answer = answers.answer(place, gazetteer=gazetteer)
    if isinstance(answer, matching.Route):
        route = answers.route_answer(answer, place, None, gazetteer)
        yield DirectAnswer("directory/search_place.html", {"answer": route, "url": answers.address(route.query)})
    elif isinstance(answer, matching.Ask):
        question = answers.question(answer, place, None, gazetteer)
        choices, url = question.choices[:CHOICES], answers.address(place)
        more = len(answer.places) - len(choices)
        values = {"question": question, "choices": choices, "url": url, "more": more}
        yield DirectAnswer("directory/search_question.html", values)


def place_in(typed: str, gazetteer: Gazetteer, *, is_spoken_of: bool) -> str:
    """The part of a query that names a place: all of it, else its end or beginning; nothing when none does.

    `is_spoken_of` says whether pages hold the words: then a single word that only names a small commune is no place.
    """
    reading = read_place(typed, gazetteer)
    words = split_typed(typed).words
    if reading.places:
        is_plain = reading.code or len([word for word in words if word not in ARTICLES]) > 1
        return typed if is_plain or not is_spoken_of or any(map(_is_known, reading.places)) else ""
    if not 1 < len(words) <= MOST_WORDS:
        return ""
    return next((part for part in _parts(words) if _names_a_known_place(part, gazetteer)), "")


def _parts(words: Sequence[str]) -> Iterator[str]:
    """Ends of a query, the longest first, then beginnings: « travail à Rouen » before « Rouen travail »."""
    yield from (" ".join(words[start:]) for start in range(1, len(words)))
    yield from (" ".join(words[:end]) for end in range(len(words) - 1, 0, -1))


def _names_a_known_place(part: str, gazetteer: Gazetteer) -> bool:
    """Whether a part of a query is the whole name of a place: a beginning would do in a field that asks for one."""
    if part in ORDINARY or part.isdigit():
        return False
    said = set(part.split())
    return any(
        _is_known(place) and said.issuperset(word for word in fold(place.label) if word not in ARTICLES)
        for place in read_place(part, gazetteer).places
    )


def _is_known(place: Place) -> bool:
    return place.kind != COMMUNE or place.population >= KNOWN_COMMUNE


def suggest(typed: str) -> Iterator[Suggestion]:
    """Places that begin as what was typed: their referents answer. A former commune has another name now."""
    if len(typed) >= SHORTEST_NAME:
        begun = tuple(fold(typed))
        for place in suggester_of(current_gazetteer()).suggest(typed, MOST_PLACES):
            if place.kind != COMMUNE or any(word.startswith(begun) for word in fold(place.query)):
                yield Suggestion(place.query, "Qui contacter")


direct_answers.register("directory", find, rank=1)
suggestions.register("directory.places", suggest, rank=2)
