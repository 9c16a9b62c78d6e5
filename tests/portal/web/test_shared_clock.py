"""The database's clock is that of all nodes: what nodes hold is dated by it, and one far from it keeps still."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory.contact.form import drafts
from portal import periodic
from portal.health import probes
from portal.models import DueJob
from portal.web import shared_clock

NOW = timezone.now


@pytest.fixture
def ahead(monkeypatch):
    """Set this node's clock forward. A database in a file has no clock of its own: the machine's stands for it."""

    def ahead(**by: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOW() + timedelta(**by))
        monkeypatch.setattr(shared_clock, "shared_now", NOW)

    return ahead


@pytest.mark.parametrize(("by", "said"), [({"days": 1000}, "24000 hours ahead"), ({"hours": -2}, "2 hours behind")])
def test_periodic_work_keeps_still_by_a_clock_that_is_wrong(ahead, db, monkeypatch, by, said):
    ran = []
    monkeypatch.setattr(periodic, "_jobs", {})
    periodic.register("a.eraser", lambda now: ran.append(now) or "done")
    ahead(**by)
    with pytest.raises(CommandError, match=f"Nothing was done on this node: its clock is {said}"):
        call_command("run_due")
    assert ran == []
    DueJob.objects.create(name="a.eraser", started_at=NOW(), ended_at=timezone.now())
    assert said in probes.periodic_work()


def test_half_an_hour_stops_nothing(ahead, db, monkeypatch, capsys):
    monkeypatch.setattr(periodic, "_jobs", {})
    periodic.register("a.job", lambda now: f"done in {now.year}")
    ahead(minutes=30)
    call_command("run_due")
    assert "a.job: done in " in capsys.readouterr().out


def test_what_another_node_holds_is_left_to_it_half_an_hour_behind(ahead, db, monkeypatch):
    ran = []
    monkeypatch.setattr(periodic, "_jobs", {})
    periodic.register("a.job", lambda now: ran.append(now) or "done")
    held = {"started_at": NOW(), "leased_until": NOW() + timedelta(minutes=1), "holder": "another-node:1"}
    DueJob.objects.create(name="a.job", **held)
    ahead(minutes=-30)
    call_command("run_due")
    assert ran == []


def test_what_was_typed_is_kept_by_the_shared_clock(ahead, db):
    key = drafts.new_key()
    ahead(hours=-6)
    assert drafts.save(key, {"message": ["Des coffrets."]}, {})
    drafts.erase_due(NOW())
    ahead(hours=6)
    assert drafts.load(key).answers == {"message": ["Des coffrets."]}
