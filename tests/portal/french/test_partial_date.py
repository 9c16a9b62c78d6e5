from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.cms.partial_date_field import PartialDateField, PartialDateFormField
from portal.french.partial_date import PartialDate
from portal.french.typed_dates import read_partial_date

days = st.dates(min_value=datetime.date(1000, 1, 1))
leap_days = st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
partial_dates = st.one_of(
    days.map(lambda day: PartialDate(day.year, day.month, day.day)),
    days.map(lambda day: PartialDate(day.year, day.month)),
    days.map(lambda day: PartialDate(day.year)),
    leap_days.map(lambda day: PartialDate(None, day.month, day.day)),
)


@given(partial_dates)
def test_what_is_stored_comes_back(date):
    assert PartialDate.parse(str(date)) == date


@given(partial_dates)
def test_what_an_editor_sees_is_what_an_editor_types(date):
    assert read_partial_date(date.typed) == date


@given(partial_dates)
def test_it_means_no_day_outside_of_its_ends(date):
    if date.year is None:
        assert date.first_day is None
        assert date.last_day is None
    else:
        assert date.first_day <= date.last_day
        assert (date.last_day - date.first_day).days < 366
        assert date.first_day.year == date.last_day.year == date.year


@given(st.text(max_size=12))
def test_anything_typed_is_a_date_or_a_clear_refusal(typed):
    try:
        date = read_partial_date(typed)
    except ValueError:
        return
    assert PartialDate.parse(str(date)) == date


@pytest.mark.parametrize(
    ("typed", "stored", "label"),
    [
        ("9/11/2021", "2021-11-09", "9 novembre 2021"),
        ("01/12/2026", "2026-12-01", "1er décembre 2026"),
        ("11/2021", "2021-11", "novembre 2021"),
        ("2021", "2021", "2021"),
        ("22/10", "XXXX-10-22", "22 octobre"),
        (" 29/2 ", "XXXX-02-29", "29 février"),
    ],
)
def test_dates_are_as_precise_as_they_are_known(typed, stored, label):
    date = read_partial_date(typed)
    assert str(date) == stored
    assert date.label == label


@pytest.mark.parametrize(
    "typed", ["31/2/2021", "29/2/2023", "13/2021", "0/1/2021", "1/0/2021", "0000", "21", "", "demain"]
)
def test_dates_that_do_not_exist_are_refused(typed):
    with pytest.raises(ValueError, match=r"date|day|month|year"):
        read_partial_date(typed)


@pytest.mark.parametrize("stored", ["2021-13", "2021-02-30", "XXXX", "XXXX-10", "21", "\uff12\uff10\uff12\uff11"])
def test_stored_dates_that_do_not_exist_are_refused(stored):
    with pytest.raises(ValueError, match=r"date|day|month|year"):
        PartialDate.parse(stored)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="month"):
        PartialDate(2021, None, 9)


def test_the_last_day_of_a_month_knows_leap_years():
    assert PartialDate(2024, 2).last_day == datetime.date(2024, 2, 29)
    assert PartialDate(2023, 2).last_day == datetime.date(2023, 2, 28)


class TestForm:
    field = PartialDateFormField(required=False)

    def test_it_reads_what_editors_type_and_shows_it_back(self):
        date = self.field.clean("22/10")
        assert date == PartialDate(None, 10, 22)
        assert self.field.prepare_value(date) == "22/10"

    def test_nothing_typed_is_no_date(self):
        assert self.field.clean("") is None

    def test_a_wrong_date_says_how_to_write_one(self):
        with pytest.raises(ValidationError, match="9/11/2021"):
            self.field.clean("31/2/2021")

    def test_only_another_date_is_a_change(self):
        assert not self.field.has_changed(PartialDate(None, 10, 22), "22/10")
        assert self.field.has_changed(PartialDate(None, 10, 22), "23/10")
        assert not self.field.has_changed(None, "")


class TestField:
    field = PartialDateField("signature")

    def test_text_comes_back_as_a_date(self):
        assert self.field.to_python("2021-11") == PartialDate(2021, 11)
        assert self.field.from_db_value("XXXX-10-22") == PartialDate(None, 10, 22)
        assert self.field.get_prep_value(PartialDate(2021)) == "2021"

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_nothing_is_no_date(self, nothing):
        assert self.field.to_python(nothing) is None
        assert self.field.from_db_value(nothing) is None
        assert self.field.get_prep_value(nothing) is None

    def test_a_stored_text_that_is_no_date_is_refused(self):
        with pytest.raises(ValidationError):
            self.field.clean("demain", None)
