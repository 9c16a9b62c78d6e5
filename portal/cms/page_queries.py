"""Querysets of listed pages, and the names of related rows without a query more for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, TextField
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

SEPARATOR = "|"


class ListedPageQuerySet(PageQuerySet):
    """Pages by whether a visitor may meet them in a list."""

    def listed(self) -> ListedPageQuerySet:
        """Live and in no private section.

        Says what Wagtail's `live().public()` says; that one first reads all restrictions, which costs each list one
        query more. Paths hold digits and capitals only, so SQLite's LIKE, blind to case, does no harm. The path of what
        is private is a subquery of its own: joined, a database with statistics may read all pages for each page.
        """
        restrictions = PageViewRestriction.objects.alias(
            listed_path=ExpressionWrapper(OuterRef("path"), CharField()),
            private_path=Subquery(Page.objects.filter(pk=OuterRef("page_id")).order_by().values("path")),
        )
        return self.live().exclude(Exists(restrictions.filter(listed_path__startswith=F("private_path"))))


class Joined(Aggregate):
    """Texts of several rows in one, separated by SEPARATOR and in no order."""

    function = "GROUP_CONCAT"
    template = f"%(function)s(%(expressions)s, '{SEPARATOR}')"
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="STRING_AGG", **extra)


def names_of(rows: QuerySet, owner: str, name: str) -> Subquery:
    """Annotation joining `name` of the rows whose field `owner` is the annotated object; None without any."""
    mine = rows.filter(**{owner: OuterRef("pk")}).order_by()
    return Subquery(mine.values(owner).annotate(joined=Joined(name)).values("joined"))


def split_names(joined: str | None) -> list[str]:
    """The names that `names_of` joined, sorted."""
    return sorted(joined.split(SEPARATOR)) if joined else []
