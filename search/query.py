"""What is asked: the words somebody typed become one plan, and every engine follows it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from search import french
from search.facets import NO_CHOICE, Choices

MAX_LENGTH = 200  # characters that are read; the page says so when more were typed
MAX_WORDS = 16
# How much a word counts by where it stands.
WEIGHTS = {"title": 3.0, "keywords": 2.0, "summary": 1.5, "body": 1.0}
# Words are joined by OR; a long query is answered by what holds at least this share of its words.
COVERAGE = 0.4

STOP_STEMS = frozenset(map(french.stem, french.STOP_WORDS))

QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')


@dataclass(frozen=True)
class QueryPlan:
    """An analysed query, as stems.

    `words` raise a document's score, `minimum` of them must be there; each of `phrases` must be there, in order.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    minimum: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.phrases)

    @property
    def marked(self) -> frozenset[str]:
        """Stems to mark in excerpts: the grammar inside a phrase only when the phrase is nothing else."""
        stems = frozenset(self.words).union(*self.phrases)
        return stems - STOP_STEMS or stems


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


def plan_for(typed: str) -> QueryPlan:
    """Read what was typed: quotes make phrases, the rest are words without those that only carry grammar."""
    typed = french.clean(typed)
    phrases: list[tuple[str, ...]] = []

    def take(match: re.Match[str]) -> str:
        if phrase := tuple(french.stems(next(filter(None, match.groups()), ""))):
            phrases.append(phrase)
        return " "

    words = _telling([folded for _, _, folded in french.words(QUOTED.sub(take, typed))], keep_some=not phrases)
    stems = tuple(dict.fromkeys(french.stem(word) for word in words))[:MAX_WORDS]
    minimum = 0 if phrases else math.ceil(COVERAGE * len(stems))
    return QueryPlan(stems, tuple(dict.fromkeys(phrases))[:MAX_WORDS], minimum)


def _telling(words: list[str], *, keep_some: bool) -> list[str]:
    """Drop stop words and question words, the latter first to come back when nothing else remains."""
    full = [word for word in words if word not in french.STOP_WORDS]
    telling = [word for word in full if word not in french.QUESTION_WORDS]
    return telling or ((full or words) if keep_some else [])
