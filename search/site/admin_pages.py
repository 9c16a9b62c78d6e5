"""Page search of the admin: what the site's search finds comes first, then what only the database knows (drafts)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Value, When
from wagtail.admin.views.pages import search as wagtails
from wagtail.search.query import MATCH_ALL

from search.glossary import query_plan
from search.query.plan import SearchQuery
from search.site.searching import find

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet

MOST = 100  # of each; nobody reads on
PAGE = "page:"  # how keys of pages begin

_as_wagtail = wagtails.page_filter_search


def connect() -> None:
    """Search so in the admin."""
    wagtails.page_filter_search = filter_pages


def filter_pages(
    typed: str, pages: PageQuerySet, all_pages: PageQuerySet | None = None, ordering: str | None = None
) -> tuple[Any, Any]:
    """Wagtail's function of this name, with what the site finds; filters such as « live:no » are left to it alone."""
    by_database, all_by_database = _as_wagtail(typed, pages, all_pages, ordering)
    by_site = [] if ":" in typed else found_by_site(typed)
    if not by_site:
        return by_database, all_by_database
    both = None if all_pages is None else _joined(all_pages, by_site, all_by_database, ordered=False)
    return _joined(pages, by_site, by_database, ordered=not ordering), both


def found_by_site(typed: str) -> list[int]:
    """Keys of the pages that a visitor would find with these words, the best first; none for what nothing answers."""
    plan = query_plan.parse(typed)
    if not plan:
        return []
    found = find(SearchQuery(plan, limit=MOST))
    keys = [hit.key for hit in found.hits] if not found.is_remote else []
    return [int(key.removeprefix(PAGE)) for key in keys if key.startswith(PAGE)]


def _joined(pages: PageQuerySet, first: list[int], others: Any, *, ordered: bool) -> Any:
    keys = list(dict.fromkeys([*first, *(page.pk for page in others[:MOST])]))
    joined = pages.filter(pk__in=keys)
    if ordered:
        joined = joined.order_by(Case(*(When(pk=key, then=Value(place)) for place, key in enumerate(keys))), "pk")
    return joined.search(MATCH_ALL, order_by_relevance=False)
