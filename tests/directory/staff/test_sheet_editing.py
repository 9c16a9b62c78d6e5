"""The keeper's editor of a sheet: preview, territory by region, draft, schedule, lock."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from directory.models import Department
from directory.referents.panels import regions_to_tick
from tests.directory.factories import ReferentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
NAMESPACE = "wagtailsnippets_directory_referent"


def posted(sheet, **changes) -> dict:
    """What the editor sends for a sheet, with changes."""
    values = {
        "office": sheet.office, "slug": sheet.slug, "disp": sheet.disp_id, "first_name": sheet.first_name,
        "last_name": sheet.last_name, "gender": sheet.gender, "shows_name": "on", "email": sheet.email,
        "shows_email": "on", "telephone": "0261910012", "hours": sheet.hours, "departments": ["14", "76"],
        "missions": ["travail"], "verified_on": "", "absent_until": "", "substitute": "",
    }  # fmt: skip
    return values | changes


def test_the_preview_is_the_public_page_with_what_is_not_saved(keeper, other):
    url = reverse(f"{NAMESPACE}:preview_on_edit", args=[other.pk])
    stored = keeper.post(url, posted(other, first_name="Noé"))
    assert stored.json()["is_valid"] is True
    page = html.unescape(keeper.get(url).content.decode())
    assert "Noé Modèle</h1>" in page
    assert "Calvados (14), Seine-Maritime (76)" in page.replace("\u00a0", " ")
    other.refresh_from_db()
    assert other.first_name == "Sacha"


def test_a_new_sheet_has_a_preview_too(keeper, other):
    url = reverse(f"{NAMESPACE}:preview_on_add")
    assert (
        keeper.post(url, posted(other, slug="ici", office="R2IP, Ici", substitute=other.pk)).json()["is_valid"] is True
    )
    assert "R2IP, Ici" in keeper.get(url).content.decode()


def test_departments_are_ticked_by_region_beside_who_else_serves_them(keeper, other):
    ReferentFactory(office="R2IP formation, Manche", departments=["50"])
    page = html.unescape(keeper.get(reverse(f"{NAMESPACE}:edit", args=[other.pk])).content.decode())
    legends = re.findall(r"<legend.*?</legend>", page, re.DOTALL)
    legends = [" ".join(re.sub(r"<.*?>", "", each).split()) for each in legends]
    assert "Normandie (Rennes)" in legends
    assert len(legends) >= 18
    boxes = re.findall(
        r'<input type="checkbox"\s+name="departments"\s+value="(\w+)"[^>]*?(checked)?\s*(?:aria[^>]*)?>', page
    )
    assert len(boxes) == Department.objects.count()
    assert {code for code, checked in boxes if checked} == {"14", "27", "50", "61", "76"}
    manche = re.search(r'name="departments"\s+value="50".*?</li>', page, re.DOTALL)[0]
    assert "aussi\u00a0: R2IP formation, Manche" in manche
    assert other.office not in manche


def test_the_territory_costs_the_same_for_one_sheet_and_for_many(territory, queries_used):
    ReferentFactory()
    few = queries_used(regions_to_tick, set(), None)
    ReferentFactory.create_batch(9)
    assert queries_used(regions_to_tick, set(), None) == few <= 3


def test_a_draft_with_another_territory_is_public_when_it_is_published(keeper, other):
    url = reverse(f"{NAMESPACE}:edit", args=[other.pk])
    assert keeper.post(url, posted(other)).status_code == 302
    assert other.departments.count() == 5
    keeper.post(url, posted(other, **{"action-publish": "1"}))
    assert {each.pk for each in type(other).objects.get(pk=other.pk).departments.all()} == {"14", "76"}


def test_a_scheduled_change_is_public_at_its_time(keeper, other):
    drafted = other.get_latest_revision_as_object()
    drafted.office = "R2IP travail, plus tard"
    drafted.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    drafted.save_revision().publish()
    other.refresh_from_db()
    assert other.office != "R2IP travail, plus tard"
    revision = other.scheduled_revision
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    other.refresh_from_db()
    assert other.office == "R2IP travail, plus tard"


def test_a_locked_sheet_refuses_other_keepers(keeper, other):
    type(other).objects.filter(pk=other.pk).update(locked=True, locked_at=timezone.now())
    keeper.post(reverse(f"{NAMESPACE}:edit", args=[other.pk]), posted(other, office="Pris", **{"action-publish": "1"}))
    other.refresh_from_db()
    assert other.office != "Pris"
