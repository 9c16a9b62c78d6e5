"""`manage.py run_due`: every job, one after the other, and the failure of one is not that of the others."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory.contact.inbox import reading
from home.models import StandardPage
from portal import periodic
from portal.contained import calling
from portal.models import DueJob

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ran(monkeypatch, db) -> list[str]:
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


def test_how_a_job_ended_is_remembered(ran):
    for failures in (1, 2):
        with pytest.raises(CommandError):
            call_command("run_due", stdout=io.StringIO())
        broken, working = DueJob.objects.order_by("name")
        assert (broken.told, broken.failures, broken.succeeded_at) == ("RuntimeError", failures, None)
        assert (working.told, working.failures) == (f"done in {timezone.now().year}", 0)
        assert working.succeeded_at == working.started_at <= working.ended_at
        assert working.leased_until is broken.leased_until is None


@pytest.fixture
def another_process() -> Iterator[subprocess.Popen[bytes]]:
    """A process of this node that lives until the test ends it."""
    process = subprocess.Popen(["sleep", "600"])
    yield process
    process.kill()
    process.wait()


def test_what_another_run_holds_is_passed_over_until_it_dies_or_its_time_is_over(ran, another_process):
    now, holder = timezone.now(), f"{socket.gethostname()[:80]}:{another_process.pid}"
    DueJob.objects.create(name="b.working", started_at=now, leased_until=now + timedelta(minutes=5), holder=holder)
    call_command("run_due", "b.working", stdout=io.StringIO())
    assert ran == []
    another_process.kill()
    another_process.wait()
    call_command("run_due", "b.working", stdout=io.StringIO())
    assert ran == ["b.working"]


def test_a_node_that_is_lost_gives_its_job_back_when_its_time_is_over(ran):
    now = timezone.now()
    held = {"started_at": now, "leased_until": now + timedelta(minutes=5), "holder": "elsewhere:1"}
    DueJob.objects.create(name="b.working", **held)
    assert not DueJob.objects.take("b.working", now + timedelta(minutes=4), 60)
    assert DueJob.objects.take("b.working", now + timedelta(minutes=5), 60)


def test_a_clock_that_was_set_back_holds_nothing(ran):
    later = timezone.now() + timedelta(days=3)
    held = {"started_at": later, "leased_until": later + timedelta(minutes=5), "succeeded_at": later}
    DueJob.objects.create(name="b.working", holder="elsewhere:1", **held)
    assert DueJob.objects.take("b.working", timezone.now(), 60, timedelta(days=1))


def test_a_node_whose_clock_is_a_little_behind_does_not_do_it_too(ran):
    ahead = timezone.now() + timedelta(seconds=5)
    held = {"started_at": ahead, "leased_until": ahead + timedelta(minutes=5)}
    DueJob.objects.create(name="b.working", holder="elsewhere:1", **held)
    assert not DueJob.objects.take("b.working", timezone.now(), 60)
    DueJob.objects.update(leased_until=None, succeeded_at=ahead)
    assert not DueJob.objects.take("b.working", timezone.now(), 60, timedelta(days=1))


def test_a_daily_job_runs_once_a_day_unless_it_is_named(ran, monkeypatch):
    work = periodic.jobs()["b.working"].work
    monkeypatch.setattr(periodic, "_jobs", {})
    periodic.register("b.working", work, every=timedelta(days=1))
    for _ in range(2):
        call_command("run_due", stdout=io.StringIO())
    assert ran == ["b.working"]
    DueJob.objects.update(succeeded_at=timezone.now() - timedelta(days=1))
    call_command("run_due", stdout=io.StringIO())
    call_command("run_due", "b.working", stdout=io.StringIO())
    assert ran == ["b.working"] * 3


def test_sessions_that_are_over_are_forgotten(db):
    for days in (-1, 1):
        Session.objects.create(
            session_key=f"k{days}", session_data="", expire_date=timezone.now() + timedelta(days=days)
        )
    call_command("run_due", "portal.sessions", stdout=io.StringIO())
    assert [each.pk for each in Session.objects.all()] == ["k1"]


@pytest.mark.django_db(transaction=True)
def test_a_hanging_or_falling_job_is_stopped_alone_and_urgent_ones_do_not_wait(monkeypatch, tmp_path, capfd):
    """Each job leaves a line in a file: they run in processes of their own."""
    ran = tmp_path / "ran"

    def leaving(name: str, then=lambda: "done"):
        def job(now) -> str:
            with ran.open("a") as file:
                file.write(f"{name}\n")
            return then()

        return job

    def fail() -> str:
        raise RuntimeError("no luck")

    monkeypatch.setattr(periodic, "_jobs", {})
    monkeypatch.setattr(periodic.run_apart, "__kwdefaults__", {"meanwhile": lambda: None, "every": 0.5})
    periodic.register("a.hanging", leaving("a.hanging", lambda: time.sleep(600)), seconds=2)
    periodic.register("b.falling", leaving("b.falling", lambda: os._exit(9)))
    periodic.register("c.failing", leaving("c.failing", fail))
    periodic.register("d.last", leaving("d.last"), turn=periodic.Turn.LAST)
    periodic.register("e.usual", leaving("e.usual"))
    periodic.register("z.urgent", leaving("z.urgent"), turn=periodic.Turn.URGENT)
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"Failed: a\.hanging, b\.falling, c\.failing;"):
        call_command("run_due", apart=True, stdout=out)
    lines = ran.read_text().split()
    assert list(dict.fromkeys(lines)) == ["z.urgent", "a.hanging", "b.falling", "c.failing", "e.usual", "d.last"]
    assert lines.count("z.urgent") > 1
    assert {lines.count(each) for each in lines if each != "z.urgent"} == {1}
    assert {"z.urgent: done", "e.usual: done", "d.last: done"} == set(out.getvalue().splitlines())
    assert "Timeout (0:00:02)" in capfd.readouterr().err


def test_the_order_and_the_limits_of_the_jobs():
    urgent = ["contact.undelivered", "portal.publication"]
    names = list(periodic.jobs())
    assert names[:2] == urgent
    assert set(names[-5:-3]) == {"contact.replies", "portal.outside_links"}
    assert set(names[-3:]) == {"search.catch-up", "search.encode", "search.repair"}
    assert periodic.jobs()["contact.replies"].seconds > reading.SECONDS + calling.Limits().clock


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
