from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest


def page_of(items: QuerySet, request: HttpRequest, size: int) -> Page:
    """Page number `?page=` of a list (the first by default); Http404 for a page that is none."""
    try:
        return Paginator(items, size).page(request.GET.get("page") or 1)
    except (PageNotAnInteger, EmptyPage):
        raise Http404("no such page of the list") from None
