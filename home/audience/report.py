"""What editors read of the audience: the pages most read, the sites that lead here, the searches that failed."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from portal.models import AudienceCount
from search.models import UnansweredWords
from search.site.reports import may_read
from search.site.statistics import SEVERAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

PERIODS = {"7": "7 derniers jours", "30": "30 derniers jours", "365": "12 derniers mois"}
USUAL = "30"
MOST = 50  # rows of a table
FEWEST = 5  # a site that led here less often is not named: it might be one person's
WORDS = 10


class Read(NamedTuple):
    """A page and how often it was read; its title where it has one in the tree of pages."""

    path: str
    title: str
    count: int


@require_safe
def audience(request: HttpRequest) -> HttpResponse:
    """The numbers of a period (`?jours=`), beside those of the one before. Six queries."""
    if not may_read(request.user):
        raise PermissionDenied
    chosen = request.GET.get("jours", "")
    chosen = chosen if chosen in PERIODS else USUAL
    days, today = datetime.timedelta(days=int(chosen)), timezone.localdate()
    now = AudienceCount.objects.filter(day__gt=today - days)
    before = AudienceCount.objects.filter(day__gt=today - 2 * days, day__lte=today - days)
    context = {
        "page_title": "Audience",
        "page_subtitle": PERIODS[chosen],
        "header_icon": "view",
        "breadcrumbs_items": [],
        "periods": PERIODS,
        "chosen": chosen,
        "total": _total(now),
        "total_before": _total(before),
        "pages": _titled(_most(now, AudienceCount.Kind.PAGE)),
        "sites": [row for row in _most(now, AudienceCount.Kind.SITE) if row[1] >= FEWEST],
        "fewest": FEWEST,
        "words": UnansweredWords.objects.filter(month__gte=today - days - datetime.timedelta(days=31))[:WORDS],
        "several": SEVERAL,
    }
    return render(request, "home/admin/audience.html", context)


def _total(counts: Iterable[AudienceCount]) -> int:
    return counts.filter(kind=AudienceCount.Kind.PAGE).aggregate(sum=Sum("count", default=0))["sum"]


def _most(counts: Iterable[AudienceCount], kind: AudienceCount.Kind) -> list[tuple[str, int]]:
    sums = counts.filter(kind=kind).order_by().values_list("subject").annotate(sum=Sum("count"))
    return list(sums.order_by("-sum", "subject")[:MOST])


def _titled(rows: list[tuple[str, int]]) -> list[Read]:
    """The rows with the titles of their pages."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    root = site.root_page.url_path if site else "/"
    paths = {f"{root}{path.removeprefix('/')}": path for path, _ in rows}
    found = Page.objects.filter(url_path__in=paths).values_list("url_path", "title")
    titles = {paths[url_path]: title for url_path, title in found}
    return [Read(path, titles.get(path, ""), count) for path, count in rows]
