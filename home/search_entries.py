"""What pages of text say to the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from home.models import HomePage, StandardPage
from portal.cms.partial_date import PartialDate
from search.entry import PLAIN_PAGES
from search.page_text import rich_text, stream_text
from search.registry import exempt, register
from search.sources import PageEntries

if TYPE_CHECKING:
    from search.entry import SearchEntry


class StandardPageEntries(PageEntries):
    """One entry a page of text; its date shows only where the page shows it."""

    model = StandardPage
    kind = PLAIN_PAGES

    def describe(self, instance: Any) -> SearchEntry | None:
        updated = instance.last_published_at and timezone.localdate(instance.last_published_at)
        label = PartialDate(updated.year, updated.month, updated.day).label if updated else ""
        return self.page_entry(
            instance,
            summary=instance.lead,
            body="\n".join(filter(None, [rich_text(instance.in_brief), stream_text(instance.body)])),
            date=updated,
            when=f"Mis à jour le {label}" if label and instance.shows_update else "",
        )


register(StandardPageEntries())
exempt(HomePage, "Everything on it leads to a page that is searched.")
