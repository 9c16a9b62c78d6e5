"""Suggestions while somebody types: words of the glossary, titles, and what other apps register.

    suggestions.register("directory.places", places, rank=2)

A proposal fills the field; the search then says what there is. Titles come from the embedded index of this machine,
which is there with both engines, and are shown only as far as the database shows their pages now.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.french.clean_text import clean_text
from search.engines import configured
from search.glossary import terms
from search.index import indexing, registry
from search.index.protocol import SearchUnavailable
from search.language import french

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MOST = 8  # what a list under a field can hold
MOST_WORDS_OF_GLOSSARY = 2
SHORTEST = 2  # letters from which proposals are worth their noise


@dataclass(frozen=True)
class Suggestion:
    """A proposal: what the field is filled with, and what it is, in a word or two."""

    query: str
    note: str


if TYPE_CHECKING:
    Suggester = Callable[[str], Iterable[Suggestion]]

_suggesters: dict[str, tuple[int, Suggester]] = {}


def register(name: str, suggester: Suggester, *, rank: int) -> None:
    """Add proposals under a lasting name; lower ranks come first. A suggester yields a few at most."""
    _suggesters[name] = (rank, suggester)


def suggest(typed: str, limit: int = MOST) -> list[Suggestion]:
    """At most `limit` proposals, no two alike; none for less than two letters."""
    typed = " ".join(clean_text(typed).split())
    if sum(map(len, (folded for _, _, folded in french.words(typed)))) < SHORTEST:
        return []
    found: dict[str, Suggestion] = {}
    for _, suggester in sorted(_suggesters.values(), key=lambda each: each[0]):
        for suggestion in suggester(typed):
            found.setdefault(_folded(suggestion.query), suggestion)
    return list(found.values())[:limit]


def words_of_glossary(typed: str) -> Iterator[Suggestion]:
    """Words of which a name begins as what was typed: the word itself before its other names, the nearest first."""
    start = _folded(typed)
    begun = []
    for term in terms.all_terms():
        names = [_folded(name) for name in term.names]
        if near := [(rank > 0, len(name)) for rank, name in enumerate(names) if name.startswith(start)]:
            begun.append((min(near), term.slug, term))
    for _, _, term in sorted(begun, key=lambda each: each[:2])[:MOST_WORDS_OF_GLOSSARY]:
        yield Suggestion(term.term, term.long_form or "Glossaire")


def titles(typed: str) -> Iterator[Suggestion]:
    """Titles of what the public may see now."""
    engine = configured.embedded()
    try:
        with contextlib.suppress(SearchUnavailable):  # a late index still proposes what is public
            indexing.catch_up(engine, configured.MOST)
        found = engine.titles_starting_with(typed, 2 * MOST)  # some may be of one title
    except SearchUnavailable:
        return  # proposals are a comfort: without them the field is a field
    public = registry.addresses([key for key, _, _ in found])
    kinds = registry.kinds()
    for key, kind, title in found:
        if key in public:
            yield Suggestion(title, kinds[kind].singular if kind in kinds else "")


def _folded(text: str) -> str:
    return " ".join(folded for _, _, folded in french.words(text))


register("search.glossary", words_of_glossary, rank=1)
register("search.titles", titles, rank=3)
