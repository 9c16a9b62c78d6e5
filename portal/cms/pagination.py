"""Pagination of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

MAX_DIGITS = 9  # of the number of a page


class CountedPaginator(Paginator):
    """A paginator that may be told how many items there are, and then does not ask."""

    def __init__(self, items: QuerySet | range, size: int, known: int | None) -> None:
        super().__init__(items, size)
        self.known = known

    @cached_property
    def count(self) -> int:
        """Number of items."""
        return super().count if self.known is None else self.known


class LongPage(Page):
    """A page of a list whose length nobody counted."""

    def __init__(self, rows: list[Any], number: int, paginator: LongPaginator, *, has_more: bool) -> None:
        super().__init__(rows, number, paginator)
        self.has_more = has_more

    def has_next(self) -> bool:
        return self.has_more


class LongPaginator(Paginator):
    """A paginator that counts to a thousand: to count a million, PostgreSQL reads them all, at each page.

    Beyond, a page knows whether another one follows.
    """

    MOST = 1000

    @cached_property
    def count(self) -> int:
        """Number of items; one more than `MOST` for any number beyond it."""
        return self.object_list.order_by().values("pk")[: self.MOST + 1].count()

    @property
    def is_long(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > self.MOST

    def validate_number(self, number: int | str) -> int:
        """A number of a page; of a list that goes on beyond what was counted, any."""
        if not self.is_long or not str(number).isdecimal() or len(str(number)) > MAX_DIGITS or int(number) < 1:
            return super().validate_number(number)
        return int(number)

    def page(self, number: int | str) -> Page:
        """The rows of a page; EmptyPage beyond the last."""
        if not self.is_long:
            return super().page(number)
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        if not rows:
            raise EmptyPage
        return LongPage(rows[: self.per_page], number, self, has_more=len(rows) > self.per_page)


def long_page_of(items: QuerySet, request: HttpRequest, size: int) -> Page:
    """As `page_of`, of a list that may be very long."""
    return _page(LongPaginator(items, size), request)


def page_of(items: QuerySet | range, request: HttpRequest, size: int, count: int | None = None) -> Page:
    """Page number `?page=` of a list (the first by default); Http404 for a page that is none."""
    return _page(CountedPaginator(items, size, count), request)


def _page(paginator: Paginator, request: HttpRequest) -> Page:
    try:
        return paginator.page(request.GET.get("page") or 1)
    except (PageNotAnInteger, EmptyPage):
        raise Http404("no such page of the list") from None
