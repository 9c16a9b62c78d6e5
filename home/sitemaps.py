"""XML site map (sitemaps.org): every public page, with its picture and fresh news, and the directory's addresses.

One file as long as it holds all; beyond `AT_MOST` addresses an index of one file a subject, each cut at that length.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.images import get_image_model

from directory.establishments.kinds import Status
from directory.models import Disp, Establishment, Referent, Region
from news.models import NewsPage
from portal.cms.navigation import frame_for
from portal.web.json_ld import absolute
from portal.web.pictures import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page

AT_MOST = 2_000  # addresses of one file: half a second of a worker; ten thousand took two and a half
FRESH = datetime.timedelta(days=2)  # longer, and search engines take it for news no more


class PageSitemap(WagtailSitemap):
    """The public pages of the tree, each with its picture; articles of these days as news."""

    limit = AT_MOST

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        """As Wagtail's, and two queries for all pictures; lists below a page (the agenda) come from the page itself."""
        pages = list(self.paginator.page(page).object_list)
        pictures = _pictures(pages)
        urls = []
        for each in pages:
            own, *below = each.get_sitemap_urls(self.request)
            picture = pictures.get(getattr(each, "image_id", None))
            urls += [own | {"picture": picture, "news": self._news(each)}, *below]
        return urls

    def _news(self, page: Page) -> dict[str, str]:
        """What news programs ask of a fresh article; nothing of any other page."""
        if not isinstance(page, NewsPage) or page.published_on < timezone.localdate() - FRESH:
            return {}
        return {"site": frame_for(self.request).name, "day": page.published_on.isoformat(), "title": page.title}


def _pictures(pages: Iterable[Page]) -> dict[int | None, str]:
    """Public address of the picture that is shown with a link, by the key of the image; one query."""
    images = {key for page in pages if (key := getattr(page, "image_id", None))}
    made = get_image_model().get_rendition_model().objects.filter(image__in=images, filter_spec=SHARED)
    return {rendition.image_id: absolute(rendition.url) for rendition in made}


class PortalSitemap(Sitemap):
    """Addresses that are no pages of the tree, on the one public address of the portal."""

    limit = AT_MOST

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.PORTAL_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.PORTAL_URL).netloc


class AddressSitemap(PortalSitemap):
    """Pages that are views."""

    def items(self) -> list[str]:
        return [
            "directory:start",
            "establishments:list",
            "contact:form",
            "regions",
            "glossary",
            "subscription:form",
            "site_map",
            "open_data",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class DispSitemap(PortalSitemap):
    """The page of each direction interrégionale."""

    def items(self) -> list[Disp]:
        return list(Disp.objects.all())

    def location(self, item: Disp) -> str:
        return reverse("directory:disp", args=[item.pk])


class RegionSitemap(PortalSitemap):
    """The page of each region."""

    def items(self) -> list[Region]:
        return list(Region.objects.all())

    def location(self, item: Region) -> str:
        return reverse("region", args=[item.slug])


class EstablishmentSitemap(PortalSitemap):
    """The establishments, but for closed ones."""

    def items(self) -> list[Establishment]:
        return list(Establishment.objects.exclude(status=Status.CLOSED))

    def lastmod(self, item: Establishment) -> datetime.date | None:
        return item.verified_on


class ReferentSitemap(PortalSitemap):
    """The published sheets."""

    def items(self) -> list[Referent]:
        return list(Referent.objects.published())

    def lastmod(self, item: Referent) -> datetime.datetime | None:
        return item.last_published_at


OTHERS = {
    "adresses": AddressSitemap,
    "directions": DispSitemap,
    "regions": RegionSitemap,
    "referents": ReferentSitemap,
    "etablissements": EstablishmentSitemap,
}


def sitemap(request: HttpRequest, section: str = "") -> HttpResponse:
    """All addresses in one file, or the index of the files when there are too many; one file by its section."""
    maps: dict[str, Sitemap] = {"pages": PageSitemap(request)} | {name: made() for name, made in OTHERS.items()}
    if not section and sum(each.paginator.count for each in maps.values()) > AT_MOST:
        return render(request, "sitemap_index.xml", {"sitemaps": files(maps)}, content_type="application/xml")
    return views.sitemap(request, maps, section=section or None)


def files(maps: dict[str, Sitemap]) -> list[dict[str, str]]:
    """The address of each file, as the index template takes it."""
    return [
        {"location": absolute(reverse("sitemap", args=[name])) + (f"?p={number}" if number > 1 else "")}
        for name, each in maps.items()
        for number in each.paginator.page_range
    ]
