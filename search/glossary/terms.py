"""Terms of the glossary: plain values, read once, cached, and true again as soon as an editor saves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.cms.cached import cached, forget_on_change
from portal.french.clean_text import clean_text
from search.language import french
from search.language.synonyms import plain_french
from search.models import GlossaryTerm, RelatedWords
from search.models.glossary_term import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from search.query.plan import Name, Related, Synonyms

CACHE_KEY, THEMES_KEY = "search:glossary", "search:related"


@dataclass(frozen=True)
class Term:
    """A word of the glossary. `see_also` holds the slugs of others."""

    term: str
    slug: str
    long_form: str
    definition: str
    former_names: tuple[str, ...] = ()
    other_forms: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    is_explained: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """All it is or was called, the word itself first."""
        return tuple(filter(None, (self.term, self.long_form, *self.former_names, *self.other_forms)))


def all_terms() -> tuple[Term, ...]:
    """Every word, in alphabetical order; no query when warm, two otherwise."""
    return cached(CACHE_KEY, lambda: tuple(map(_term, GlossaryTerm.objects.prefetch_related("see_also"))))


def themes() -> tuple[tuple[str, ...], ...]:
    """The words of each theme of related words; one query, none when warm."""
    return cached(THEMES_KEY, lambda: tuple(map(lines, RelatedWords.objects.values_list("words", flat=True))))


def term_named(typed: str) -> Term | None:
    """The word that has this name, however it is accented, spelled in capitals or put in the plural."""
    named = cached(f"{CACHE_KEY}:names", lambda: _by_name(all_terms()))
    return named.get(tuple(french.stems(clean_text(typed))))


def _by_name(words: tuple[Term, ...]) -> Mapping[Name, Term]:
    found: dict[Name, Term] = {}
    for word in words:
        for name in _names(word.names):
            found.setdefault(name, word)
    return found


def synonyms() -> Synonyms:
    """Every name, and the other names of the same thing, of the glossary before those of plain French."""
    return cached(f"{CACHE_KEY}:synonyms", lambda: _synonyms(all_terms()))


def _synonyms(words: tuple[Term, ...]) -> Synonyms:
    found: dict[Name, dict[Name, None]] = {}
    for word in words:
        names = _names(word.names)
        for name in names:
            found.setdefault(name, {}).update(dict.fromkeys(other for other in names if other != name))
    for name, others in plain_french().items():
        found.setdefault(name, {}).update(dict.fromkeys(others))
    return {name: tuple(others) for name, others in found.items() if others}


def long_forms() -> Mapping[Name, str]:
    """What each other name of a word is in full: the long form of an acronym, the word itself of a former name."""
    return cached(f"{CACHE_KEY}:long-forms", lambda: _long_forms(all_terms()))


def _long_forms(words: tuple[Term, ...]) -> Mapping[Name, str]:
    full = {word: word.long_form or word.term for word in words}
    return {name: full[word] for word in words for name in _names(word.names) if name not in _names([full[word]])}


def related() -> Related:
    """Every name that has to do with others, and those: of the words seen also, and of the same themes."""
    return cached(f"{CACHE_KEY}:related", lambda: _related(all_terms(), themes()))


def _related(words: tuple[Term, ...], themes: tuple[tuple[str, ...], ...]) -> Related:
    named = {word.slug: _names(word.names) for word in words}
    pairs = [(named[word.slug], named[slug]) for word in words for slug in word.see_also if slug in named]
    pairs += [(names, names) for names in map(_names, themes)]
    found: dict[Name, dict[Name, None]] = {}
    for typed, others in pairs:
        for name in typed:
            found.setdefault(name, {}).update(dict.fromkeys(other for other in others if other != name))
    return {name: tuple(others) for name, others in found.items() if others}


def acronyms() -> tuple[tuple[frozenset[str], Term], ...]:
    """The words that are written in capitals, each with its stems."""
    return cached(f"{CACHE_KEY}:acronyms", lambda: tuple(_acronyms(all_terms())))


def _acronyms(words: tuple[Term, ...]) -> Iterator[tuple[frozenset[str], Term]]:
    yield from ((frozenset(french.stems(word.term)), word) for word in words if word.term.isupper())


def _names(texts: Iterable[str]) -> list[Name]:
    return list(dict.fromkeys(name for each in texts if (name := tuple(french.stems(each)))))


def _term(row: GlossaryTerm) -> Term:
    return Term(
        row.term,
        row.slug,
        row.long_form,
        row.definition,
        lines(row.former_names),
        lines(row.other_forms),
        tuple(sorted(other.slug for other in row.see_also.all())),
        row.is_explained,
    )


def connect_signals() -> None:
    """Listen to every change of a word."""
    forget_on_change(GlossaryTerm, RelatedWords, links=[GlossaryTerm.see_also.through])
