from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from search import registry, site_search
from search.engines.protocol import SearchUnavailable
from search.facets import Choices
from search.forms import SearchForm
from search.query import MAX_LENGTH, SearchQuery, plan_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

HITS_PER_PAGE = 10
MOST_PAGES = 50  # nobody reads further; asking further costs every engine more


class Facet(NamedTuple):
    """A kind one may choose: its name, how many hits it holds, its address."""

    label: str
    count: int
    url: str
    is_current: bool


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`?q=` the words, `?type=` a kind, `?page=` a page of ten. 404 for a kind or a page that is none."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise Http404("no such kind")
    typed, kind, number = form.cleaned_data["q"], form.cleaned_data["type"], _page_number(request)
    plan = plan_for(typed)
    kinds = registry.kinds()
    context: dict[str, Any] = {
        "typed": typed,
        "is_readable": bool(plan),
        "cut_to": MAX_LENGTH if form.was_cut else 0,
        "kind": kinds.get(kind),
        "crumbs": [("Rechercher", "")],
    }
    if not plan:
        return render(request, "search/search.html", context | {"found": None})
    query = SearchQuery(plan, Choices(kind=kind), offset=(number - 1) * HITS_PER_PAGE, limit=HITS_PER_PAGE)
    try:
        found = site_search.find(query)
    except SearchUnavailable:
        return render(request, "search/unavailable.html", context, status=503)
    context |= {
        "found": found,
        "hits": [(hit, kinds.get(hit.kind)) for hit in found.hits],
        "pages": _page(found.total, number),
        "facets": _facets(typed, kind, found.counts["kind"]),
        "all_count": sum(found.counts["kind"].values()),
        "all_url": _address(typed),
        "query": urlencode({"q": typed} | ({"type": kind} if kind else {})),
    }
    return render(request, "search/search.html", context)


def _page_number(request: HttpRequest) -> int:
    """Number of the page asked for; Http404 for what is no number, or beyond what is ever shown."""
    typed = request.GET.get("page") or "1"
    if not typed.isdecimal() or len(typed) > 3 or not 1 <= int(typed) <= MOST_PAGES:
        raise Http404("no such page of results")
    return int(typed)


def _page(total: int, number: int) -> Page:
    """The page of results as the pager needs it; Http404 beyond the last one."""
    try:
        return Paginator(range(min(total, MOST_PAGES * HITS_PER_PAGE)), HITS_PER_PAGE).page(number)
    except EmptyPage:
        raise Http404("no such page of results") from None


def _facets(typed: str, chosen: str, counts: Mapping[str, int]) -> list[Facet]:
    """Everything, then each kind that holds a hit, and the chosen one even without any."""
    facets = [Facet("Tout", sum(counts.values()), _address(typed), not chosen)]
    for code, kind in registry.kinds().items():
        if counts.get(code) or code == chosen:
            facets.append(Facet(kind.plural, counts.get(code, 0), _address(typed, code), code == chosen))
    return facets


def _address(typed: str, kind: str = "") -> str:
    return f"{reverse('search:results')}?{urlencode({'q': typed} | ({'type': kind} if kind else {}))}"
