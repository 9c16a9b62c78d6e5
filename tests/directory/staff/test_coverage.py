"""Who covers which mission where, in the report and on the admin's home."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from directory.models import Department, Referent
from directory.staff.coverage import coverage
from tests.directory.factories import MISSIONS, MissionFactory, ReferentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def kinds(code: str) -> list[str]:
    """What the cells of a department say, in the order of the missions."""
    return [cell.label for row in coverage().rows if row.department.pk == code for cell in row.cells]


def test_each_department_and_mission_is_covered_doubly_or_not(territory):
    for code in MISSIONS:
        MissionFactory(code=code)
    ReferentFactory(departments=["76", "27"], missions=["travail", "formation"])
    ReferentFactory(departments=["76"], missions=["travail"])
    ReferentFactory(departments=["76"], missions=["acteurs"], vacant=True)
    ReferentFactory(departments=["76"], missions=["insertion"], live=False)
    assert kinds("76") == ["Non couvert", "Doublé (2)", "Couvert", "Non couvert"]
    assert kinds("27") == ["Non couvert", "Couvert", "Couvert", "Non couvert"]
    assert coverage().counts == {"none": Department.objects.count() * 4 - 4, "once": 3, "double": 1}
    assert "Paris (75)" in coverage().deserted
    assert "Eure (27)" not in coverage().deserted


def test_the_report_shows_all_or_only_what_lacks(keeper, territory):
    every = [each.pk for each in Department.objects.exclude(pk="75")]
    ReferentFactory(departments=every, missions=list(MISSIONS))
    url = reverse("staff:coverage")
    page = html.unescape(keeper.get(url).content.decode())
    assert "Seine-Maritime (76)" in page
    gaps = html.unescape(keeper.get(url, {"lacunes": "1"}).content.decode())
    assert "Seine-Maritime (76)" not in gaps
    assert "Paris (75)" in gaps
    assert gaps.count("Non couvert<") == 4


def test_the_table_costs_the_same_for_one_sheet_and_for_many(territory, queries_used):
    ReferentFactory()
    few = queries_used(coverage)
    ReferentFactory.create_batch(9)
    assert queries_used(coverage) == few <= 3


def test_a_cell_names_the_first_offices_and_counts_them_all(keeper, territory):
    for number in range(8):
        ReferentFactory(office=f"R2IP n° {8 - number}", departments=["76"], missions=["travail"])
    [cell] = [row.cells[0] for row in coverage().rows if row.department.pk == "76"]
    assert cell.offices == tuple(f"R2IP n° {number}" for number in range(1, 6))
    assert (cell.count, cell.more, cell.label) == (8, 3, "Doublé (8)")
    page = html.unescape(keeper.get(reverse("staff:coverage")).content.decode())
    assert "R2IP n° 5</span>" in page
    assert "R2IP n° 6" not in page
    assert "et 3 autres</span>" in page


@pytest.mark.parametrize("sheets", [1, 40])
def test_the_report_makes_no_sheet_of_what_it_reads(territory, monkeypatch, sheets):
    ReferentFactory.create_batch(sheets)
    monkeypatch.setattr(Referent, "from_db", lambda *_: pytest.fail("a sheet was made"))
    assert bool(coverage().counts["double"]) == (sheets > 1)


def test_keepers_see_the_sum_on_their_home(keeper, own, referente):
    home = reverse("wagtailadmin_home")
    assert "Couverture du territoire" in keeper.get(home).content.decode()
    assert "Sans aucun référent\u00a0: " in html.unescape(keeper.get(home).content.decode())
    assert "Couverture du territoire" not in referente.get(home).content.decode()
