"""Entry sources, which an app writes to have a model searched: which rows are public, and what one row says."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from wagtail.models import Page

from portal.cms.page_queries import ListedPageQuerySet
from search.index.entry import SearchEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from django.db.models import Model, QuerySet

    from search.index.entry import Kind

CHUNK = 200  # rows read at once while a whole source is indexed


class EntrySource(ABC):
    """The entries of one model.

    `visible` alone decides what may be public. `touched_by` names other models whose change shows in these entries,
    each with a function from a changed object to primary keys of this model.
    """

    prefix: str
    kind: Kind
    model: type[Model]
    touched_by: ClassVar[Mapping[type[Model], Callable[[Any], Iterable[Any]]]] = {}

    @abstractmethod
    def visible(self) -> QuerySet:
        """Rows that everybody may see now."""

    @abstractmethod
    def describe(self, instance: Any) -> SearchEntry | None:
        """What one row says to a search; None when it has no address."""

    def with_details(self, rows: QuerySet) -> QuerySet:
        """Read with the rows what `describe` needs of them."""
        return rows

    def entries(self, ids: Collection[str] | None = None) -> Iterator[SearchEntry]:
        """Entries of these rows, or of all, as far as they are visible."""
        rows = self.visible() if ids is None else self.visible().filter(pk__in=ids)
        for instance in self.with_details(rows).iterator(chunk_size=CHUNK):
            if entry := self.describe(instance):
                yield entry

    def addresses(self, ids: Collection[str]) -> dict[str, str]:
        """Addresses by primary key of those rows that are visible."""
        return {str(each.pk): each.get_absolute_url() for each in self.visible().filter(pk__in=ids)}

    def key(self, pk: Any) -> str:
        """Key of the entry of a row."""
        return f"{self.prefix}:{pk}"

    def keys_touched_by(self, instance: Model) -> set[str]:
        """Keys of the entries that a change of this object may change."""
        if isinstance(instance, self.model):
            return {self.key(instance.pk)}
        return {
            self.key(pk) for model, touched in self.touched_by.items() if isinstance(instance, model)
            for pk in touched(instance)
        }  # fmt: skip


class PageEntries(EntrySource):
    """The entries of a page type. All of them share one prefix: a hit is checked without knowing its type."""

    prefix = "page"
    model: type[Page]

    def visible(self) -> QuerySet:
        """Live pages outside private sections."""
        return ListedPageQuerySet(self.model).listed()

    def addresses(self, ids: Collection[str]) -> dict[str, str]:
        """Addresses of those pages, of whatever type, that are live and public; pages of no site have none."""
        pages = ListedPageQuerySet(Page).listed().filter(pk__in=ids)
        return {str(page.pk): url for page in pages if (url := page.get_url())}

    def page_entry(self, page: Page, **values: Any) -> SearchEntry | None:
        """The entry of a page, given what its type adds; None outside every site."""
        url = page.get_url()
        return SearchEntry(self.key(page.pk), self.kind.code, page.title, url, **values) if url else None
