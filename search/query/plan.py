"""Query plan: the words somebody typed become one plan, and every engine follows it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from portal.french.clean_text import clean_text
from search.language import french
from search.query.facets import NO_CHOICE, Choices

MAX_LENGTH = 200  # characters that are read; the page says so when more were typed
MAX_WORDS = 16
LONGEST_ACRONYM = 6  # letters

STOP_STEMS = frozenset(map(french.stem, french.STOP_WORDS))

QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')

Name = tuple[str, ...]  # stems of a name, in order
Synonyms = Mapping[Name, tuple[Name, ...]]  # every name of the glossary, and the other names of what it names
Related = Mapping[Name, tuple[Name, ...]]  # a name, and those of what it has to do with
NO_SYNONYMS: Synonyms = MappingProxyType({})


@dataclass(frozen=True)
class Concept:
    """A name of the glossary that was typed: its stems, which of the plan's words they are, and the other names.

    `related` are names of other things that one who types this one may be content with.
    """

    name: Name
    words: frozenset[str]
    others: tuple[Name, ...]
    related: tuple[Name, ...] = ()


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
    related: Related = field(default_factory=lambda: NO_SYNONYMS, compare=False, repr=False)
    long_forms: Mapping[Name, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def meant(self) -> str:
        """The words as an encoder reads them best: not in capitals, acronyms and former names told in full."""
        text = self.typed.lower() if self.typed.isupper() and len(self.typed) > LONGEST_ACRONYM else self.typed
        told = dict.fromkeys(self.long_forms[each.name] for each in self.concepts if each.name in self.long_forms)
        return f"{text} ({', '.join(told)})" if told else text

    @property
    def is_question(self) -> bool:
        """Whether somebody asks something, rather than names it."""
        return "?" in self.typed or any(word in french.QUESTION_WORDS for _, _, word in french.words(self.typed))

    def again(self, typed: str) -> QueryPlan:
        """The plan of other words with the same glossary."""
        return plan_for(typed, self.synonyms, self.related, self.long_forms)

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.phrases)


@dataclass(frozen=True)
class SearchQuery:
    """One request to an engine: a plan, what narrows it, the order, and which of the hits to return.

    `by_date` puts the newest first instead of the best; `is_exact` asks for the words as they were typed, without
    correction. Whoever asks for either, or quotes, means words; `by_meaning` lets the others find by meaning too, where
    that is installed. `withheld` holds keys that the database no longer shows: they are neither returned nor counted.
    """

    plan: QueryPlan
    choices: Choices = NO_CHOICE
    by_date: bool = False
    is_exact: bool = False
    offset: int = 0
    limit: int = 10
    withheld: frozenset[str] = frozenset()
    by_meaning: bool = True

    @property
    def is_of_words(self) -> bool:
        """Whether only words count."""
        return not self.by_meaning or self.by_date or self.is_exact or bool(self.plan.phrases)

    def without(self, keys: frozenset[str]) -> SearchQuery:
        """The same request, with these keys withheld too."""
        return replace(self, withheld=self.withheld | keys)


def plan_for(
    typed: str,
    synonyms: Synonyms = NO_SYNONYMS,
    related: Related = NO_SYNONYMS,
    long_forms: Mapping[Name, str] = MappingProxyType({}),
) -> QueryPlan:
    """Read what was typed: quotes make phrases, the rest are words without those that only carry grammar."""
    typed = clean_text(typed)
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
        _concepts([french.stem(form) for _, _, form in read], words, synonyms, related),
        typed,
        synonyms,
        related,
        long_forms,
    )


def _telling(words: list[tuple[int, int, str]], *, keep_some: bool) -> list[tuple[int, int, str]]:
    """Drop stop words and question words, the latter first to come back when nothing else remains."""
    full = [word for word in words if word[2] not in french.STOP_WORDS]
    telling = [word for word in full if word[2] not in french.QUESTION_WORDS]
    return telling or ((full or words) if keep_some else [])


def _concepts(stems: list[str], words: tuple[str, ...], synonyms: Synonyms, related: Related) -> tuple[Concept, ...]:
    """The names of the glossary among what was typed, the longest first, none within another."""
    longest = max(map(len, (*synonyms, *related)), default=0)
    concepts, at = [], 0
    while at < len(stems):
        for length in range(min(longest, len(stems) - at), 0, -1):
            name = tuple(stems[at : at + length])
            # A name of which no word is looked for (« qui », « faire ») would stand for nothing that was asked.
            is_known = name in synonyms or name in related
            if is_known and (covered := frozenset(name).intersection(words)):
                concepts.append(Concept(name, covered, synonyms.get(name, ()), related.get(name, ())))
                at += length - 1
                break
        at += 1
    return tuple(concepts)
