"""Dates as people type them, and as spreadsheets write them."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from portal.french.dates import day, day_label, moment_label
from portal.french.typed_dates import read_day, read_moment, read_partial_date

days = st.dates(min_value=datetime.date(1000, 1, 1))


@given(days, st.sampled_from(["{:%d/%m/%Y}", "{:%Y-%m-%d}", "{:%d.%m.%Y}", "{:%Y/%m/%d}", "{:%Y-%m-%d 00:00:00}"]))
def test_every_day_is_read_as_spreadsheets_write_it(date, form):
    assert read_day(form.format(date)) == date


@given(days)
def test_every_day_is_read_as_pages_show_it(date):
    assert read_day(day(date)) == date
    assert read_day(f"le {day_label(date)}") == date
    assert read_day(day(date).replace(" ", "\u00a0").upper()) == date


@given(st.datetimes(datetime.datetime(1000, 1, 1), timezones=st.none()))  # noqa: DTZ001 - without time zone
def test_every_moment_is_read_as_pages_show_it(moment):
    moment = moment.replace(second=0, microsecond=0)
    assert read_moment(moment_label(moment)) == moment
    assert read_moment(moment.isoformat()) == moment


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("29 février 2028", "2028-02-29"),
        ("29 fevrier 2028", "2028-02-29"),
        ("1er mars 2027", "2027-03-01"),
        ("1 er mars 2027", "2027-03-01"),
        ("1ᵉʳ mars 2027", "2027-03-01"),
        ("premier mars 2027", "2027-03-01"),
        ("Le 1er mars 2027.", "2027-03-01"),
        ("2027-03-01", "2027-03-01"),
        ("dim. 25 oct. 2026", "2026-10-25"),
        ("mar. 3 mars 2026", "2026-03-03"),
        ("25 10 2026", "2026-10-25"),
        ("25/10/26", "2026-10-25"),
        ("9/11/98", "1998-11-09"),
        ("15-août-2026", "2026-08-15"),
        ("sept. 2026", "2026-09"),
        ("2026-10", "2026-10"),
        ("22 octobre", "XXXX-10-22"),
        ("２０２７-０３-０１", "2027-03-01"),  # noqa: RUF001 - as Japanese keyboards write figures
    ],
)
def test_what_people_type_is_a_date(typed, stored):
    assert str(read_partial_date(typed)) == stored


@pytest.mark.parametrize(
    "typed",
    ["29 février 2027", "31/11/2026", "2026-13-01", "mars", "ju 2026", "ma 2026", "1er mars 20277", "10/25/2026", "3"],
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError, match=r"date|month|day|year"):
        read_partial_date(typed)


@pytest.mark.parametrize("typed", ["mars 2027", "2027", "22/10", "25/10/2026 14:00"])
def test_a_day_is_no_less_and_no_more(typed):
    with pytest.raises(ValueError, match=r"date|day"):
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("1er mars 2027 à 9 h", 9, 0), ("1/3/2027 9h05", 9, 5), ("2027-03-01T14:30", 14, 30), ("1/3/27, 14:30", 14, 30)],
)
def test_a_moment_has_a_day_and_an_hour(typed, hour, minute):
    assert read_moment(typed) == datetime.datetime(2027, 3, 1, hour, minute)  # noqa: DTZ001 - without time zone


@pytest.mark.parametrize("typed", ["1er mars 2027", "14 h 30", "1er mars 2027 à 25 h"])
def test_a_moment_without_one_is_refused(typed):
    with pytest.raises(ValueError, match=r"moment|hour"):
        read_moment(typed)


def test_every_form_of_the_site_reads_them():
    assert forms.DateField().clean("29 février 2028") == datetime.date(2028, 2, 29)
    assert forms.DateField(localize=True).clean("1er mars 2027") == datetime.date(2027, 3, 1)
    moment = forms.DateTimeField().clean("1er mars 2027 à 14 h 30")
    assert moment.isoformat() == "2027-03-01T14:30:00+01:00"


@pytest.mark.parametrize("field", [forms.DateField, forms.DateTimeField])
def test_a_form_says_how_to_write_one(field):
    with pytest.raises(forms.ValidationError, match="29/2/2028"):
        field().clean("29 février 2027")
