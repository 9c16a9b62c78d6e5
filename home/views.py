"""Site map for people, and robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page, Site

from directory.models import Disp, Referent, Region
from news.articles.archive import archive_of as news_archive
from news.conventions.archive import archive_of as convention_archive
from news.models import ConventionIndexPage, EventPage, NewsIndexPage
from portal.cms.whole_pages import same_for_everybody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from news.articles.archive import Archive
    from news.conventions.archive import ConventionArchive

MOST_BELOW = 100  # pages or sheets that a page of the map names below one; a longer list has pages of its own
LISTED_AT_MOST = 30  # news or conventions; of a longer list the site map names the years


@same_for_everybody
def site_map(request: HttpRequest) -> HttpResponse:
    """Every public page as a nested list, long lists by their years or their page alone, and the directory beside it.

    Ten queries while the archives of the lists are cached, whatever the site's size.
    """
    site = Site.find_for_request(request)
    pages = Page.objects.none()
    if site:
        pages = site.root_page.get_descendants(inclusive=True).live().public().order_by("path")
        for path, depth in (
            site.root_page.get_descendants().filter(numchild__gt=MOST_BELOW).values_list("path", "depth")
        ):
            pages = pages.exclude(path__startswith=path, depth__gt=depth)
    lists = dated_lists()
    for each in lists:
        if each.years:
            pages = pages.exclude(path__startswith=each.path, depth__gt=each.depth)
    sheets = Prefetch("referents", Referent.objects.published().order_by("office")[:MOST_BELOW], to_attr="sheets")
    return render(
        request,
        "home/site_map.html",
        {
            "branches": nested(list(pages), {each.path: each for each in lists}),
            "disps": Disp.objects.prefetch_related(sheets),
            "regions": Region.objects.order_by("slug"),
            "crumbs": [("Plan du site", "")],
            "canonical": f"{settings.PORTAL_URL}{reverse('site_map')}",
        },
    )


class DatedList(NamedTuple):
    """A list of news or conventions: its place in the tree, the years to name when it is long, its agenda if any."""

    path: str
    depth: int
    years: list[int]
    agenda: str


def dated_lists() -> list[DatedList]:
    """The public lists of dated pages; three queries while their archives are cached."""
    found = []
    for news in NewsIndexPage.objects.live().public():
        archive, has_events = news_archive(news.news()), EventPage.objects.listed().exists()
        agenda = f"{news.url}{news.reverse_subpage('agenda')}" if has_events else ""
        found.append(DatedList(news.path, news.depth, years_of(archive), agenda))
    for conventions in ConventionIndexPage.objects.live().public():
        archive = convention_archive(conventions.conventions())
        found.append(DatedList(conventions.path, conventions.depth, years_of(archive), ""))
    return found


def years_of(archive: Archive | ConventionArchive) -> list[int]:
    """The years of a list that is too long to be named whole, newest first; none of a short one."""
    return sorted(archive.years, reverse=True) if archive.count > LISTED_AT_MOST else []


def nested(pages: list[Page], lists: Mapping[str, DatedList]) -> list[dict[str, Any]]:
    """Pages in tree order as branches {page, children, list}; a page whose parent is not shown hangs one level higher.

    `list` is what there is to say of a list of dated pages, by the path of the page; None for others.
    """
    top: list[dict[str, Any]] = []
    open_branches: list[dict[str, Any]] = []
    for page in pages:
        branch = {"page": page, "children": [], "list": lists.get(page.path)}
        while open_branches and not page.path.startswith(open_branches[-1]["page"].path):
            open_branches.pop()
        (open_branches[-1]["children"] if open_branches else top).append(branch)
        open_branches.append(branch)
    return top


def robots(request: HttpRequest) -> HttpResponse:
    """Say what need not be crawled, and where the site map is."""
    context = {"sitemap": f"{settings.PORTAL_URL}{reverse('sitemap')}"}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")
