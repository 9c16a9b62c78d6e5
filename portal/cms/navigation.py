"""The frame of every page (names, menus): read once, cached, renewed by whatever changes it.

A page costs no query for its frame once this is warm. Production refuses a cache that several processes do not
share (`portal.checks`), so a change is seen by all of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from portal.models import MenuLink, PortalSettings

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest
    from wagtail.query import PageQuerySet

CACHE_KEY = "portal:frame:{site}"
CACHE_SECONDS = 600  # only a safety net: signals renew the frame


@dataclass(frozen=True)
class Link:
    """A menu link as templates need it."""

    label: str
    url: str


@dataclass(frozen=True)
class Frame:
    """Names and links around a page.

    The public pages right below the home page are known in two ways, so that nobody asks again where they are:
    `sections` gives their addresses by the name of their type (`newsindexpage`; for types that exist once), `trail`
    links to them by their path in the tree, which is what a breadcrumb needs.
    """

    name: str
    tagline: str
    mark: str
    is_demonstration: bool
    links: dict[str, tuple[Link, ...]]
    sections: dict[str, str]
    trail: dict[str, Link]
    root_path: str

    def way_to(self, page: Page) -> list[Link] | None:
        """Links to the pages between the home page and this one; None when one of them is not known here."""
        if not self.root_path or not page.path.startswith(self.root_path):
            return None
        ends = range(len(self.root_path) + Page.steplen, len(page.path), Page.steplen)
        links = [self.trail.get(page.path[:end]) for end in ends]
        return None if None in links else links


def frame_for(request: HttpRequest) -> Frame:
    """Frame of the request's site, from the cache when it is there."""
    site = Site.find_for_request(request) or Site.objects.filter(is_default_site=True).first()
    key = CACHE_KEY.format(site=site.pk if site else 0)
    frame = cache.get(key)
    if frame is None:
        frame = build_frame(site)
        cache.set(key, frame, CACHE_SECONDS)
    return frame


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
        site.root_page.path if site else "",
    )


def sections_of(site: Site) -> PageQuerySet:
    """The public pages right below the home page."""
    return Page.objects.child_of(site.root_page).live().public().select_related("content_type")


def forget_frames(**_: Any) -> None:
    """Drop every cached frame once the change that made it stale is committed."""
    keys = [CACHE_KEY.format(site=pk) for pk in (0, *Site.objects.values_list("pk", flat=True))]
    transaction.on_commit(lambda: cache.delete_many(keys))


def forget_frames_with_page(sender: type[Model], **_: Any) -> None:
    """The same, for a page of any type: one is created, published, unpublished, renamed or deleted."""
    if issubclass(sender, Page):
        forget_frames()


def connect_signals() -> None:
    """Listen to what may change a frame: settings, links, sites, and the pages behind the links."""
    for model in (PortalSettings, MenuLink, Site, PageViewRestriction):
        post_save.connect(forget_frames, sender=model, dispatch_uid=f"frame-save-{model.__name__}")
        post_delete.connect(forget_frames, sender=model, dispatch_uid=f"frame-delete-{model.__name__}")
    post_page_move.connect(forget_frames, dispatch_uid="frame-page-move")
    post_save.connect(forget_frames_with_page, dispatch_uid="frame-page-save")
    post_delete.connect(forget_frames_with_page, dispatch_uid="frame-page-delete")
