"""Spelling correction: words that no document holds, and what somebody probably meant. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA, Prefix

from portal.french.slugs import ELIDED
from search.language import french
from search.language.frequent_words import is_french
from search.query.plan import STOP_STEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from search.query.lexicon import Facts, Lexicon
    from search.query.plan import QueryPlan, Synonyms

SHORTEST = 4  # letters; shorter words have too many neighbours
LONG = 7  # from so many letters on, two errors are believed
SURE_OF_ERRORS = {0: 0.9, 1: 0.9, 2: 0.6}  # how much a corrected word counts as found
MOST_MEANT = 3
ENDING = 3  # letters
ELISIONS = tuple(sorted((each for each in ELIDED if len(each) == 1), key=len))
# What makes a near word less, or more, likely than its distance says.
OTHER_FIRST_LETTER, SAME_SOUND, COMMON = 0.7, 0.4, 0.35
ELISION_LOST, BLANK_LOST = 0.8, 1.2  # what parting a word costs, beside the letters of an error
OTHER_ENDING = 0.01  # tells words of one stem apart
RARE_ELISION = 0.5  # more, for another than those of what one looks for: « l’atelier », « d’emploi »


class Meant(NamedTuple):
    """A reading of an unknown word: what is written instead, how far off it is, and its cost (less is likelier)."""

    text: str
    errors: int
    cost: float


@dataclass(frozen=True)
class Correction:
    """The plan of the corrected words, how sure each of them is, and {stem: weight} of what else it may have been."""

    plan: QueryPlan
    sure: Mapping[str, float] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words as they were searched, without accents."""
        return self.plan.typed

    @property
    def forms(self) -> frozenset[str]:
        """The folded words that are not as they were typed."""
        return frozenset(form for stem, form in zip(self.plan.words, self.plan.forms, strict=True) if stem in self.sure)


def correct(plan: QueryPlan, facts: Facts, lexicon: Lexicon) -> Correction | None:
    """Replace the words that nothing holds by what was probably meant; None when there is nothing to replace.

    Words that documents hold, names of the glossary and words of the language are never touched: « mairie » is no
    « Marie », whatever a collection knows.
    """
    unknown = [
        rank
        for rank, stem in enumerate(plan.words)
        if not facts.of(stem).documents and not plan.forms[rank].isdecimal() and not is_french(plan.forms[rank])
    ]
    if unknown:  # gathered only then: there are a thousand of them
        named = _words_of(plan.synonyms) | _words_of(plan.related)
        unknown = [rank for rank in unknown if plan.words[rank] not in named]
    if not unknown:
        return None
    changes, sure, others, last = [], {}, {}, -1
    for rank in unknown:
        if rank == last:  # it was joined to the one before
            continue
        if joined := _joined(plan, rank, lexicon):
            start, end, text, last = joined
            changes.append((start, end, text))
            sure[french.stem(text)] = SURE_OF_ERRORS[1]
            continue
        form, kin = plan.forms[rank], facts.of(plan.words[rank]).kin
        meant = _meant(form, lexicon, plan.synonyms)
        if not meant or (kin and (meant[0].errors > 1 or _ends_otherwise(form, meant[0].text))):
            continue  # what begins alike is looked for as it is: « boulangers » needs no correction to « boulangerie »
        best = meant[0]
        changes.append((*plan.spans[rank], best.text))
        for stem in french.stems(best.text):
            sure[stem] = SURE_OF_ERRORS[best.errors]
            others[stem] = {
                french.stem(each.text): 0.8 * max(0.0, 1 - (each.cost - best.cost))
                for each in meant[1:MOST_MEANT]
                if " " not in each.text
            }
    if not changes:
        return None
    text = plan.typed
    for start, end, instead in sorted(changes, reverse=True):
        text = text[:start] + instead + text[end:]
    return Correction(plan.again(text), sure, others)


def as_written(text: str, forms: AbstractSet[str], seen: Iterable[str]) -> str:
    """The same words with the accents they have where they were seen: « reinsertion » as « réinsertion »."""
    written: dict[str, str] = {}
    for each in seen:
        for start, end, folded in french.words(each):
            if folded in forms:
                written.setdefault(folded, each[start:end].lower())
    for start, end, folded in reversed(list(french.words(text))):
        if folded in written:
            text = text[:start] + written[folded] + text[end:]
    return text


