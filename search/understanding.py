"""From the plan of a query to what is looked for in one collection: corrected, widened and weighed. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from search import spelling
from search.excerpts import Marks
from search.query import STOP_STEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from search.lexicon import Fact, Facts, Lexicon
    from search.query import Concept, Name, QueryPlan
    from search.results import Hit

DAMPING = -0.3  # the rarest words decide less than their rarity says: multiplied by idf to this power
KIN = 0.35  # how much a word that begins alike counts, beside one that so few documents hold
RARE, RARE_SHARE = 20, 0.02
# How surely a document that holds it speaks of the word: corrected words are in `spelling`.
SURE, SURE_OF_KIN, SURE_OF_SYNONYM = 1.0, 0.5, 0.9
# A word of no title in the whole collection is hardly what a portal is about, unless several documents use it.
OUTSIDE_TITLES, OFTEN_OUTSIDE = 0.45, 0.7
OFTEN, OFTEN_SHARE = 3, 0.01
PAIRED = 3  # of so many words or more, two must be there
COMMON = 0.3  # a word in so many of all documents finds nothing by itself


@dataclass(frozen=True)
class Term:
    """A word looked for: its stem and form, its rarity, how sure it is, and {stem: weight} of what may stand for it."""

    stem: str
    form: str
    idf: float
    sure: float = SURE
    variants: Mapping[str, float] = field(default_factory=dict)
    sure_of_variants: float = 0.0
    is_common: bool = False  # so much so that it finds nothing by itself
    is_known: bool = True  # documents hold it, or what may stand for it


@dataclass(frozen=True)
class Group:
    """Words that name something of the glossary: its terms, all its names (the typed one first), and their rarity."""

    terms: tuple[Term, ...]
    names: tuple[Name, ...]
    idf: float
    is_common = False

    @property
    def is_enough(self) -> bool:
        """Whether to hold any of its names is as good as to hold several words: it was typed as several."""
        return len(self.names[0]) > 1


@dataclass(frozen=True)
class Ask:
    """All an engine needs to find and weigh documents. `corrected` is None when the words are those that were typed."""

    terms: tuple[Term, ...]
    groups: tuple[Group, ...]
    phrases: tuple[Name, ...]
    lengths: Mapping[str, float]
    count: int  # words that were asked for
    pairs: tuple[tuple[Term, Term], ...] = ()  # words that follow each other, but for those within one name
    corrected: str | None = None
    corrected_forms: frozenset[str] = frozenset()

    @property
    def units(self) -> tuple[Term | Group, ...]:
        """The things asked for that something holds, the rarest first; all of them when nothing holds any."""
        units: list[Term | Group] = [*(term for term in self.terms if term.is_known), *self.groups]
        return tuple(sorted(units, key=lambda unit: -unit.idf)) or self.terms

    @property
    def telling(self) -> tuple[Term | Group, ...]:
        """Those that find documents by themselves: words of nearly every document do not, when there are others."""
        return tuple(unit for unit in self.units if not unit.is_common) or self.units

    @property
    def minimum(self) -> int:
        """How many of the units a hit holds at least, unless a name of several words (`Group.is_enough`) is among them.

        Phrases, where there are any, are all that it must hold.
        """
        asked = len(self.terms) + len(self.groups)
        return 0 if self.phrases else min(len(self.units), 2 if asked >= PAIRED else 1)

    def apart(self) -> Ask:
        """The same without names: their words stand for themselves, where no document holds any of the names."""
        words = (*self.terms, *(term for group in self.groups for term in group.terms))
        return replace(self, terms=words, groups=())

    def corrected_as_in(self, hits: Iterable[Hit]) -> str | None:
        """The corrected words, accented as the hits write them; None when nothing was corrected."""
        if self.corrected is None:
            return None
        seen = (text for hit in hits for text in (hit.title, *(part.text for part in hit.excerpt if part.is_marked)))
        return spelling.as_written(self.corrected, self.corrected_forms, seen)

    @property
    def marks(self) -> Marks:
        """What makes a document a hit: words that were typed wherever they stand, names that were not as a whole."""
        found: set[str] = set()
        for term in (*self.terms, *(term for group in self.groups for term in group.terms)):
            found |= {term.stem, *term.variants}
        for name in self.phrases:
            found |= set(name)
        others = {name for group in self.groups for name in group.names[1:]}
        found |= {name[0] for name in others if len(name) == 1}
        return Marks(frozenset(found - STOP_STEMS or found), frozenset(name for name in others if len(name) > 1))


def understand(plan: QueryPlan, lexicon: Lexicon, *, is_exact: bool = False) -> Ask:
    """Look the words up; correct those that nothing holds, unless they are meant as they stand."""
    facts = lexicon.facts(_asked_about(plan), kin_of=() if is_exact else plan.words)
    correction = None if is_exact else spelling.correct(plan, facts, lexicon)
    if correction:
        plan = correction.plan
        facts = lexicon.facts(_asked_about(plan, correction), kin_of=plan.words)
    grouped: dict[str, Concept] = {stem: concept for concept in plan.concepts for stem in concept.words}
    terms = {stem: _term(stem, form, facts, correction) for stem, form in zip(plan.words, plan.forms, strict=True)}
    return Ask(
        tuple(term for stem, term in terms.items() if stem not in grouped),
        tuple(_group(concept, terms, facts) for concept in plan.concepts),
        plan.phrases,
        facts.lengths,
        len(plan.words),
        tuple(
            (one, two)
            for one, two in pairwise(terms.values())
            if one.stem not in grouped or grouped[one.stem] is not grouped.get(two.stem)
        ),
        correction.text if correction else None,
        correction.forms if correction else frozenset(),
    )


def idf(size: int, documents: int) -> float:
    """How rare something is that so many of all documents hold, damped. Never nothing, as it is to FTS5's bm25."""
    documents = min(max(documents, 1), size)
    return math.pow(math.log(1 + (size - documents + 0.5) / (documents + 0.5)), 1 + DAMPING)


