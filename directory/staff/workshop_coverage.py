"""What is known of the establishments of each direction: a report for keepers. Three queries, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render

from directory.models import Disp, Establishment
from directory.staff.access import keepers_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Row:
    """One direction: its open establishments by what the site may say of their workshops."""

    disp: Disp
    shown: tuple[Establishment, ...]  # at least one workshop that was confirmed lately
    waiting: tuple[Establishment, ...]  # workshops, all too old
    silent: tuple[Establishment, ...]  # none declared

    @property
    def count(self) -> int:
        """Of its open establishments."""
        return len(self.shown) + len(self.waiting) + len(self.silent)


def coverage() -> list[Row]:
    """Every direction in its order."""
    by_disp: dict[str, dict[str, list[Establishment]]] = {}
    for each in Establishment.objects.receiving().with_place().with_workshops().order_by("name"):
        state = "shown" if each.fresh_workshops else "waiting" if each.stale_count else "silent"
        found = by_disp.setdefault(each.commune.department.region.disp_id, {"shown": [], "waiting": [], "silent": []})
        found[state].append(each)
    disps = Disp.objects.order_by("sort_order", "code")
    rows = []
    for disp in disps:
        found = by_disp.get(disp.pk, {})
        rows.append(Row(disp, *(tuple(found.get(state, ())) for state in ("shown", "waiting", "silent"))))
    return rows


@keepers_only
def report(request: HttpRequest) -> HttpResponse:
    """The table: where employers find workshops, where a confirmation lacks, where nothing was ever said."""
    rows = coverage()
    context = {
        "page_title": "Couverture des ateliers",
        "page_subtitle": "",
        "header_icon": "cogs",
        "breadcrumbs_items": [],
        "rows": rows,
        "count": sum(row.count for row in rows),
        "shown": sum(len(row.shown) for row in rows),
        "waiting": sum(len(row.waiting) for row in rows),
    }
    return render(request, "directory/admin/workshop_coverage.html", context)
