"""A plugin of pytest that writes docs/accessibility.md: each criterion, what tests it, and how that ended in this run.

Used by `make accessibility`: `pytest -p tests.rgaa.report -m rgaa`. Whatever the tests say, only a person says
that a criterion is met: the report says « réussi » of a test, and never « conforme » of the site.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from portal.french.dates import day as french_day
from portal.french.words import plural
from tests.rgaa.criteria import Criterion, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

TARGET = Path(__file__).parents[2] / "docs" / "accessibility.md"
OUTCOMES = {"passed": "réussi", "failed": "**échec**", "skipped": "non lancé"}
WORST = ("failed", "skipped", "passed")
OPENING = Path(__file__).with_name("opening.md")
HEAD = "| Critère | Ce qui est contrôlé | Par | Dernier résultat |\n| --- | --- | --- | --- |\n"


@dataclass
class Report:
    """What came of the tests that name a criterion, in this run."""

    outcomes: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By criterion, by test: the worst of its phases."""

    def note(self, numbers: Iterable[str], test: str, outcome: str) -> None:
        for number in numbers:
            known = self.outcomes[number].get(test, "passed")
            self.outcomes[number][test] = min(known, outcome, key=WORST.index)

    def text(self, day: datetime.date) -> str:
        """The whole file."""
        criteria = read()
        tested = [each for each in criteria if each.number in self.outcomes]
        tests = len({test for results in self.outcomes.values() for test in results})
        parts = [
            OPENING.read_text(encoding="utf-8").format(
                day=french_day(day),
                tests=f"{tests} {plural(tests, 'test')}",
                whole=sum(not each.left for each in tested),
                partly=sum(bool(each.left) for each in tested),
                person=len(criteria) - len(tested),
                failed=sum("failed" in self.outcomes[each.number].values() for each in tested),
            )
        ]
        theme = ""
        for each in criteria:
            if each.theme != theme:
                theme = each.theme
                parts.append(f"\n## {theme}\n\n{HEAD}")
            parts.append(self._line(each))
        return "".join(parts)

    def _line(self, criterion: Criterion) -> str:
        results = self.outcomes.get(criterion.number, {})
        checked = criterion.tested + (f" *À regarder par une personne : {criterion.left}.*" if criterion.left else "")
        by = "<br>".join(f"`{test}`" for test in sorted(results)) or "une personne"
        ended = OUTCOMES[min(results.values(), key=WORST.index)] if results else "jamais regardé"
        return f"| **{criterion.number}** {criterion.title} | {checked.strip()} | {by} | {ended} |\n"


class Plugin:
    """Hears how each test ends, here or in the process that runs it."""

    def __init__(self) -> None:
        self.report = Report()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            numbers = [number for mark in item.iter_markers("rgaa") for number in mark.args]
            item.user_properties.append(("rgaa", numbers))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.report.note(dict(report.user_properties).get("rgaa", []), report.nodeid, report.outcome)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not hasattr(session.config, "workerinput") and self.report.outcomes:
            write(self.report, TARGET)


def write(report: Report, target: Path) -> None:
    """Put the report where it is read."""
    target.write_text(report.text(datetime.datetime.now(tz=datetime.UTC).date()), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """A hook of pytest: this module was named by `-p`."""
    config.pluginmanager.register(Plugin())
