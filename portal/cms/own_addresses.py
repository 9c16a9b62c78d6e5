"""Typed addresses of this site: whether something answers there, and which page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

SERVED_BY_WAGTAIL = "wagtail_serve"


def path_here(address: str) -> str:
    """The path of an address of this site; empty for others, anchors, mails and telephones."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        here = urlsplit(settings.PORTAL_URL)
        return parts.path or "/" if (parts.scheme, parts.netloc) == (here.scheme, here.netloc) else ""
    return parts.path if parts.path.startswith("/") else ""


def is_answered(path: str) -> bool:
    """Whether the site answers at a path: by a view of its own, a page that is live, or a redirect."""
    try:
        match = resolve(path)
    except Resolver404:
        return not path.endswith("/") and is_answered(f"{path}/")
    if match.url_name != SERVED_BY_WAGTAIL:
        return True
    return page_at(path) is not None or Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists()


def page_at(path: str) -> Page | None:
    """The page that answers at a path, itself or by a route of its own (an agenda, a calendar file)."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return None
    request = HttpRequest()
    request.path = request.path_info = path
    parts = [part for part in path.split("/") if part]
    try:
        return site.root_page.specific.route(request, parts).page
    except (Http404, AttributeError):
        return None


def page_called(address: str) -> tuple[Page | None, str]:
    """The page whose own address this is, and the anchor behind it; none for a view, a route of a page, a query."""
    path, parts = path_here(address), urlsplit(address)
    if not path or parts.query:
        return None, ""
    path = f"{path.rstrip('/')}/"
    try:
        is_page = resolve(path).url_name == SERVED_BY_WAGTAIL
    except Resolver404:
        return None, ""
    page = page_at(path) if is_page else None
    url = page.get_url() if page else None
    return (page, parts.fragment) if url and urlsplit(url).path.rstrip("/") == path.rstrip("/") else (None, "")
