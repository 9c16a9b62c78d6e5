"""The glossary as readers of it need it: plain values, read once, cached, and true again as soon as an editor saves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from search import everyday_synonyms, french
from search.models import GlossaryTerm
from search.models.glossary_term import lines

if TYPE_CHECKING:
    from search.query import Name, Synonyms

CACHE_KEY = "search:glossary"
CACHE_SECONDS = 600  # only a safety net: signals renew it


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


def terms() -> tuple[Term, ...]:
    """Every word, in alphabetical order; no query when warm, two otherwise."""
    stored: tuple[Term, ...] | None = cache.get(CACHE_KEY)
    if stored is None:
        stored = tuple(map(_term, GlossaryTerm.objects.prefetch_related("see_also")))
        cache.set(CACHE_KEY, stored, CACHE_SECONDS)
    return stored


def find(typed: str) -> Term | None:
    """The word that has this name, however it is accented, spelled in capitals or put in the plural."""
    asked = french.stems(french.clean(typed))
    return next((each for each in terms() for name in each.names if asked and french.stems(name) == asked), None)


def synonyms() -> Synonyms:
    """Every name, and the other names of the same thing, of the glossary before those of plain French."""
    return _synonyms(terms())


@lru_cache(maxsize=2)  # the glossary of now, and the one before it that a slower request still reads
def _synonyms(words: tuple[Term, ...]) -> Synonyms:
    found: dict[Name, dict[Name, None]] = {}
    for word in words:
        names = list(dict.fromkeys(name for each in word.names if (name := tuple(french.stems(each)))))
        for name in names:
            found.setdefault(name, {}).update(dict.fromkeys(other for other in names if other != name))
    for name, others in everyday_synonyms.read().items():
        found.setdefault(name, {}).update(dict.fromkeys(others))
    return {name: tuple(others) for name, others in found.items() if others}


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


def forget(**_: Any) -> None:
    """Drop what is cached once the change that made it stale is committed."""
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))


def connect_signals() -> None:
    """Listen to every change of a word."""
    post_save.connect(forget, sender=GlossaryTerm, dispatch_uid="glossary-save")
    post_delete.connect(forget, sender=GlossaryTerm, dispatch_uid="glossary-delete")
    m2m_changed.connect(forget, sender=GlossaryTerm.see_also.through, dispatch_uid="glossary-see-also")
