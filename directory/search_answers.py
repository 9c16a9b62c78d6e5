"""What the directory answers above the pages of a search: the sheet of a person or office, the referents of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from directory.establishments.naming import beginning_with
from directory.establishments.routing import route_for
from directory.models import Department, Referent
from directory.pages import answers
from directory.pages.found_establishments import found_establishments
from directory.places import matching
from directory.places.folding import ARTICLES, fold
from directory.places.quantities import without_quantities
from directory.places.reading import read_place
from directory.places.rows import COMMUNE
from directory.places.suggestions import Suggester
from directory.places.text import split_typed
from directory.territory.gazetteer import current_gazetteer
from portal.cms.cached import cached_rows
from portal.french.clean_text import clean_text
from search.glossary import terms
from search.language import french
from search.site import direct_answers, suggestions
from search.site.direct_answers import DirectAnswer
from search.site.suggestions import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from directory.places.index import Gazetteer
    from directory.places.place import Place
    from search.query.results import SearchResults

SHEETS = "referents"
MOST_SHEETS = 2  # more of them are a list, and a list is what the hits are
OFFICE_COVERED = 2 / 3  # the share of an office's words that asks for it
MOST_WORDS = 8  # of a query that is read for a place inside
SHORTEST_NAME, MOST_PLACES = 3, 2  # letters typed, and places proposed among titles
MOST_ESTABLISHMENTS = 2  # proposed among titles
CHOICES = 4  # of a question; its page has the others
# Couture, Chambre and Vert are communes: a single word asks for the pages that hold it, unless many people live there.
KNOWN_COMMUNE = 10_000
TITLES = frozenset({"mme", "madam", "monsieu"})  # stems of what stands before a name
# Beside other words, these are no territory.
ORDINARY = frozenset({"centre", "cher", "creuse", "lot", "manche", "somme"})


def find(typed: str, found: SearchResults) -> Iterator[DirectAnswer]:
    """A sheet when a person or an office was typed, else what its referents are when a place was; then establishments.

    Those come by name, near a place, or by what their workshops make.
    """
    gazetteer = current_gazetteer()
    sheets = _sheets(typed, found)
    if sheets:
        yield from sheets
    elif not terms.term_named(typed):  # ARS is an agency before it is a commune
        yield from _places(typed, found, gazetteer)
    establishments = found_establishments(without_quantities(typed, gazetteer), gazetteer)
    if establishments:
        shown = frozenset(f"establishment:{near.establishment.pk}" for near in establishments.near)
        yield DirectAnswer("directory/search_establishments.html", {"found": establishments}, shown)


def _sheets(typed: str, found: SearchResults) -> list[DirectAnswer]:
    """The sheets that were typed: the words are of the name or territory, or most words of the office were said."""
    candidates = [hit.key.partition(":")[2] for hit in found.hits if hit.kind == SHEETS]
    asked = _telling(typed)
    if not candidates or not asked:
        return []
    named = [each for each in _published() if str(each.pk) in candidates and _is_asked_for(each, asked)]
    return [
        DirectAnswer("directory/search_sheet.html", {"referent": each}, frozenset({f"referent:{each.pk}"}))
        for each in named[:MOST_SHEETS]
    ]


def _published() -> list[Referent]:
    """All sheets, some twenty: no query when warm."""
    return cached_rows(
        f"directory:sheets:{timezone.localdate()}",
        lambda: list(Referent.objects.published().select_related("disp", "substitute")),
    )


def _is_asked_for(referent: Referent, asked: set[str]) -> bool:
    office = _telling(referent.office)
    return (referent.is_named and _is_the_person(referent, asked)) or (
        asked <= office and len(asked) >= OFFICE_COVERED * len(office)
    )


def _is_the_person(referent: Referent, asked: set[str]) -> bool:
    """Whether all the words are of a name, or some are and the others of the territory: « Claire, à Rennes »."""
    asked = asked - TITLES
    others = asked - _telling(referent.full_name)
    if not others or others == asked:
        return bool(asked) and not others
    others -= _telling(f"DISP {referent.office} {referent.disp.name}")
    if not others:
        return True
    names = Department.objects.filter(referents=referent).values_list("name", "region__name")
    return others <= _telling(" ".join(name for each in names for name in each))


def _telling(text: str) -> set[str]:
    return {french.stem(word) for _, _, word in french.words(clean_text(text)) if word not in french.STOP_WORDS}


def _places(typed: str, results: SearchResults, gazetteer: Gazetteer) -> Iterator[DirectAnswer]:
    place = place_in(typed, gazetteer, is_spoken_of=results.total > 0)
    if not place:
        return
    found = route_for(place, gazetteer=gazetteer)
    if isinstance(found, matching.Route):
        route = answers.route_answer(found, place, None, gazetteer)
        yield DirectAnswer("directory/search_place.html", {"answer": route, "url": answers.address(route.query)})
    elif isinstance(found, matching.Ask):
        question = answers.question(found, place, None, gazetteer)
        choices, url = question.choices[:CHOICES], answers.address(place)
        more = len(found.places) - len(choices)
        values = {"question": question, "choices": choices, "url": url, "more": more}
        yield DirectAnswer("directory/search_question.html", values)


def place_in(typed: str, gazetteer: Gazetteer, *, is_spoken_of: bool) -> str:
    """The part of a query that names a place: all of it, else its end or beginning; nothing when none does.

    `is_spoken_of` says whether pages hold the words: then a single word that only names a small commune is no place.
    """
    typed = without_quantities(typed, gazetteer)
    reading = read_place(typed, gazetteer)
    words = split_typed(typed).words
    if reading.places:
        telling = [word for word in words if word not in ARTICLES]
        # « fort » begins Fort-de-France, and asks for no place; « la baule » does.
        places = [place for place in reading.places if not place.is_begun or len(words) > 1]
        is_plain = reading.code or len(telling) > 1
        return typed if is_plain or not is_spoken_of or any(map(_is_known, places)) else ""
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


def suggest_establishments(typed: str) -> Iterator[Suggestion]:
    """Establishments of which a word begins as what was typed."""
    for establishment in beginning_with(typed, MOST_ESTABLISHMENTS):
        yield Suggestion(establishment.name, "Établissement")


def suggest(typed: str) -> Iterator[Suggestion]:
    """Places that begin as what was typed: their referents answer. A former commune has another name now."""
    if len(typed) >= SHORTEST_NAME:
        begun = tuple(fold(typed))
        gazetteer = current_gazetteer()
        for place in Suggester(gazetteer).suggest(without_quantities(typed, gazetteer), MOST_PLACES):
            if place.kind != COMMUNE or any(word.startswith(begun) for word in fold(place.query)):
                yield Suggestion(place.query, "Qui contacter")


direct_answers.register("directory", find, rank=1)
suggestions.register("directory.establishments", suggest_establishments, rank=3)
suggestions.register("directory.places", suggest, rank=2)
