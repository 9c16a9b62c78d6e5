"""The state of a convention is one rule: Python and the database read the same of it."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import BooleanField, ExpressionWrapper, Q
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Page, Site

from news.conventions.states import ConventionState, in_state, rank_expression, state_expression, state_of
from news.conventions.timeline import LENGTH, axis_of
from news.models import ConventionPage

TODAY = datetime.date(2026, 11, 22)
DAYS = st.none() | st.dates(TODAY - datetime.timedelta(400), TODAY + datetime.timedelta(400)) | st.just(TODAY)
FAR = st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


class OneRule(TestCase):
    """Asked of one stored convention, whose days are written past its dates."""

    def setUp(self):
        Site.objects.all().delete()
        Page.objects.all().delete()
        root = Page.add_root(title="Racine", slug="root")
        self.page = root.add_child(instance=ConventionPage(title="Accord", slug="accord"))

    @settings(max_examples=60)
    @given(DAYS, DAYS, st.booleans())
    def test_python_and_the_database_agree(self, since, until, is_renewed):
        state = state_of(since, until, TODAY, is_renewed=is_renewed)
        ConventionPage.objects.update(binds_from=since, binds_until=until)
        renewed = ExpressionWrapper(Q(pk=self.page.pk) if is_renewed else ~Q(pk=self.page.pk), BooleanField())
        known = ConventionPage.objects.annotate(is_renewed=renewed)
        row = known.annotate(told=state_expression(TODAY), rank=rank_expression(TODAY)).get()
        assert row.told == state
        assert list(ConventionState)[row.rank] == state
        assert [each for each in ConventionState if known.filter(in_state(each, TODAY)).exists()] == [state]


@given(DAYS, DAYS)
def test_what_is_over_stays_over_and_what_comes_comes(since, until):
    """From day to day a convention only moves on: to come, then in force, then over."""
    order = [ConventionState.UPCOMING, ConventionState.CURRENT, ConventionState.ENDED]
    days = [TODAY + datetime.timedelta(each) for each in range(-500, 500, 25)]
    passed = [state_of(since, until, day, is_renewed=False) for day in days]
    assert ConventionState.RENEWED not in passed
    if until is not None and (since is None or since <= until):
        places = [order.index(state) for state in passed]
        assert places == sorted(places)


@pytest.mark.parametrize(
    ("since", "until", "is_renewed", "state"),
    [
        (TODAY, TODAY, False, "current"),
        (TODAY + datetime.timedelta(1), None, True, "upcoming"),
        (None, None, False, "end-unknown"),
        (None, None, True, "renewed"),
        (None, TODAY - datetime.timedelta(1), False, "ended"),
        (TODAY, TODAY + datetime.timedelta(1), True, "renewed"),
    ],
)
def test_the_day_itself_counts(since, until, is_renewed, state):
    assert state_of(since, until, TODAY, is_renewed=is_renewed) == state


def test_the_states_have_the_names_readers_know():
    assert [state.label for state in ConventionState] == [
        "En cours", "À venir", "Échéance non publiée", "Renouvelée", "Échue",
    ]  # fmt: skip


@given(st.lists(st.tuples(FAR, FAR), max_size=20))
def test_every_bar_lies_on_the_axis(periods):
    axis = axis_of(periods, TODAY)
    assert (axis is None) == all(since is None for since, _ in periods)
    if axis is None:
        return
    assert axis.first_year <= TODAY.year <= axis.last_year
    assert 0 <= axis.now <= LENGTH
    for since, until in periods:
        span = axis.span(since, until)
        assert (span is None) == (since is None)
        if span:
            assert 0 <= span.start <= LENGTH
            assert span.length > 0
            assert span.is_open == (until is None)