def _asked_about(plan: QueryPlan, correction: spelling.Correction | None = None) -> set[str]:
    names = (name for concept in plan.concepts for name in (concept.name, *concept.others))
    others = correction.others.values() if correction else ()
    return {*plan.words}.union(*names, *others)


def _term(stem: str, form: str, facts: Facts, correction: spelling.Correction | None) -> Term:
    fact = facts.of(stem)
    is_rare = fact.documents <= max(RARE, RARE_SHARE * facts.size)
    variants = dict.fromkeys(fact.kin, KIN) if is_rare else {}
    sure = SURE
    if correction and stem in correction.sure:
        sure = correction.sure[stem]
        variants |= correction.others.get(stem, {})
    documents = fact.documents
    if not documents:
        documents = max((fact.kin.get(each, 0) or facts.of(each).documents for each in variants), default=0)
    of_portal = _of_portal(fact, facts.size)
    return Term(
        stem,
        form,
        idf(facts.size, documents),
        sure * of_portal,
        variants,
        SURE_OF_KIN * (of_portal if fact.documents else 1.0),
        documents > COMMON * facts.size,
        documents > 0,
    )


def _of_portal(fact: Fact, size: int) -> float:
    """How surely a word is one of those that the portal is about."""
    if fact.in_title:
        return 1.0
    return OFTEN_OUTSIDE if fact.documents >= max(OFTEN, OFTEN_SHARE * size) else OUTSIDE_TITLES


def _group(concept: Concept, terms: Mapping[str, Term], facts: Facts) -> Group:
    names = (concept.name, *concept.others)
    # As many documents hold a name as hold its rarest word, at most.
    documents = max(min(facts.of(stem).documents for stem in name) for name in names)
    return Group(tuple(terms[stem] for stem in terms if stem in concept.words), names, idf(facts.size, documents))
