"""Navigation around every page (names, menus, sections): read once, cached, renewed by whatever changes it.

A page costs no query for its frame once this is warm. Production refuses a cache that several processes do not
share (`portal.checks`), so a change is seen by all of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models.signals import pre_save
from wagtail.models import Page, PageViewRestriction, Site

from portal.cms.cached import cached, forget_on_change
from portal.cms.own_addresses import page_called
from portal.models import MenuLink, PortalSettings

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from wagtail.query import PageQuerySet

CACHE_KEY = "portal:frame:{site}"


@dataclass(frozen=True)
class Link:
    """A menu link as templates need it."""

    label: str
    url: str


@dataclass(frozen=True)
class Frame:
    """Names and links around a page.

    The public pages right below the home page are known in three ways, so that nobody asks again where they are:
    `sections` gives their addresses by the name of their type (`newsindexpage`; for types that exist once), `trail`
    links to them by their path in the tree, which is what a breadcrumb needs, `lasting` by their `translation_key`.
    """

    name: str
    tagline: str
    mark: str
    is_demonstration: bool
    links: dict[str, tuple[Link, ...]]
    sections: dict[str, str]
    trail: dict[str, Link]
    lasting: dict[UUID, Link]
    root_path: str
    licence_url: str = ""

    def way_to(self, page: Page) -> list[Link] | None:
        """Links to the pages between the home page and this one; None when one of them is not known here."""
        if not self.root_path or not page.path.startswith(self.root_path):
            return None
        ends = range(len(self.root_path) + Page.steplen, len(page.path), Page.steplen)
        links = [self.trail.get(page.path[:end]) for end in ends]
        return None if None in links else links


def frame_for(request: HttpRequest) -> Frame:
    """Frame of the request's site, from the cache when it is there."""
    site = site_of(request)
    key = CACHE_KEY.format(site=site.pk if site else 0)
    return cached(key, lambda: build_frame(site))


def site_of(request: HttpRequest) -> Site | None:
    """The site of the request, else the default one; no query when warm, unlike Wagtail’s. Only to be read."""
    return cached(
        f"portal:site:{request.get_host()}:{request.get_port()}",
        lambda: Site.find_for_request(request) or Site.objects.filter(is_default_site=True).first(),
    )


def build_frame(site: Site | None) -> Frame:
    """Read the frame from the database; links to pages the public may not see are left out."""
    settings = PortalSettings.for_site(site) if site else PortalSettings()
    links: dict[str, list[Link]] = {place: [] for place in MenuLink.Place.values}
    stored = list(settings.menu_links.select_related("page")) if settings.pk else []
    shown = Page.objects.live().public().in_bulk([link.page_id for link in stored if link.page_id])
    for link in stored:
        if not link.page_id:
            links[link.place].append(Link(link.label, link.address))
        elif link.page_id in shown:
            links[link.place].append(Link(link.label, link.page.get_url() or "/"))
    pages = list(sections_of(site)) if site else []
    return Frame(
        settings.name,
        settings.tagline,
        settings.mark,
        settings.is_demonstration,
        {place: tuple(entries) for place, entries in links.items()},
        {page.content_type.model: page.get_url() or "/" for page in pages},
        {page.path: Link(page.title, page.get_url() or "/") for page in pages},
        {page.translation_key: Link(page.title, page.get_url() or "/") for page in pages},
        site.root_page.path if site else "",
        settings.licence_url,
    )


def sections_of(site: Site) -> PageQuerySet:
    """The public pages right below the home page."""
    return Page.objects.child_of(site.root_page).live().public().select_related("content_type")


def lead_to_page(sender: type[MenuLink], instance: MenuLink, **kwargs: Any) -> None:
    """An address typed for a page becomes a link to it: it follows the page, which cannot be deleted meanwhile."""
    if instance.address and not instance.page_id:
        page, anchor = page_called(instance.address)
        if page and not anchor:
            instance.page, instance.address = page, ""


def connect_signals() -> None:
    """Listen to what may change a frame: settings, links, sites, and the pages behind the links."""
    pre_save.connect(lead_to_page, sender=MenuLink, dispatch_uid="portal.menu_links_lead_to_pages")
    forget_on_change(PortalSettings, MenuLink, Site, PageViewRestriction, Page, moves=True)
