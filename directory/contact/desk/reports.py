"""« Tableau de bord » and « Consultations »: what happens to requests as a whole, and who read which of them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.ui.components import Component

from directory.contact.deadlines import WORKING_DAYS
from directory.contact.desk.access import desk_view, managers_only, manages_requests
from directory.contact.desk.figures import dashboard as figures_of
from directory.contact.desk.filters import LATE, State, counts
from directory.contact.desk.outcomes import results_since
from directory.contact.models import RequestRead
from portal.cms.pagination import long_page_of
from portal.french.words import capitalised

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.template.context import RenderContext

PERIODS = {"12": "12 derniers mois", "24": "24 derniers mois", "tout": "depuis le début"}
FIRST_MONTH = datetime.date(2000, 1, 1)
READS_PAGE_SIZE = 50


def first_month(period: str, today: datetime.date) -> datetime.date:
    """The first day of the period: the month that lies so many months before the next one."""
    if not period.isdecimal():
        return FIRST_MONTH
    months = today.year * 12 + today.month - int(period)
    return datetime.date(months // 12, months % 12 + 1, 1)


@desk_view
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Figures by direction, month and project: tables whose bars are drawn in their cells."""
    period = request.GET.get("periode", "")
    period = period if period in PERIODS else "12"
    found = figures_of(request.user, first_month(period, timezone.localdate()))
    tables = [
        ("Par direction", "Direction", found.by_direction, _most(found.by_direction, "en reçoit le plus")),
        ("Par mois de réception", "Mois", found.by_month, _most(found.by_month, "est le plus chargé")),
        ("Par projet", "Projet", found.by_project, _most(found.by_project, "revient le plus souvent")),
    ]
    if found.by_establishment:
        most = _most(found.by_establishment, "est le plus visé")
        tables.append(("Par établissement visé", "Établissement", found.by_establishment, most))
    context = {
        "page_title": "Tableau de bord des demandes",
        "page_subtitle": "",
        "header_icon": "history",
        "breadcrumbs_items": [],
        "whole": found.whole,
        "delays": found.by_delay,
        "tables": tables,
        "periods": [(value, label, value == period) for value, label in PERIODS.items()],
        "period": PERIODS[period],
        "working_days": WORKING_DAYS,
        "is_manager": manages_requests(request.user),
    }
    return render(request, "contact/desk/dashboard.html", context)


def _most(groups: list[Any], what: str) -> str:
    """« Rennes en reçoit le plus : 12 »; nothing when there is nothing to compare."""
    if len(groups) < 2:
        return ""
    first = max(groups, key=lambda group: group.total)
    return f"{capitalised(first.label)} {what} : {first.total}."


@desk_view
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """What came of requests: visits, posts, hires and contracts, by direction and by month."""
    period = request.GET.get("periode", "")
    period = period if period in PERIODS else "12"
    found = results_since(request.user, first_month(period, timezone.localdate()))
    context = {
        "page_title": "Résultats des demandes",
        "page_subtitle": "",
        "header_icon": "history",
        "breadcrumbs_items": [],
        "tables": [("Par direction", "Direction", found.directions), ("Par mois de réception", "Mois", found.months)],
        "period": PERIODS[period],
        "periods": [(value, label, value == period) for value, label in PERIODS.items()],
    }
    return render(request, "contact/desk/outcomes.html", context)


@managers_only
@require_safe
def reads(request: HttpRequest) -> HttpResponse:
    """Who saw the personal data of which request; itself without any."""
    page = long_page_of(RequestRead.objects.select_related("request"), request, READS_PAGE_SIZE)
    context = {
        "page_title": "Consultations des demandes",
        "page_subtitle": "",
        "header_icon": "view",
        "breadcrumbs_items": [],
        "page": page,
        "query": "",
    }
    return render(request, "contact/desk/reads.html", context)


class RequestsPanel(Component):
    """On the admin's home: what waits, with links to it."""

    name = "requests"
    template_name = "contact/desk/panel.html"
    order = 100

    def get_context_data(self, parent_context: RenderContext | None = None) -> dict[str, Any]:
        found, url = counts(parent_context["request"].user), reverse("desk:list")
        return {
            "received": found["received"],
            "late": found["late"],
            "list_url": url,
            "received_url": f"{url}?etat={State.RECEIVED.value}",
            "late_url": f"{url}?echeance={LATE}",
        }
