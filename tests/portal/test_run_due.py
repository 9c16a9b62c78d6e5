"""`manage.py run_due`: every job, one after the other, and the failure of one is not that of the others."""

from __future__ import annotations

import io
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from home.models import StandardPage
from portal import periodic


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """Two jobs, of which the first fails; the names of those that ran."""
    ran: list[str] = []

    def broken(now) -> str:
        ran.append("a.broken")
        raise RuntimeError("no luck")

    def working(now) -> str:
        ran.append("b.working")
        return f"done in {now.year}"

    monkeypatch.setattr(periodic, "_jobs", {})
    periodic.register("b.working", working)
    periodic.register("a.broken", broken)
    return ran


def test_a_failing_job_does_not_keep_the_others_from_running(ran):
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"Failed: a\.broken"):
        call_command("run_due", stdout=out)
    assert ran == ["a.broken", "b.working"]
    assert "b.working: done in 20" in out.getvalue()


def test_jobs_can_be_named_and_listed(ran):
    call_command("run_due", "b.working", stdout=io.StringIO())
    assert ran == ["b.working"]
    out = io.StringIO()
    call_command("run_due", "--list", stdout=out)
    assert out.getvalue().split() == ["a.broken", "b.working"]
    with pytest.raises(CommandError, match="No such job: other"):
        call_command("run_due", "other")
    assert ran == ["b.working"]


def test_two_jobs_cannot_have_one_name(ran):
    with pytest.raises(ValueError, match=r"b\.working"):
        periodic.register("b.working", str)


@pytest.mark.django_db
def test_a_scheduled_page_is_published_when_its_time_comes(home_page):
    page = StandardPage(title="Bientôt", slug="bientot", live=False)
    home_page.add_child(instance=page)
    page.go_live_at = timezone.now() + timedelta(seconds=2)
    page.save_revision().publish()
    call_command("run_due", "portal.publication", stdout=io.StringIO())
    page.refresh_from_db()
    assert not page.live
    time.sleep(2.1)  # Wagtail compares with the clock in SQL and in the revision: nothing to set back
    call_command("run_due", "portal.publication", stdout=io.StringIO())
    page.refresh_from_db()
    assert page.live
