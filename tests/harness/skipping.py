"""Skips: a test says what this machine lacks, and the end of a run how to have it run after all."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.harness.system_packages import PACKAGES

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

WAY = " → "


def leave_out(what: str, way: str) -> None:
    """Skip the test for want of something, and say how to get it; in CI, which has all of it, that is a failure."""
    reason = f"{what}{WAY}{way}"
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def need(*packages: str) -> None:
    """Skip the test where one of these packages of Debian is missing (`system_packages.PACKAGES`)."""
    if missing := [each for each in packages if not PACKAGES[each]()]:
        names = " ".join(missing)
        leave_out(f"not on this machine: {names}", f"on Debian, as root: apt-get install {names}")


def tell(reporter: TerminalReporter) -> None:
    """Say how many tests were left out, and how each kind of them is run."""
    told = (report.longrepr for report in reporter.stats.get("skipped", []))  # file, line, reason
    reasons = [str(each[2]) for each in told if isinstance(each, tuple)]
    ways = Counter(reason.partition(WAY)[2] for reason in reasons if WAY in reason)
    if ways:
        reporter.section("how to run what was skipped")
        for way, count in ways.most_common():
            reporter.line(f"{count} tests: {way}")
