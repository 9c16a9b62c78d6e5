from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.browser.test_every_page import ABOUT
from tests.rgaa import report
from tests.rgaa.criteria import THEMES, read

TESTS = Path(__file__).parents[1]
# How many criteria each theme of the RGAA 4.1.2 has.
COUNTS = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]


def named_by_tests() -> set[str]:
    """Every criterion that some test names."""
    marks = [
        mark for file in TESTS.rglob("test_*.py") for mark in re.findall(r"mark\.rgaa\(([^)*]+)\)", file.read_text())
    ]
    return {number for mark in marks for number in re.findall(r'"(\d+\.\d+)"', mark)} | {
        number for numbers in ABOUT.values() for number in numbers
    }


def test_the_106_criteria_are_there_in_their_order():
    numbers = [tuple(map(int, each.number.split("."))) for each in read()]
    assert len(numbers) == 106
    assert numbers == sorted(set(numbers))
    assert Counter(theme for theme, _ in numbers) == dict(enumerate(COUNTS, start=1))
    assert len(THEMES) == len(COUNTS)


def test_what_is_said_to_be_tested_is_named_by_a_test_and_the_rest_is_left_to_a_person():
    assert {each.number for each in read() if each.tested} == named_by_tests()
    assert [each.number for each in read() if not each.tested and not each.left] == []


def test_the_report_has_every_criterion_and_never_says_that_the_site_conforms():
    text = (Path(report.TARGET)).read_text(encoding="utf-8")
    assert re.findall(r"^\| \*\*([\d.]+)\*\*", text, re.MULTILINE) == [each.number for each in read()]
    assert re.findall(r"\| conforme", text) == []


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [(["passed", "passed"], "réussi"), (["passed", "failed", "passed"], "**échec**"), (["skipped"], "non lancé")],
)
def test_the_worst_outcome_counts(outcomes, said):
    made = report.Report()
    for number, outcome in enumerate(outcomes):
        made.note(["3.2"], f"tests/test_{number}.py::test_it", outcome)
    line = next(each for each in made.text(datetime.date(2026, 11, 29)).splitlines() if each.startswith("| **3.2**"))
    assert line.endswith(f"| {said} |")


def test_a_test_that_fails_in_one_of_its_phases_has_failed():
    made = report.Report()
    for outcome in ("passed", "failed", "passed"):
        made.note(["3.2"], "tests/test_it.py::test_it", outcome)
    assert made.outcomes["3.2"] == {"tests/test_it.py::test_it": "failed"}
