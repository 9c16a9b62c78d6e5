"""What pages of text and region pages say to the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from directory.models import Department, Region
from home.models import HomePage, StandardPage
from home.regions import title_of
from portal.cms.partial_date import PartialDate
from search.entry import PLAIN_PAGES, Kind, SearchEntry
from search.page_text import rich_text, stream_text
from search.registry import exempt, register
from search.sources import EntrySource, PageEntries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet


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


def region_of(department: Department) -> Iterable[str]:
    """The region whose page names a department."""
    return [department.region_id]


class RegionEntries(EntrySource):
    """One entry a region: its page gathers who to contact there and what is signed."""

    prefix = "region"
    model = Region
    kind = Kind("regions", "Régions", "Région", rank=8)
    touched_by = {Department: region_of}

    def visible(self) -> QuerySet:
        return Region.objects.all()

    def with_details(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("disp").prefetch_related("departments")

    def describe(self, instance: Any) -> SearchEntry | None:
        departments = [department.name for department in instance.departments.all()]
        return SearchEntry(
            self.key(instance.pk),
            self.kind.code,
            title_of(instance),
            reverse("region", args=[instance.slug]),
            summary=f"La {instance.disp.plain_name} répond {instance.within}.",
            body=", ".join(departments) if len(departments) > 1 else "",
            regions=(instance.slug,),
            where=instance.name,
        )

    def addresses(self, ids: Collection[str]) -> dict[str, str]:
        found = Region.objects.filter(pk__in=ids).values_list("pk", "slug")
        return {pk: reverse("region", args=[slug]) for pk, slug in found}


register(StandardPageEntries())
register(RegionEntries())
exempt(HomePage, "Everything on it leads to a page that is searched.")
