"""The dashboard: how many, how soon, from requests and from what purges left of others."""

from __future__ import annotations

import datetime
import time
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.contact.desk import months
from directory.contact.desk.figures import Dashboard, Figures, dashboard
from directory.contact.desk.reports import first_month
from directory.contact.models import ContactRequest, RequestStatistic
from directory.contact.retention import statistics
from directory.contact.workflow import transitions
from tests.directory.contact.desk.conftest import seen
from tests.directory.contact.factories import submit

DASHBOARD = "/admin/demandes/tableau-de-bord/"
LONG_AGO = datetime.date(2000, 1, 1)


def answered(request: ContactRequest, days: int | None, **changes) -> ContactRequest:
    """Say after how many working days a request was answered; None: never, though it was promised for yesterday."""
    now = timezone.now()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    values = {"answer_days": days, "answered_at": None if days is None else now, "due_on": yesterday} | changes
    ContactRequest.objects.filter(pk=request.pk).update(**values)
    request.refresh_from_db()
    return request


@pytest.mark.parametrize(
    ("days", "median"),
    [([], None), ([0], 0), ([1, 9], 1), ([1, 2, 9], 2), ([3, 3, 3, 8, 8], 3), ([1, 1, 5, 6], 1)],
)
def test_the_median_is_when_half_were_answered(days, median):
    assert Figures("", days=Counter(days)).median == median


def test_the_share_counts_who_never_got_an_answer_and_not_who_still_may():
    figures = Figures("", days=Counter([0, 5, 6]), overdue=1, waiting=10)
    assert figures.share_in_time == 50
    assert figures.total == 14
    assert Figures("", waiting=3).share_in_time is None


def test_requests_are_counted_by_direction_month_and_project(people):
    answered(submit("one", projects=["production", "hiring"]), 1)
    answered(submit("two", projects=["hiring"]), 7)
    answered(submit("three", is_national=True, commune_id=None), None)
    found = dashboard(people["manager"], LONG_AGO)
    assert (found.whole.total, found.whole.median, found.whole.share_in_time) == (3, 1, 33)
    assert [(each.label, each.total) for each in found.by_direction] == [
        ("Rennes", 2), ("Plusieurs sites, projets nationaux", 1),
    ]  # fmt: skip
    assert {each.label: each.total for each in found.by_project} == {
        "Confier une production": 2,
        "Recruter à la sortie": 2,
    }
    [month] = found.by_month
    assert (month.total, month.overdue, month.share_of_most) == (3, 1, 100)


def test_every_request_stands_in_one_group_of_delays():
    whole = Figures("", days=Counter([0, 1, 2, 3, 5, 6, 10, 11, 90]), overdue=2, waiting=1)
    groups = Dashboard(whole, [], [], []).by_delay
    assert [each.count for each in groups] == [1, 2, 2, 2, 2, 2, 1]
    assert sum(each.count for each in groups) == whole.total
    assert [each.share for each in Dashboard(Figures(""), [], [], []).by_delay] == [0] * 7


def test_what_was_purged_stays_counted_without_a_person(people):
    request = answered(submit(projects=["hiring"]), 4, state="succeeded", ended_at=timezone.now())
    before = dashboard(people["manager"], LONG_AGO)
    assert statistics.keep(request) == 1
    request.delete()
    assert dashboard(people["manager"], LONG_AGO) == before
    kept = RequestStatistic.objects.values().get()
    assert kept.pop("id")
    assert kept == {
        "month": timezone.localdate().replace(day=1), "disp_id": "rennes", "projects": ["hiring"],
        "state": "succeeded", "answer_days": 4, "results": {},
    }  # fmt: skip


def test_unwanted_and_unconfirmed_requests_are_no_demand(people, sacha):
    transitions.end(submit("one").pk, ContactRequest.State.UNWANTED, sacha)
    held = submit("two")
    ContactRequest.objects.filter(pk=held.pk).update(is_held=True)
    held.refresh_from_db()
    assert dashboard(people["manager"], LONG_AGO).whole.total == 0
    assert statistics.keep(held) == 0
    statistics.keep(*ContactRequest.objects.all())
    ContactRequest.objects.all().delete()
    assert dashboard(people["manager"], LONG_AGO).whole.total == 0


def test_a_month_without_requests_is_no_gap(people):
    for form_key, days in (("one", 0), ("two", 95)):
        request = submit(form_key)
        ContactRequest.objects.filter(pk=request.pk).update(received_at=timezone.now() - datetime.timedelta(days=days))
    months = dashboard(people["manager"], LONG_AGO).by_month
    assert [months[0].total, months[-1].total] == [1, 1]
    assert {each.total for each in months[1:-1]} == {0}
    assert 4 <= len(months) <= 5


