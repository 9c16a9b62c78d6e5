"""What search engines of the world are told: every public page and the directory's fixed addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from directory.models import Disp, Referent, Region

if TYPE_CHECKING:
    import datetime


class AddressSitemap(Sitemap):
    """Pages that are views."""

    def items(self) -> list[str]:
        return ["directory:start", "contact:form", "regions", "glossary", "subscription:form", "site_map"]

    def location(self, item: str) -> str:
        return reverse(item)


class DispSitemap(Sitemap):
    """The page of each direction interrégionale."""

    def items(self) -> list[Disp]:
        return list(Disp.objects.all())

    def location(self, item: Disp) -> str:
        return reverse("directory:disp", args=[item.pk])


class RegionSitemap(Sitemap):
    """The page of each region."""

    def items(self) -> list[Region]:
        return list(Region.objects.all())

    def location(self, item: Region) -> str:
        return reverse("region", args=[item.slug])


class ReferentSitemap(Sitemap):
    """The published sheets."""

    def items(self) -> list[Referent]:
        return list(Referent.objects.published())

    def lastmod(self, item: Referent) -> datetime.datetime | None:
        return item.last_published_at


SITEMAPS = {
    "pages": PageSitemap,
    "adresses": AddressSitemap,
    "directions": DispSitemap,
    "regions": RegionSitemap,
    "referents": ReferentSitemap,
}
