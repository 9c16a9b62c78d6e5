"""How well a document answers: one rule for every engine. Pure; measured in docs/decisions/0011.

Each word is weighed in each field by BM25 with that field's own saturation; the best field counts, and a little of the
others. Texts are folded words and stems with a blank between them (`french.analysed`), so that counting is a search in
a string.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from search.query import STOP_STEMS
from search.understanding import SURE_OF_SYNONYM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.query import Name
    from search.understanding import Ask, Group, Term


class Field(NamedTuple):
    """Weight of a field; how soon repeating a word in it is enough (k1); how much a long one is marked down (b)."""

    weight: float
    saturation: float
    shortening: float
    pair: float  # weight of two words of the query side by side


FIELDS: Mapping[str, Field] = {
    "title": Field(2.0, 0.8, 0.5, 2.0),
    "keywords": Field(1.5, 0.8, 0.3, 0.0),
    "summary": Field(1.0, 1.2, 0.75, 1.0),
    "body": Field(1.0, 2.0, 0.6, 1.0),
}
LONGEST = 20_000  # signs of a text that are weighed
OTHER_FIELDS = 0.2
EXACT = 0.35  # for a word in the very form that was typed
COVER = 0.75  # for a title that the query covers
SYNONYM = 0.8  # a name that was not typed, beside the one that was
PARTLY = 0.4  # the words of a name, where the name itself is not written
# The least that must be found, as sure words: this share of those asked for, or one whole word.
FLOOR_SHARE, FLOOR = 0.25, 1.0
EQUAL = 0.1  # scores that differ less are equal: the newest first


@dataclass(frozen=True)
class Candidate:
    """A document to weigh: texts by field, blanks at both ends."""

    key: str
    date: str
    stems: Mapping[str, str]
    forms: Mapping[str, str]


class Weighed(NamedTuple):
    """A document with its score, and how many of the words asked for it surely holds."""

    key: str
    score: float
    sure: float
    date: str


def rank(ask: Ask, candidates: Iterable[Candidate]) -> list[Weighed]:
    """Documents that hold anything asked for, the best first; nearly equal ones by date, newest first."""
    scale = Scale(ask)
    weighed = [each for candidate in candidates if (each := scale.weigh(candidate)).score > 0]
    weighed.sort(key=lambda each: each.key)
    weighed.sort(key=lambda each: each.date, reverse=True)
    weighed.sort(key=lambda each: round(each.score / EQUAL), reverse=True)
    return weighed


def is_silent(ask: Ask, weighed: Sequence[Weighed]) -> bool:
    """Whether nothing found is surely about what was asked: better to say so than to show it."""
    if ask.phrases:
        return not weighed
    sure = max((each.sure for each in weighed), default=0.0)
    return sure < FLOOR_SHARE * ask.count and sure < FLOOR


class Found(NamedTuple):
    """What one word, or one name, is worth in a document; how sure it is; its rarity and its words in the title."""

    worth: float = 0.0
    sure: float = 0.0
    in_title: float = 0.0
    title_words: int = 0


class Scale:
    """A query, prepared to weigh many documents."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        terms = [*ask.terms, *(term for group in ask.groups for term in group.terms)]
        self.variants = {term.stem: _finder(term) for term in terms}
        self.pairs = [(f" {one.stem} ", f" {two.stem} ", min(one.idf, two.idf)) for one, two in ask.pairs]

    def weigh(self, candidate: Candidate) -> Weighed:
        """The score of one document."""
        lengths = {name: candidate.stems[name].count(" ") - 1 for name in FIELDS}
        found = [self._term(term, candidate, lengths) for term in self.ask.terms]
        found += [self._group(group, candidate, lengths) for group in self.ask.groups]
        score = sum(each.worth for each in found)
        score += sum(self._worth(_counts(phrase, candidate), lengths, 1.0) for phrase in self.ask.phrases)
        if score:
            score += self._pairs(candidate) + _cover(found, candidate.stems["title"])
        return Weighed(candidate.key, score, sum(each.sure for each in found), candidate.date)

    def _worth(self, counts: Mapping[str, float], lengths: Mapping[str, int], idf: float) -> float:
        """BM25 of each field: the best, and a little of the others."""
        worths = [0.0]
        for name, count in counts.items():
            if count:
                weight, k1, b, _ = FIELDS[name]
                norm = k1 * (1 - b + b * lengths[name] / self.ask.lengths[name])
                worths.append(weight * count * (k1 + 1) / (count + norm))
        best = max(worths)
        return idf * (best + OTHER_FIELDS * (sum(worths) - best))

    def _term(self, term: Term, candidate: Candidate, lengths: Mapping[str, int]) -> Found:
        """One word, else the best of what may stand for it."""
        word = f" {term.stem} "
        counts = {name: text.count(word) for name, text in candidate.stems.items() if word in text}
        if counts:
            worth = self._worth(counts, lengths, term.idf)
            form = f" {term.form} "
            exact = {name: candidate.forms[name].count(form) for name in counts}
            worth += EXACT * self._worth(exact, lengths, term.idf)
            titled = "title" in counts
            return Found(worth, term.sure, term.idf if titled else 0.0, int(titled))
        best = 0.0
        if finder := self.variants[term.stem]:
            for name, text in candidate.stems.items():
                for variant in set(finder.findall(text)):
                    worth = self._worth({name: text.count(f" {variant} ")}, lengths, term.idf)
                    best = max(best, worth * term.variants[variant])
        return Found(best, term.sure_of_variants if best else 0.0)

    def _group(self, group: Group, candidate: Candidate, lengths: Mapping[str, int]) -> Found:
        """Something of the glossary: any of its names, else the words of the one that was typed."""
        own, *others = (_counts(name, candidate) for name in group.names)
        counts = {name: own[name] + SYNONYM * sum(other[name] for other in others) for name in own}
        size = max(1, len(group.terms))
        parts = [self._term(term, candidate, lengths) for term in group.terms]
        share = 1.0 if len(group.names[0]) == 1 else PARTLY
        partly = Found(
            share * sum(each.worth for each in parts),
            sum(each.sure for each in parts),
            share * sum(each.in_title for each in parts),
            sum(each.title_words for each in parts),
        )
        if not any(counts.values()):
            return partly
        weight = group.idf * size**0.5
        return Found(
            max(partly.worth, self._worth(counts, lengths, weight)),
            max(partly.sure, size * (1.0 if any(own.values()) else SURE_OF_SYNONYM)),
            max(partly.in_title, weight if counts["title"] else 0.0),
            max(partly.title_words, size if counts["title"] else 0),
        )

    def _pairs(self, candidate: Candidate) -> float:
        """Two words of the query that follow each other, or with one word between, in either order."""
        score = 0.0
        for first, second, idf in self.pairs:
            for name, text in candidate.stems.items():
                weight = FIELDS[name].pair
                if (
                    weight
                    and first in text
                    and second in text
                    and (count := _neighbours(text, first, second) + _neighbours(text, second, first))
                ):
                    score += weight * idf * count / (count + 1)
        return score


def _cover(found: Iterable[Found], title: str) -> float:
    """For a title that says what was asked and little else."""
    in_title, words = sum(each.in_title for each in found), sum(each.title_words for each in found)
    telling = sum(word not in STOP_STEMS for word in title.split())
    return COVER * in_title * words / max(words, telling) if words else 0.0


def _finder(term: Term) -> re.Pattern[str] | None:
    """What finds every stem that may stand for a word."""
    return re.compile(f"(?<= )(?:{'|'.join(sorted(term.variants))})(?= )") if term.variants else None


def _counts(name: Name, candidate: Candidate) -> dict[str, float]:
    """How often a name is written in each field."""
    wanted = f" {' '.join(name)} "
    return {field: text.count(wanted) for field, text in candidate.stems.items()}


def _neighbours(text: str, first: str, second: str) -> int:
    """How often the second word comes right behind the first, or one word later. Both stand between blanks."""
    count, at = 0, text.find(first)
    while at >= 0:
        after = at + len(first) - 1
        gap = after if text.startswith(second, after) else text.find(" ", after + 1)
        count += gap >= 0 and text.startswith(second, gap)
        at = text.find(first, after)
    return count
