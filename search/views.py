"""The results page, and the description of the search for browsers (OpenSearch)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from portal.cms.navigation import frame_for
from portal.french.clean_text import clean_text
from search.glossary import query_plan
from search.index import registry
from search.index.protocol import SearchUnavailable
from search.language import french
from search.query.plan import MAX_LENGTH, SearchQuery
from search.site import direct_answers, searching, shown_facets, statistics
from search.site.search_request import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from search.query.plan import QueryPlan
    from search.query.results import SearchResults
    from search.site.direct_answers import DirectAnswer

HITS_PER_PAGE = 10
SHORT_NAME = 16  # characters
OPEN_SEARCH = "application/opensearchdescription+xml; charset=utf-8"
MOST_PAGES = 50  # nobody reads further; asking further costs every engine more


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`?q=` the words; `type`, `region`, `theme`, `annee` narrow, `tri=date` sorts, `page` is one of ten hits.

    `exact=1` searches the words as they were typed. 404, with a way back, for a page that does not exist.
    """
    asked = SearchRequest.from_querystring(request.GET)
    plan = query_plan.parse(asked.typed)
    context: dict[str, Any] = {
        "asked": asked,
        "is_readable": bool(plan),
        "cut_to": MAX_LENGTH if asked.was_cut else 0,
        "crumbs": [("Rechercher", "")],
    }
    if not plan:
        return render(request, "search/search.html", context)
    try:
        found = searching.find(query_for(asked, plan, max(1, min(asked.page, MOST_PAGES))))
    except SearchUnavailable:
        return render(request, "search/unavailable.html", context, status=503)
    pages = Paginator(range(min(found.shown, MOST_PAGES * HITS_PER_PAGE)), HITS_PER_PAGE)
    if not 1 <= asked.page <= pages.num_pages:
        context |= {"pages": pages, "back": asked.url}
        return render(request, "search/no_such_page.html", context, status=404)
    if asked.page == 1:
        statistics.record(request, asked, is_empty=not found.shown)
    is_plain = asked.page == 1 and not asked.choices.chosen() and not asked.by_date
    answers = _answers(asked, found) if is_plain else []
    context |= _shown(asked, found, pages.page(asked.page), answers) | {"answers": answers}
    return render(request, "search/search.html", context)


@require_safe
def open_search(request: HttpRequest) -> HttpResponse:
    """What a browser needs to offer this search in its own bar (OpenSearch 1.1)."""
    frame = frame_for(request)
    values = {"frame": frame, "short_name": short_name(frame.name), "portal_url": settings.PORTAL_URL}
    return HttpResponse(clean_text(render_to_string("search/opensearch.xml", values, request)), OPEN_SEARCH)


def short_name(name: str) -> str:
    """The first whole words of a name, as many as OpenSearch takes; what only leads to the next word goes too."""
    words = name.split()
    while words and (len(" ".join(words)) > SHORT_NAME or french.fold(words[-1]) in french.STOP_WORDS):
        words.pop()
    return " ".join(words) or name[:SHORT_NAME]


def query_for(asked: SearchRequest, plan: QueryPlan, page: int) -> SearchQuery:
    """The request to an engine for one page."""
    return SearchQuery(
        plan,
        asked.choices,
        by_date=asked.by_date,
        is_exact=asked.is_exact,
        offset=(page - 1) * HITS_PER_PAGE,
        limit=HITS_PER_PAGE,
    )


def _answers(asked: SearchRequest, found: SearchResults) -> list[DirectAnswer]:
    """What answers at once: what was typed before what it was corrected to, which is meant for pages."""
    answers = direct_answers.find(asked.typed, found)
    return answers if answers or not found.corrected_query else direct_answers.find(found.corrected_query, found)


def _shown(asked: SearchRequest, found: SearchResults, page: Page, answers: Sequence[DirectAnswer]) -> dict[str, Any]:
    kinds = registry.kinds()
    answered = frozenset().union(*(answer.shows for answer in answers))
    return {
        "found": found,
        "hits": [(hit, kinds.get(hit.kind)) for hit in found.hits if hit.key not in answered],
        "put_first": sum(hit.key in answered and hit.key not in found.by_meaning for hit in found.hits),
        "pages": page,
        "facets": shown_facets.facets(asked, found.counts, found.total),
        "chosen": (chosen := shown_facets.chosen(asked)),
        "chosen_words": ", ".join(each.label for each in chosen),
        "exact": replace(asked, is_exact=True, page=1),
        "other_order": replace(asked, by_date=not asked.by_date, page=1),
        "all_count": None if found.found is None else len(found.found),
        "all_url": SearchRequest(asked.typed, is_exact=asked.is_exact).url,
    }
