"""The search as programs ask it: the very code of the page. Wired by ``home.api``."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router

from portal.web.public_data import Error, UnknownValueError, error_body
from search.glossary import query_plan
from search.index.protocol import SearchUnavailable
from search.query.facets import FACETS
from search.query.plan import MAX_LENGTH
from search.schemas import Results, Suggestions
from search.site import searching, shown_facets, suggestions
from search.site.search_request import PARAMETERS, SearchRequest
from search.views import HITS_PER_PAGE, MOST_PAGES, query_for

router = Router()

SLUG = "^[0-9A-Za-z_-]*$"
REFUSALS = {422: Error, 429: Error}
Words = Annotated[str, Query(description="Mots cherchés (words searched)", max_length=MAX_LENGTH)]
Kind = Annotated[str, Query(description="Type, voir facets (kind)", max_length=40, pattern=SLUG)]
Region = Annotated[str, Query(description="Région, voir facets (region)", max_length=60, pattern=SLUG)]
Theme = Annotated[str, Query(description="Thème, voir facets (theme)", max_length=60, pattern=SLUG)]
Year = Annotated[str, Query(description="Année (year)", max_length=4, pattern="^([12][0-9]{3})?$")]
Order = Annotated[str, Query(description="Tri : date, sinon par pertinence (order)", max_length=4, pattern="^(date)?$")]
Exact = Annotated[str, Query(description="1 : sans correction (without correction)", max_length=1, pattern="^1?$")]
PageNumber = Annotated[int, Query(description="Page, à partir de 1 (page, from 1)", ge=1, le=MOST_PAGES)]


@router.get(
    "/search", response={200: Results, 404: Error, **REFUSALS, 503: Error}, summary="Chercher dans le site (search)"
)
def search(
    request: HttpRequest,
    response: HttpResponse,
    q: Words,
    type: Kind = "",  # noqa: A002 - the name of the parameter in the addresses of the site
    region: Region = "",
    theme: Theme = "",
    annee: Year = "",
    tri: Order = "",
    exact: Exact = "",
    page: PageNumber = 1,
) -> Any:
    """Ce que la page de recherche trouve, filtre et compte, dix résultats à la fois. Rien n’est enregistré."""
    values = {"q": q, "type": type, "region": region, "theme": theme, "annee": annee, "tri": tri, "exact": exact}
    asked = SearchRequest.from_querystring(values)
    for facet, parameter in PARAMETERS.items():
        if values[parameter] and not getattr(asked.choices, facet):
            raise UnknownValueError(parameter, values[parameter])
    query = query_for(asked, query_plan.parse(asked.typed), page)
    response["Cache-Control"] = "no-cache"  # what is withdrawn is gone at once; the ETag saves the rest
    if not query.plan:
        return _answer(asked, page)
    try:
        found = searching.find(query)
    except SearchUnavailable:
        return JsonResponse(error_body(503), status=503)
    return _answer(asked, page) | {
        "corrected": found.corrected_query,
        "count": found.total,
        "near": len(found.by_meaning),
        "pages": max(1, min(MOST_PAGES, -(-found.shown // HITS_PER_PAGE))),
        "results": [
            {
                "title": hit.title,
                "url": f"{settings.PORTAL_URL}{hit.url}" if hit.url.startswith("/") else hit.url,
                "type": hit.kind,
                "excerpt": "".join(part.text for part in hit.excerpt),
                "where": hit.where,
                "when": hit.when,
                "date": hit.date,
            }
            for hit in found.hits
        ],
        "facets": {
            PARAMETERS[name]: [
                {"value": value, "label": asked.names.label(name, value), "count": found.counts[name][value]}
                for value in shown_facets.ordered(asked, name, found.counts[name])
            ]
            for name in FACETS
        },
    }


def _answer(asked: SearchRequest, page: int) -> dict[str, Any]:
    """The answer when there is nothing."""
    nothing: dict[str, list[Any]] = {parameter: [] for parameter in PARAMETERS.values()}
    return {
        "query": asked.typed, "corrected": None, "count": 0, "near": 0, "page": page, "pages": 1, "results": [],
        "facets": nothing,
    }  # fmt: skip


@router.get(
    "/suggestions",
    response={200: Suggestions, **REFUSALS},
    summary="Suggérer des recherches (suggest)",
    url_name="suggestions",
)
def suggest(request: HttpRequest, response: HttpResponse, q: Words) -> Any:
    """Mots du glossaire, lieux et titres qui commencent ainsi."""
    response["Cache-Control"] = "no-cache"
    found = suggestions.suggest(q)
    return {"results": [{"query": each.query, "title": each.query, "note": each.note} for each in found]}
