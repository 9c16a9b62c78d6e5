"""Who covers which mission in which department: a report, and its sum on the admin's home. Constant queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from directory.models import Department, Mission, Referent
from directory.staff import freshness
from directory.staff.access import keepers_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.template.context import RenderContext


NAMED = 5  # offices of a cell


@dataclass(frozen=True)
class Cell:
    """One department and one mission: how many offices answer, and the first of them by name."""

    count: int = 0
    offices: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Covered by nobody ("none"), by one ("once") or by several ("double")."""
        return ("none", "once", "double")[min(self.count, 2)]

    @property
    def label(self) -> str:
        """The kind in words."""
        return {"none": "Non couvert", "once": "Couvert", "double": f"Doublé ({self.count})"}[self.kind]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.offices)


@dataclass(frozen=True)
class Row:
    """One department with its cells, in the order of the missions."""

    department: Department
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Coverage:
    """The whole table."""

    missions: tuple[Mission, ...]
    rows: tuple[Row, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many cells are of each kind."""
        kinds = [cell.kind for row in self.rows for cell in row.cells]
        return {kind: kinds.count(kind) for kind in ("none", "once", "double")}

    @cached_property
    def deserted(self) -> list[str]:
        """Departments nobody answers for, whatever the mission."""
        return [str(row.department) for row in self.rows if all(cell.kind == "none" for cell in row.cells)]


def coverage() -> Coverage:
    """What published sheets that somebody holds cover; three queries and a few rows a cell, whatever their number."""
    missions = tuple(Mission.objects.all())
    cell = [F("departments"), F("missions")]
    first_of_cell = (
        Referent.objects.published()
        .occupied()
        .exclude(departments=None)
        .exclude(missions=None)
        .annotate(
            rank=Window(RowNumber(), partition_by=cell, order_by=["office", "pk"]),
            count=Window(Count("pk"), partition_by=cell),
        )
        .filter(rank__lte=NAMED)
        .order_by("rank")
    )
    found: dict[tuple[str, str], Cell] = {}
    for department, mission, count, office in first_of_cell.values_list("departments", "missions", "count", "office"):
        key = (department, mission)
        found[key] = Cell(count, (*found.get(key, Cell()).offices, office))
    departments = Department.objects.select_related("region__disp").order_by(
        "region__disp__sort_order", "region__name", "code"
    )
    rows = (Row(each, tuple(found.get((each.pk, mission.pk), Cell()) for mission in missions)) for each in departments)
    return Coverage(missions, tuple(rows))


@keepers_only
def report(request: HttpRequest) -> HttpResponse:
    """The table; `?lacunes=1` keeps the departments that lack somebody."""
    found = coverage()
    only_gaps = request.GET.get("lacunes") == "1"
    rows = [row for row in found.rows if not only_gaps or any(cell.kind == "none" for cell in row.cells)]
    context = {
        "page_title": "Couverture du territoire",
        "page_subtitle": "",
        "header_icon": "site",
        "breadcrumbs_items": [],
        "coverage": found,
        "rows": rows,
        "only_gaps": only_gaps,
    }
    return render(request, "directory/admin/coverage.html", context)


class CoveragePanel(Component):
    """On the admin's home: the sum of the report, and how many sheets wait for an answer."""

    name = "coverage"
    template_name = "directory/admin/coverage_panel.html"
    order = 110

    def get_context_data(self, parent_context: RenderContext | None = None) -> dict[str, Any]:
        return {
            "coverage": coverage(),
            "report_url": reverse("staff:coverage"),
            "unanswered_count": freshness.unanswered().count(),
            "sheets_url": reverse("wagtailsnippets_directory_referent:list"),
        }
