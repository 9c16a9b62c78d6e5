from __future__ import annotations

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from portal.french.dates import day, day_label, hour_label, moment_label, of_month, span_label

MORNING = datetime.datetime(2026, 12, 3, 9, 5, tzinfo=datetime.UTC)
AFTERNOON = datetime.datetime(2026, 12, 3, 14, 0, tzinfo=datetime.UTC)


def test_days_are_written_as_in_french():
    assert day(datetime.date(2026, 12, 1)) == "1er décembre 2026"
    assert day(datetime.date(2026, 12, 1), today=MORNING.date()) == "1er décembre"
    assert day(datetime.date(2025, 12, 1), today=MORNING.date()) == "1er décembre 2025"
    assert day_label(MORNING.date()) == "jeudi 3 décembre 2026"


@pytest.mark.parametrize(("month", "written"), [(3, "de mars 2026"), (4, "d’avril 2026"), (10, "d’octobre 2026")])
def test_a_month_follows_de(month, written):
    assert of_month(datetime.date(2026, month, 9)) == written


def test_hours_never_break():
    assert hour_label(MORNING) == "9\u00a0h\u00a005"
    assert hour_label(AFTERNOON) == "14\u00a0h"
    assert moment_label(MORNING, today=MORNING.date()) == "3 décembre à 9\u00a0h\u00a005"


def test_a_span_says_each_day_once():
    assert span_label(MORNING, AFTERNOON) == "Jeudi 3 décembre 2026, 9\u00a0h\u00a005\u00a0à\u00a014\u00a0h"
    later = AFTERNOON + datetime.timedelta(days=1)
    assert span_label(MORNING, later) == (
        "Du jeudi 3 décembre 2026, 9\u00a0h\u00a005, au vendredi 4 décembre 2026, 14\u00a0h"
    )


def test_a_template_says_the_hour_of_paris():
    with timezone.override("Europe/Paris"):
        said = Template("{{ at|french_moment }}").render(Context({"at": MORNING}))
    assert said == "3 décembre 2026 à 10\u00a0h\u00a005"
