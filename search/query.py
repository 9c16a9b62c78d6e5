"""What is asked: the words somebody typed become one plan, and every engine follows it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from search import french
from search.facets import NO_CHOICE, Choices

MAX_LENGTH = 200  # characters that are read; the page says so when more were typed
MAX_WORDS = 16

STOP_STEMS = frozenset(map(french.stem, french.STOP_WORDS))

QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')

Name = tuple[str, ...]  # stems of a name, in order
Synonyms = Mapping[Name, tuple[Name, ...]]  # every name of the glossary, and the other names of what it names
NO_SYNONYMS: Synonyms = MappingProxyType({})


@dataclass(frozen=True)
class Concept:
    """A name of the glossary that was typed: its stems, which of the plan's words they are, and the other names."""

    name: Name
    words: frozenset[str]
    others: tuple[Name, ...]


@dataclass(frozen=True)
class QueryPlan:
    """An analysed query.

    `words` are stems: any of them may be found, more are better. `forms` are the same words as they were typed, folded,
    and `spans` their places in `typed`. Each of `phrases` must be there, in order. `concepts` are found by any of
    their names.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[Name, ...] = ()
    forms: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    concepts: tuple[Concept, ...] = ()
    typed: str = ""
    synonyms: Synonyms = field(default_factory=lambda: NO_SYNONYMS, compare=False, repr=False)

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.phrases)


@dataclass(frozen=True)
class SearchQuery:
    """One request to an engine: a plan, what narrows it, the order, and which of the hits to return.

    `by_date` puts the newest first instead of the best; `is_exact` asks for the words as they were typed, without
    correction. `withheld` holds keys that the database no longer shows: they are neither returned nor counted.
    """

    plan: QueryPlan
    choices: Choices = NO_CHOICE
    by_date: bool = False
    is_exact: bool = False
    offset: int = 0
    limit: int = 10
    withheld: frozenset[str] = frozenset()

    def without(self, keys: frozenset[str]) -> SearchQuery:
        """The same request, with these keys withheld too."""
        return replace(self, withheld=self.withheld | keys)


def plan_for(typed: str, synonyms: Synonyms = NO_SYNONYMS) -> QueryPlan:
    """Read what was typed: quotes make phrases, the rest are words without those that only carry grammar."""
    typed = french.clean(typed)
    phrases: list[Name] = []

    def take(match: re.Match[str]) -> str:
        if phrase := tuple(french.stems(next(filter(None, match.groups()), ""))):
            phrases.append(phrase)
        return " " * len(match[0])  # what stands behind keeps its place

    read = list(french.words(QUOTED.sub(take, typed)))
    kept: dict[str, tuple[int, int, str]] = {}
    for word in _telling(read, keep_some=not phrases):
        kept.setdefault(french.stem(word[2]), word)
    words = tuple(kept)[:MAX_WORDS]
    return QueryPlan(
        words,
        tuple(dict.fromkeys(phrases))[:MAX_WORDS],
        tuple(kept[stem][2] for stem in words),
        tuple(kept[stem][:2] for stem in words),
        _concepts([french.stem(form) for _, _, form in read], words, synonyms),
        typed,
        synonyms,
    )


def _telling(words: list[tuple[int, int, str]], *, keep_some: bool) -> list[tuple[int, int, str]]:
    """Drop stop words and question words, the latter first to come back when nothing else remains."""
    full = [word for word in words if word[2] not in french.STOP_WORDS]
    telling = [word for word in full if word[2] not in french.QUESTION_WORDS]
    return telling or ((full or words) if keep_some else [])


def _concepts(stems: list[str], words: tuple[str, ...], synonyms: Synonyms) -> tuple[Concept, ...]:
    """The names of the glossary among what was typed, the longest first, none within another."""
    longest = max(map(len, synonyms), default=0)
    concepts, at = [], 0
    while at < len(stems):
        for length in range(min(longest, len(stems) - at), 0, -1):
            name = tuple(stems[at : at + length])
            # A name of which no word is looked for (« qui », « faire ») would stand for nothing that was asked.
            if name in synonyms and (covered := frozenset(name).intersection(words)):
                concepts.append(Concept(name, covered, synonyms[name]))
                at += length - 1
                break
        at += 1
    return tuple(concepts)