def _joined(plan: QueryPlan, rank: int, lexicon: Lexicon) -> tuple[int, int, str, int] | None:
    """The word that this one makes with a neighbour, as it would replace both; the rank of the later one."""
    for first in (rank, rank - 1):
        second = first + 1
        if not 0 <= first < second < len(plan.words):
            continue
        (start, middle), (after, end) = plan.spans[first], plan.spans[second]
        text = plan.forms[first] + plan.forms[second]
        if 0 <= after - middle <= 1 and lexicon.facts([french.stem(text)]).of(french.stem(text)).documents:
            return start, end, text, second
    return None


def _meant(form: str, lexicon: Lexicon, synonyms: Synonyms) -> list[Meant]:
    """What a word of no document may have been, likeliest first: a word of the documents, or of a name of theirs."""
    if len(form) < SHORTEST:
        return []
    errors, stem = 1 if len(form) < LONG else 2, french.stem(form)
    near = lexicon.near(form, errors)
    names = [word for word in _words_of(synonyms) if len(word) >= SHORTEST]
    stems = {other: 1 for other in names if OSA.distance(stem, other, score_cutoff=errors) <= errors}
    candidates, written = dict(near.forms), set(map(french.stem, near.forms))
    for other, documents in {**stems, **near.stems}.items():
        text = "" if other in written else _ending_as(form, other)
        if text and (errors < 2 or len(stem) >= LONG or OSA.distance(stem, other) < 2):
            candidates.setdefault(text, documents)
    found = sorted((_near(form, other, documents) for other, documents in candidates.items()), key=_by_cost)
    found = [each for each in found if _is_likely(form, each)]
    is_far = not found or found[0].errors > 1
    return sorted([*found, *_parted(form, lexicon, is_far=is_far)], key=_by_cost)


def _words_of(synonyms: Synonyms) -> frozenset[str]:
    """The words of all names of the glossary."""
    return frozenset(word for name in synonyms for word in name if word not in STOP_STEMS)


def _ending_as(form: str, stem: str) -> str:
    """A word of this stem, ending as another word does: « cotis » is « cotiser » for who typed « cottiser ».

    Nothing where the endings do not fit.
    """
    own = french.stem(form)
    kept = Prefix.similarity(form, own)
    text = stem[: len(stem) - (len(own) - kept)] + form[kept:]
    return text if french.stem(text) == stem else ""


def _ends_otherwise(form: str, other: str) -> bool:
    """Whether two words differ in their endings alone, by more than a letter."""
    shared = Prefix.similarity(form, other)
    return len(form) - shared <= ENDING and OSA.distance(form, other) > 1


def _by_cost(meant: Meant) -> tuple[float, str]:
    return meant.cost, meant.text


def _near(form: str, other: str, documents: int) -> Meant:
    # « conventoins » is one error from « convention »: the plural is none.
    errors = min(OSA.distance(form, other), max(1, OSA.distance(french.stem(form), french.stem(other))))
    cost = errors + OTHER_ENDING * OSA.distance(form, other) - COMMON * math.log10(1 + documents)
    cost += OTHER_FIRST_LETTER * (form[0] != other[0])
    cost -= SAME_SOUND * (french.sound(form) == french.sound(other))
    return Meant(other, errors, cost)


def _is_likely(form: str, meant: Meant) -> bool:
    """Whoever errs keeps the first letter, save once in a longer word; and a word keeps most of its letters."""
    if form[0] != meant.text[0] and (meant.errors > 1 or len(form) < LONG - 1):
        return False
    return min(len(form), len(meant.text)) >= SHORTEST - 1


def _parted(form: str, lexicon: Lexicon, *, is_far: bool) -> Iterator[Meant]:
    """Two words written as one: « demploi », and where nothing else is near « travaildétenu »."""
    pairs = [(form[:at], form[at:]) for at in range(1, len(form) - 2)]
    pairs = [
        (left, right)
        for left, right in pairs
        if (left in ELISIONS and len(right) >= SHORTEST) or (is_far and min(len(left), len(right)) >= SHORTEST)
    ]
    if not pairs:
        return
    facts = lexicon.facts(_stems(pairs))
    for left, right in pairs:
        counts = [facts.of(french.stem(part)).documents for part in (left, right)]
        if left in ELISIONS and counts[1]:
            cost = ELISION_LOST + RARE_ELISION * (left not in "ld") - COMMON * math.log10(1 + counts[1])
            yield Meant(f"{left}’{right}", 0, cost)
        elif all(counts):
            yield Meant(f"{left} {right}", 1, BLANK_LOST - COMMON * math.log10(1 + min(counts)))


def _stems(pairs: Iterable[tuple[str, str]]) -> set[str]:
    return {french.stem(part) for pair in pairs for part in pair}
