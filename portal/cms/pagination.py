"""Pagination of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest


class CountedPaginator(Paginator):
    """A paginator that may be told how many items there are, and then does not ask."""

    def __init__(self, items: QuerySet, size: int, known: int | None) -> None:
        super().__init__(items, size)
        self.known = known

    @cached_property
    def count(self) -> int:
        """Number of items."""
        return super().count if self.known is None else self.known


def page_of(items: QuerySet, request: HttpRequest, size: int, count: int | None = None) -> Page:
    """Page number `?page=` of a list (the first by default); Http404 for a page that is none."""
    try:
        return CountedPaginator(items, size, count).page(request.GET.get("page") or 1)
    except (PageNotAnInteger, EmptyPage):
        raise Http404("no such page of the list") from None
