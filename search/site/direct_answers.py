"""Direct answers, before any page: apps register finders, each reads the words typed.

    direct_answers.register("directory.places", places, rank=1)

A finder gets what a visitor typed and what was found, and yields answers, each a template with its values: the persons
of a place, a sheet, the meaning of an acronym. Finders decide by tables, never by a guess: a wrong answer above the
pages is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from search.glossary import views
from search.glossary.terms import acronyms, term_named
from search.query.plan import plan_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from search.glossary.terms import Term
    from search.query.results import SearchResults

MOST = 3  # answers above the pages; more would hide them


@dataclass(frozen=True)
class DirectAnswer:
    """One answer: `template` shows it from `values` alone; its title is of level 2.

    `shows` are the keys of entries that the answer shows as well as a hit would: they are not listed below it again.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    shows: frozenset[str] = frozenset()


if TYPE_CHECKING:
    Finder = Callable[[str, SearchResults], Iterable[DirectAnswer]]

_finders: dict[str, tuple[int, Finder]] = {}


def register(name: str, finder: Finder, *, rank: int) -> None:
    """Add a finder under its lasting name; lower ranks answer first."""
    _finders[name] = (rank, finder)


def find(typed: str, found: SearchResults) -> list[DirectAnswer]:
    """What answers these words at once, at most `MOST`."""
    finders = [finder for _, (_, finder) in sorted(_finders.items(), key=lambda each: (each[1][0], each[0]))]
    return list(islice((answer for finder in finders for answer in finder(typed, found)), MOST))


def meanings(typed: str, found: SearchResults) -> Iterator[DirectAnswer]:
    """The word of the glossary that was typed; else the acronyms among the words typed, in their order."""
    whole = term_named(typed)
    terms = [whole] if whole else _acronyms(typed)
    for term in terms:
        yield DirectAnswer("search/meaning.html", {"term": term, "url": views.address_of(term)})


def passages(typed: str, found: SearchResults) -> Iterator[DirectAnswer]:
    """The words of a page that surely answer a question."""
    yield from (DirectAnswer("search/passage.html", {"hit": hit}) for hit in found.hits if hit.passage)


def _acronyms(typed: str) -> list[Term]:
    asked = set(plan_for(typed).words)
    return [term for stems, term in acronyms() if stems <= asked]


register("search.meanings", meanings, rank=2)
register("search.passages", passages, rank=9)
