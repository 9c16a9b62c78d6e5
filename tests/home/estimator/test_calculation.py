from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from home.estimator.calculation import Asked, Range, Rates, estimate

CENT = Decimal("0.01")


def numbers(least: str, most: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(least), Decimal(most), places=2, allow_nan=False)


positions = st.integers(1, 500)
hours = numbers("0.25", "208")
rates = st.builds(
    Rates,
    hourly_minimum_wage=numbers("0.01", "40"),
    legal_share=numbers("1", "100"),
    sure_charges=st.lists(numbers("0", "20"), max_size=3).map(tuple),
    doubtful_charges=st.lists(numbers("0", "20"), max_size=3).map(tuple),
    margin=numbers("0", "99"),
)
WORKSHOP = Rates(
    hourly_minimum_wage=Decimal("12.02"),
    legal_share=Decimal(45),
    sure_charges=(Decimal("4.20"), Decimal("0.30")),
    doubtful_charges=(Decimal("8.55"), Decimal("2.11")),
    margin=Decimal(10),
)


def test_five_positions_full_time_by_hand():
    # 12.02 * 45 % = 5.409 → 5.41; 5 * 151.67 h = 758.35 h; pay 4,102.67; 4.5 % of it 184.62.
    # High end: 5.41 * 1.1 = 5.951 → 5.95; pay 4,512.18; 15.16 % of it 684.05.
    found = estimate(Asked.by_week(5, Decimal(35)), WORKSHOP)
    assert found.hourly == Range(Decimal("5.41"), Decimal("5.95"))
    assert found.pay == Range(Decimal("4102.67"), Decimal("4512.18"))
    assert found.charges == Range(Decimal("184.62"), Decimal("684.05"))
    assert found.total == Range(Decimal("4287.29"), Decimal("5196.23"))


def test_a_week_counts_for_fifty_two_twelfths():
    assert Asked.by_week(1, Decimal(35)).hours_a_month == Decimal("151.67")


@given(positions, hours, rates)
def test_the_low_end_is_never_above_the_high_one_and_lines_add_up(count, hours_, rates_):
    found = estimate(Asked(count, hours_), rates_)
    for line in (found.hourly, found.pay, found.charges, found.total):
        assert Decimal(0) <= line.low <= line.high
    assert found.total.low == found.pay.low + found.charges.low
    assert found.total.high == found.pay.high + found.charges.high


@given(positions, hours, rates)
def test_amounts_are_whole_cents(count, hours_, rates_):
    found = estimate(Asked(count, hours_), rates_)
    for line in (found.hourly, found.pay, found.charges):
        for amount in (line.low, line.high):
            assert amount == amount.quantize(CENT)


@given(st.integers(1, 250), hours, rates)
def test_more_positions_never_cost_less_and_twice_as_many_cost_twice_as_much(count, hours_, rates_):
    one, two = (estimate(Asked(each, hours_), rates_).total for each in (count, 2 * count))
    for single, double in ((one.low, two.low), (one.high, two.high)):
        assert double >= single
        assert abs(double - 2 * single) <= 5 * CENT  # each of two lines is rounded once


@given(positions, hours, rates)
def test_without_margin_and_doubt_there_is_one_amount(count, hours_, rates_):
    sure = Rates(rates_.hourly_minimum_wage, rates_.legal_share, rates_.sure_charges)
    assert estimate(Asked(count, hours_), sure).total.is_one


@given(positions, hours, rates)
def test_nothing_pays_less_than_the_legal_share(count, hours_, rates_):
    least = rates_.hourly_minimum_wage * rates_.legal_share / 100
    assert estimate(Asked(count, hours_), rates_).hourly.low >= least - CENT / 2
