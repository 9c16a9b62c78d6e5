from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.contact.deadlines import due_on

DATES = st.dates(datetime.date(2024, 1, 1), datetime.date(2034, 12, 31))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-20", "2026-11-27"),  # a Friday: five days of the next week
        ("2026-11-21", "2026-11-27"),  # Saturday and Sunday count as Friday
        ("2026-11-22", "2026-11-27"),
        ("2026-04-28", "2026-05-06"),  # around the first of May, a Friday
        ("2026-05-06", "2026-05-15"),  # 8 May and Ascension Day in one week and the next
        ("2026-12-22", "2026-12-30"),  # Christmas Day, a Friday
        ("2026-12-28", "2027-01-05"),  # New Year's Day: over the year's end
        ("2027-07-13", "2027-07-21"),  # 14 July
    ],
)
def test_an_answer_is_due_after_five_working_days(received, due):
    assert due_on(datetime.date.fromisoformat(received)) == datetime.date.fromisoformat(due)


@pytest.mark.parametrize(
    ("department", "received", "due"),
    [
        ("76", "2025-12-22", "2025-12-30"),
        ("67", "2025-12-22", "2025-12-31"),  # 26 December is a holiday in Alsace
        ("57", "2026-03-30", "2026-04-08"),  # and Good Friday
        ("75", "2026-03-30", "2026-04-07"),
        ("971", "2026-05-25", "2026-06-02"),  # 27 May in Guadeloupe
        ("974", "2027-12-17", "2027-12-27"),  # 20 December in Réunion
        ("unknown", "2026-11-20", "2026-11-27"),
    ],
)
def test_holidays_of_a_territory_count_there(department, received, due):
    assert due_on(datetime.date.fromisoformat(received), department) == datetime.date.fromisoformat(due)


@given(DATES)
def test_a_deadline_is_a_working_day_within_two_weeks(received):
    due = due_on(received)
    assert due.weekday() < 5
    assert datetime.timedelta(days=5) <= due - received <= datetime.timedelta(days=14)


@given(DATES)
def test_later_receipt_is_never_due_earlier(received):
    assert due_on(received) <= due_on(received + datetime.timedelta(days=1))
