from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page, Site

from directory.models import Disp, Region

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def site_map(request: HttpRequest) -> HttpResponse:
    """Every public page as a nested list, and the directory beside it: five queries, whatever the site's size."""
    site = Site.find_for_request(request)
    pages = Page.objects.none()
    if site:
        pages = site.root_page.get_descendants(inclusive=True).live().public().order_by("path")
    return render(
        request,
        "home/site_map.html",
        {
            "branches": nested(list(pages)),
            "disps": Disp.objects.all(),
            "regions": Region.objects.order_by("slug"),
            "crumbs": [("Plan du site", "")],
        },
    )


def nested(pages: list[Page]) -> list[dict[str, Any]]:
    """Pages in tree order as branches {page, children}; a page whose parent is not shown hangs one level higher."""
    top: list[dict[str, Any]] = []
    open_branches: list[dict[str, Any]] = []
    for page in pages:
        branch = {"page": page, "children": []}
        while open_branches and not page.path.startswith(open_branches[-1]["page"].path):
            open_branches.pop()
        (open_branches[-1]["children"] if open_branches else top).append(branch)
        open_branches.append(branch)
    return top


def robots(request: HttpRequest) -> HttpResponse:
    """Say what need not be crawled, and where the site map is."""
    context = {"sitemap": f"{settings.PORTAL_URL}{reverse('sitemap')}"}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")
