"""The glossary page, the addresses of its words, and what texts explain of it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

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
LETTER = "lettre"


def address_of(term: Term) -> str:
    """Where a word is explained."""
    return f"{address_of_letter(letter_of(term.term))}#{term.slug}"


def address_of_letter(letter: str) -> str:
    """Where the words of a letter are explained."""
    return f"{reverse('glossary')}?{urlencode({LETTER: letter.lower()})}"


def defined_words() -> tuple[DefinedWord, ...]:
    """What texts explain: a word, its long form and what it was called. Free of queries once the glossary is warm."""
    return cached(
        WORDS_KEY,
        lambda: tuple(
            DefinedWord((term.term, *filter(None, [term.long_form]), *term.former_names), address_of(term))
            for term in all_terms()
            if term.is_explained
        ),
    )


@require_safe
@same_for_everybody
def page(request: HttpRequest) -> HttpResponse:
    """The words that `?q=` names or `?lettre=` begins, explained; else all of them, each leading to its meaning.

    All meanings at once would be some 700 elements, of which a browser carries every one.
    """
    typed, asked = _one_line(request, "q"), _one_line(request, LETTER)
    terms = sorted(all_terms(), key=sorting)
    by_letter = {letter: list(group) for letter, group in groupby(terms, key=lambda term: letter_of(term.term))}
    wanted = letter_of(asked) if asked and not typed else ""
    letter = wanted if wanted in by_letter else ""
    explained = matching(terms, typed) if typed else by_letter.get(letter, [])
    address = address_of_letter(letter) if letter else reverse("glossary")
    return render(
        request,
        "search/glossary.html",
        {
            "typed": typed,
            "wanted": wanted,
            "letter": letter,
            "letters": [
                (each, address_of_letter(each), [(term, address_of(term)) for term in group])
                for each, group in by_letter.items()
            ],
            "explained": _with_others(explained, terms),
            "count": len(explained) if typed or letter else len(terms),
            "structured_data": "" if typed else json_ld(structured_data(explained or terms, is_whole=not letter)),
            "crumbs": [("Glossaire", reverse("glossary")), (f"Lettre {letter}", "")] if letter else [("Glossaire", "")],
            "canonical": f"{settings.PORTAL_URL}{address}",
        },
    )


def _one_line(request: HttpRequest, name: str) -> str:
    return " ".join(clean_text(request.GET.get(name, ""))[:TYPED_AT_MOST].split())


def _with_others(explained: Iterable[Term], terms: Iterable[Term]) -> list[tuple[Term, list[tuple[Term, str]]]]:
    """Each word with those to see also, and where these are explained."""
    by_slug = {term.slug: term for term in terms}
    others = {term.slug: [by_slug[slug] for slug in term.see_also if slug in by_slug] for term in explained}
    return [(term, [(other, address_of(other)) for other in others[term.slug]]) for term in explained]


def structured_data(terms: Iterable[Term], *, is_whole: bool) -> dict[str, Any]:
    """A set of terms of schema.org, each at its own address; with their meanings where the page shows them."""
    return {
        "@type": "DefinedTermSet",
        "name": "Glossaire",
        "url": absolute(reverse("glossary")),
        "inLanguage": "fr",
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "name": each.term, "url": absolute(address_of(each))}
            | ({} if is_whole else {"description": each.definition})
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
