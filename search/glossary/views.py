"""The glossary page, the addresses of its words, and what texts explain of it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.cms.cached import cached
from portal.cms.defined_words import DefinedWord
from portal.cms.whole_pages import same_for_everybody
from portal.french.clean_text import clean_text
from portal.web.json_ld import absolute, json_ld
from search.glossary.terms import all_terms
from search.language import french

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from search.glossary.terms import Term

TYPED_AT_MOST = 80
WORDS_KEY = "search:glossary:explained"
OTHERS = "#"  # words that begin with no letter


def address_of(slug: str) -> str:
    """Where a word is explained."""
    return f"{reverse('glossary')}#{slug}"


def defined_words() -> tuple[DefinedWord, ...]:
    """What texts explain: a word, its long form and what it was called. Free of queries once the glossary is warm."""
    return cached(
        WORDS_KEY,
        lambda: tuple(
            DefinedWord((term.term, *filter(None, [term.long_form]), *term.former_names), address_of(term.slug))
            for term in all_terms()
            if term.is_explained
        ),
    )


@require_safe
@same_for_everybody
def page(request: HttpRequest) -> HttpResponse:
    """All words by their letter, or those that `?q=` names."""
    typed = " ".join(clean_text(request.GET.get("q", ""))[:TYPED_AT_MOST].split())
    terms = all_terms()
    shown = matching(terms, typed) if typed else terms
    by_slug = {term.slug: term for term in terms}
    letters = [
        (letter, [(term, [by_slug[slug] for slug in term.see_also if slug in by_slug]) for term in group])
        for letter, group in groupby(sorted(shown, key=sorting), key=lambda term: letter_of(term.term))
    ]
    return render(
        request,
        "search/glossary.html",
        {
            "typed": typed,
            "letters": letters,
            "count": len(shown),
            "structured_data": "" if typed else json_ld(structured_data(shown)),
            "crumbs": [("Glossaire", "")],
            "canonical": f"{settings.PORTAL_URL}{reverse('glossary')}",
        },
    )


def structured_data(terms: Iterable[Term]) -> dict[str, Any]:
    """The glossary as a set of terms of schema.org, each at its own address."""
    address = absolute(reverse("glossary"))
    return {
        "@type": "DefinedTermSet",
        "name": "Glossaire",
        "url": address,
        "inLanguage": "fr",
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "name": each.term, "description": each.definition, "url": f"{address}#{each.slug}"}
            for each in terms
        ],
    }


def matching(terms: Iterable[Term], typed: str) -> list[Term]:
    """Words of which a name begins with each word typed, in any order and however accented."""
    asked = french.stems(typed)
    return [
        term
        for term in terms
        if asked
        and any(
            all(any(stem.startswith(each) for stem in stems) for each in asked)
            for stems in map(french.stems, term.names)
        )
    ]


def letter_of(term: str) -> str:
    """The letter under which a word stands: « É » under E."""
    first = french.fold(term[:1]).upper()
    return first if first.isalpha() else OTHERS


def sorting(term: Term) -> tuple[str, str]:
    """Letters first, then words as a dictionary has them."""
    return letter_of(term.term), french.fold(term.term)
