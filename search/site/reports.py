"""Report « Recherches »: what editors may learn from what visitors search."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Q, Sum
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.ui.components import Component

from search.models import SearchCount, UnansweredWords
from search.site import statistics

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.http import HttpRequest, HttpResponse
    from django.template.context import RenderContext

PERMISSION = "search.view_unansweredwords"
PERIODS = (("Aujourd’hui", 1), ("7 derniers jours", 7), ("30 derniers jours", 30), ("12 derniers mois", 365))
MOST = 200  # wordings shown
ON_HOME, RECENT = 5, datetime.timedelta(days=62)  # on the home of the admin: of this month and the last


class Period(NamedTuple):
    """Searches of some days."""

    label: str
    count: int
    unanswered: int

    @property
    def share(self) -> str:
        """Those without result, in percent."""
        return f"{100 * self.unanswered / self.count:.0f}\u00a0%" if self.count else "–"


def may_read(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether somebody may read the report."""
    return bool(getattr(user, "has_perm", lambda _: False)(PERMISSION))


@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """How much is searched, and the words several visitors searched in vain."""
    if not may_read(request.user):
        raise PermissionDenied
    context = {
        "page_title": "Recherches",
        "page_subtitle": "",
        "header_icon": "search",
        "breadcrumbs_items": [],
        "periods": [_period(label, days) for label, days in PERIODS],
        "unanswered": UnansweredWords.objects.all()[:MOST],
        "several": statistics.SEVERAL,
        "months_kept": statistics.KEPT_WORDS.days // 30,
    }
    return render(request, "search/admin/searches.html", context)


class UnansweredPanel(Component):
    """On the admin's home: what several visitors searched in vain of late."""

    name = "unanswered_words"
    template_name = "search/admin/unanswered_panel.html"
    order = 140

    def get_context_data(self, parent_context: RenderContext | None = None) -> dict[str, Any]:
        recent = UnansweredWords.objects.filter(month__gte=timezone.localdate() - RECENT)
        return {"words": recent.order_by("-visitors", "words")[:ON_HOME]}


def _period(label: str, days: int) -> Period:
    since = timezone.localdate() - datetime.timedelta(days=days - 1)
    sums = SearchCount.objects.filter(day__gte=since).aggregate(
        everything=Sum("count", default=0), unanswered=Sum("count", filter=Q(is_empty=True), default=0)
    )
    return Period(label, sums["everything"], sums["unanswered"])
