"""Query understanding: from the plan of a query to what is looked for in one collection, weighed. Pure.

Words that this package and the engines use:

- *unit*: one thing asked for, a word or a name, with all that satisfies it and how well, from 0 to 1;
- *kin*: stems of the collection that begin alike (« boulang », « boulangeri »), which may stand for a rare word;
- *meant*: the words of the collection that a mistyped one probably was, the likeliest first (`correction`);
- *related*: names of other things that have to do with what was typed, and satisfy it partly;
- *telling*: what finds documents by itself, unlike stop words and words of nearly every document.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from search.language.french import STOP_WORDS, words
from search.query.correction import as_written, correct
from search.query.excerpts import Marks
from search.query.plan import STOP_STEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from search.query.correction import Correction
    from search.query.lexicon import Facts, Lexicon
    from search.query.plan import Concept, Name, QueryPlan
    from search.query.results import Hit

DAMPING = -0.3  # the rarest words decide less than their rarity says: multiplied by idf to this power
KIN = 0.5  # how much a word that begins alike counts, beside one that so few documents hold
RARE, RARE_SHARE = 20, 0.02
RELATED = 0.35  # how much a name of something else counts that has to do with what was typed
APART = 0.3  # how much the words of a name count apart, shared among them
PAIRED = 3  # of so many words or more, two must be there
COMMON = 0.3  # a word in so many of all documents finds nothing by itself


class Unit(NamedTuple):
    """One thing asked for: what satisfies it and how well, how rare it is, how much it weighs.

    Words of a name stand beside it once more, apart; they were not asked for by themselves.
    """

    names: Mapping[Name, float]
    idf: float
    weight: float = 1.0
    is_asked: bool = True


@dataclass(frozen=True)
class Term:
    """A word looked for: stem and form, rarity, {stem: weight} of what may stand for it, and what is related."""

    stem: str
    form: str
    idf: float
    variants: Mapping[str, float] = field(default_factory=dict)
    related: tuple[Name, ...] = ()
    is_common: bool = False  # so much so that it finds nothing by itself
    is_known: bool = True  # documents hold it, or what may stand for it
    sure: float = 1.0  # less for a corrected word

    @property
    def names(self) -> dict[Name, float]:
        """What satisfies it, beside what is related."""
        found: dict[Name, float] = {(self.stem,): self.sure}
        return found | {(stem,): self.sure * weight for stem, weight in self.variants.items()}

    @property
    def units(self) -> list[Unit]:
        """The word as documents are weighed by it."""
        return [Unit(dict.fromkeys(self.related, RELATED) | self.names, self.idf)]


@dataclass(frozen=True)
class Group:
    """Words that name something of the glossary: its terms, all its names (the typed one first), and their rarity."""

    terms: tuple[Term, ...]
    names: tuple[Name, ...]
    idf: float
    related: tuple[Name, ...] = ()
    is_common = False

    @property
    def is_enough(self) -> bool:
        """Whether to hold any of its names is as good as to hold several words: it was typed as several."""
        return len(self.names[0]) > 1

    @property
    def units(self) -> list[Unit]:
        """The thing under all its names; of a name of several words these once more, apart."""
        satisfying = dict.fromkeys(self.related, RELATED)
        if not self.is_enough:
            satisfying |= {name: weight for term in self.terms for name, weight in term.names.items()}
            return [Unit(satisfying | dict.fromkeys(self.names, 1.0), self.idf)]
        size = max(1, len(self.terms))
        return [
            Unit(satisfying | dict.fromkeys(self.names, 1.0), self.idf, size**0.5),
            *(Unit(term.names, term.idf, APART / size**0.5, is_asked=False) for term in self.terms),
        ]


@dataclass(frozen=True)
class ParsedQuery:
    """All an engine needs to find and weigh documents. `corrected` is None when the words are those that were typed."""

    terms: tuple[Term, ...]
    groups: tuple[Group, ...]
    phrases: tuple[Name, ...]
    length: float  # words of a document of the collection, on average
    corrected: str | None = None
    corrected_forms: frozenset[str] = frozenset()
    meant: str = ""  # what an encoder reads

    @property
    def weighed(self) -> list[Unit]:
        """What documents are weighed by."""
        phrases = [Unit({phrase: 1.0}, 1.0, len(phrase) ** 0.5) for phrase in self.phrases]
        words = [unit for term in self.terms for unit in term.units]
        return [*words, *(unit for group in self.groups for unit in group.units), *phrases]

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

    def apart(self) -> ParsedQuery:
        """The same without names: their words stand for themselves, where no document holds any of the names."""
        words = tuple(term for group in self.groups for term in group.terms)
        known = tuple(term for term in words if term.is_known)  # the others stood in a name: they make no nonsense
        return replace(self, terms=(*self.terms, *(known or words)), groups=())

    def corrected_as_in(self, hits: Iterable[Hit]) -> str | None:
        """The corrected words, accented as the hits write them; None when nothing was corrected."""
        if self.corrected is None:
            return None
        seen = (text for hit in hits for text in (hit.title, *(part.text for part in hit.excerpt if part.is_marked)))
        return as_written(self.corrected, self.corrected_forms, seen)

    @property
    def is_unaccented(self) -> bool:
        """Whether it was typed without any accent: texts may then tell an encoder how its words are written."""
        return self.meant.isascii()

    def meant_as_in(self, seen: Iterable[str]) -> str:
        """What an encoder reads, accented as texts that hold the words write them; capitals stay.

        Words of grammar stay too: « ou » and « où » are both right.
        """
        read = words(self.meant)
        forms = frozenset(form for start, end, form in read if self.meant[start:end].islower()) - STOP_WORDS
        return as_written(self.meant, forms, seen)

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


def understand(plan: QueryPlan, lexicon: Lexicon, *, is_exact: bool = False) -> ParsedQuery:
    """Look the words up; correct those that nothing holds, unless they are meant as they stand."""
    facts = lexicon.facts(_asked_about(plan), kin_of=() if is_exact else plan.words)
    correction = None if is_exact else correct(plan, facts, lexicon)
    if correction:
        plan = correction.plan
        facts = lexicon.facts(_asked_about(plan, correction), kin_of=plan.words)
    # What is only related to others is no thing of its own: each of its words is satisfied by them, partly.
    concepts = [concept for concept in plan.concepts if concept.others]
    named = {stem for concept in concepts for stem in concept.words}
    related = {stem: concept.related for concept in plan.concepts if not concept.others for stem in concept.words}
    terms = {
        stem: replace(_term(stem, form, facts, correction), related=related.get(stem, ()))
        for stem, form in zip(plan.words, plan.forms, strict=True)
    }
    return ParsedQuery(
        tuple(term for stem, term in terms.items() if stem not in named),
        tuple(_group(concept, terms, facts) for concept in concepts),
        plan.phrases,
        facts.length,
        correction.text if correction else None,
        correction.forms if correction else frozenset(),
        plan.meant,
    )


def idf(size: int, documents: int) -> float:
    """How rare something is that so many of all documents hold, damped. Never nothing, as it is to FTS5's bm25.

    What no document holds is rarest of all: what is missing counts, or nonsense beside a common word would be found.
    """
    documents = min(documents, size)
    return math.pow(math.log(1 + (size - documents + 0.5) / (documents + 0.5)), 1 + DAMPING)


def _asked_about(plan: QueryPlan, correction: Correction | None = None) -> set[str]:
    names = (name for concept in plan.concepts for name in (concept.name, *concept.others))
    others = correction.others.values() if correction else ()
    return {*plan.words}.union(*names, *others)


def _term(stem: str, form: str, facts: Facts, correction: Correction | None) -> Term:
    fact = facts.of(stem)
    is_rare = fact.documents <= max(RARE, RARE_SHARE * facts.size)
    variants = dict.fromkeys(fact.kin, KIN) if is_rare else {}
    sure = 1.0
    if correction and stem in correction.sure:
        sure = correction.sure[stem]
        variants |= correction.others.get(stem, {})
    documents = fact.documents
    if not documents:
        documents = max((fact.kin.get(each, 0) or facts.of(each).documents for each in variants), default=0)
    return Term(
        stem, form, idf(facts.size, documents), variants, (), documents > COMMON * facts.size, documents > 0, sure
    )


def _group(concept: Concept, terms: Mapping[str, Term], facts: Facts) -> Group:
    names = (concept.name, *concept.others)
    # As many documents hold a name as hold its rarest word, at most. Where nothing holds the typed one, the others.
    held = [min(facts.of(stem).documents for stem in name) for name in names]
    own = tuple(terms[stem] for stem in terms if stem in concept.words)
    return Group(own, names, idf(facts.size, held[0] or max(held)), concept.related)