def received(form_key: str, days: int) -> ContactRequest:
    """A request of so many days ago."""
    ContactRequest.objects.filter(pk=submit(form_key).pk).update(
        received_at=timezone.now() - datetime.timedelta(days=days)
    )
    return ContactRequest.objects.get(form_key=form_key)


def test_past_months_are_counted_once_until_one_of_their_requests_changes(people, sacha, monkeypatch):
    monkeypatch.setattr(months, "is_shared", lambda: True)  # in the place of a Redis: processes are not this test's
    old, other, new = received("old", 95), received("other", 400), received("new", 0)
    manager = people["manager"]

    def total() -> int:
        return dashboard(manager, LONG_AGO).whole.total

    def recounted() -> list[int]:
        """How many months were read from requests, and not remembered."""
        with CaptureQueriesContext(connection) as captured:
            total()
        [read] = [each["sql"] for each in captured if '"projects"' in each["sql"] and "UNION ALL" in each["sql"]]
        return read.count("COUNT(")

    assert total() == 3
    assert recounted() == 2, "this month and the last"
    transitions.end(old.pk, ContactRequest.State.UNWANTED, sacha)
    assert recounted() == 3
    assert total() == 2
    ContactRequest.objects.filter(pk=other.pk).delete()
    assert total() == 1
    transitions.end(new.pk, ContactRequest.State.UNWANTED, sacha)
    assert total() == 0


def test_what_another_process_changes_is_seen_a_second_later_without_a_shared_cache(people):
    request, _ = received("old", 95), received("older", 400)
    assert dashboard(people["manager"], LONG_AGO).whole.total == 2
    before = timezone.make_aware(datetime.datetime.combine(LONG_AGO, datetime.time())) - datetime.timedelta(days=1)
    ContactRequest.objects.filter(pk=request.pk).update(received_at=before)  # nobody here hears of it
    time.sleep(months.ALONE + 0.1)
    assert dashboard(people["manager"], LONG_AGO).whole.total == 1


def test_what_is_remembered_knows_no_day(people, monkeypatch):
    """Who waits in time becomes overdue without any change."""
    monkeypatch.setattr(months, "is_shared", lambda: True)  # as above
    request = received("old", 95)
    ContactRequest.objects.filter(pk=request.pk).update(due_on=timezone.localdate() + datetime.timedelta(days=1))
    whole = dashboard(people["manager"], LONG_AGO).whole
    assert (whole.waiting, whole.overdue) == (1, 0)
    in_two_days = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: in_two_days)
    whole = dashboard(people["manager"], LONG_AGO).whole
    assert (whole.waiting, whole.overdue) == (0, 1)


def test_a_referent_s_figures_are_those_of_their_direction(people):
    request = submit()
    assert dashboard(people["referent"], LONG_AGO).whole.total == 1
    assert dashboard(people["other_referent"], LONG_AGO).whole.total == 0
    statistics.keep(request)
    request.delete()
    assert dashboard(people["referent"], LONG_AGO).whole.total == 1
    assert dashboard(people["other_referent"], LONG_AGO).whole.total == 0


def test_a_period_begins_on_the_first_of_a_month(people):
    today = datetime.date(2026, 11, 22)
    assert first_month("12", today) == datetime.date(2025, 12, 1)
    assert first_month("24", datetime.date(2026, 1, 5)) == datetime.date(2024, 2, 1)
    old = submit()
    ContactRequest.objects.filter(pk=old.pk).update(received_at=timezone.now() - datetime.timedelta(days=500))
    assert dashboard(people["manager"], first_month("12", timezone.localdate())).whole.total == 0
    assert dashboard(people["manager"], first_month("24", timezone.localdate())).whole.total == 1


def test_every_chart_is_a_table_whose_bars_say_nothing_more(manager, people):
    answered(submit(), 2)
    page = manager.get(DASHBOARD)
    assert "2 jours ouvrés" in seen(page)
    tables = BeautifulSoup(page.content, "html.parser").main.find_all("table")
    assert [table.caption is not None for table in tables] == [True] * 4
    for table in tables:
        assert all(bar["aria-hidden"] == "true" for bar in table.find_all("svg"))
        assert all(bar.find_previous(string=True).strip() for bar in table.find_all("svg"))
    assert "style=" not in str(tables)


def test_without_requests_it_says_so_and_bears_any_period(manager, people):
    for period in ("", "12", "tout", "abc", "9" * 5000):
        assert "Aucune demande sur cette période." in seen(manager.get(DASHBOARD, {"periode": period}))


def test_the_admin_s_home_tells_what_waits(manager, referent, sign_in, people):
    home = "/admin/"
    assert "Rien n’attend d’être pris en charge." in seen(manager.get(home))
    answered(submit(), None)
    assert "1 à prendre en charge , 1 en retard" in seen(referent.get(home))
    assert "à prendre en charge" not in seen(sign_in("editor").get(home))
    assert "Rien n’attend d’être pris en charge." in seen(sign_in("other_referent").get(home))
