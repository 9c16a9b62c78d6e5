from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from home.facts.states import CHECKED_EVERY_DAYS, FactState, state_of

DAY = datetime.timedelta(1)
days = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1))


@given(days, st.booleans(), days, st.none() | days, st.none() | days)
def test_only_what_is_filled_in_force_and_checked_within_a_year_is_usable(today, is_filled, start, end, checked):
    state = state_of(today, is_filled=is_filled, valid_from=start, valid_until=end, checked_on=checked)
    in_force = start <= today and (end is None or today <= end)
    is_checked = checked is not None and (today - checked).days <= CHECKED_EVERY_DAYS
    assert state.is_usable == (is_filled and in_force and is_checked)


@given(days, days)
def test_the_last_day_counts_and_the_next_does_not(start, checked):
    def state(today: datetime.date) -> FactState:
        return state_of(today, is_filled=True, valid_from=start, valid_until=start + 9 * DAY, checked_on=start)

    assert state(start - DAY) is FactState.FUTURE
    assert state(start) is state(start + 9 * DAY) is FactState.FRESH
    assert state(start + 10 * DAY) is FactState.EXPIRED


def test_what_nobody_ever_checked_is_old():
    today = datetime.date(2026, 11, 28)
    assert state_of(today, is_filled=True, valid_from=today, valid_until=None, checked_on=None) is FactState.OLD
