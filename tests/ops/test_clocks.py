"""Clocks of nodes and senders that differ, and leap, under traffic: nothing is lost."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.harness.clocks import Clocks, clocks
from tests.ops.demo import Demo, running_demo
from tests.ops.surviving import database, process, survive
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.servers, pytest.mark.full]

MINUTE = 60
HOURS = 6
WHILE = 12  # seconds
MOST_SHOWN = 3  # times that a form is shown again before it is taken, on the average
BETWEEN = 3  # seconds at which a clock leaps
JOBS = "SELECT name, started_at, ended_at FROM portal_duejob ORDER BY name"


@pytest.fixture(scope="module")
def shown() -> Iterator[Clocks]:
    """The clocks that everything below is started with."""
    with clocks("web-1", "mail-1", "mail-2", "due", "nginx") as each:
        yield each


@pytest.fixture(scope="module")
def demo(tmp_path_factory, shown) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("checkout"), **shown.environment) as running:
        yield running


def test_nobody_notices_half_an_hour_between_two_nodes(demo, shown):
    def happen(demo: Demo) -> None:
        with shown.moved(web_1=30 * MINUTE, mail_1=30 * MINUTE, mail_2=-15 * MINUTE):
            time.sleep(WHILE)

    assert survive(demo, "clocks that differ", happen).senders.shown_again == 0


def test_leaps_of_six_hours_lose_nothing_and_periodic_work_keeps_still(demo, shown):
    log, still = demo.folder / "due.log", []

    def refused(line: str) -> None:
        """Periodic work looks at its clock at once, in the place of within a minute, and does nothing."""
        before = log.read_text().count(line)
        demo.controls.restart("due")
        wait_until(lambda: log.read_text().count(line) > before, line)

    def happen(demo: Demo) -> None:
        for hours, word in ((HOURS, "ahead"), (-HOURS, "behind")):
            line = f"Nothing was done on this node: its clock is {HOURS} hours {word}"
            with shown.moved(due=hours * 60 * MINUTE), leaping(shown, hours * 60 * MINUTE):
                refused(line)
                before = jobs(demo)
                time.sleep(WHILE)
                refused(line)
                still.append(jobs(demo) == before)
        last = jobs(demo)
        demo.controls.restart("due")
        wait_until(lambda: jobs(demo) != last, "periodic work again")

    masters = [process(demo, name) for name in ("web-1", "web-2", "mail-1", "mail-2")]
    traffic = survive(demo, "clocks that leap", happen)
    assert still == [True, True]
    assert masters == [process(demo, name) for name in ("web-1", "web-2", "mail-1", "mail-2")], "nobody died of it"
    assert traffic.senders.shown_again < MOST_SHOWN * len(traffic.senders.sent)


def jobs(demo: Demo) -> list[tuple[object, ...]]:
    """When each periodic job began last, and ended."""
    with database(demo) as asked:
        return asked.execute(JOBS).fetchall()


@contextlib.contextmanager
def leaping(shown: Clocks, seconds: int) -> Iterator[None]:
    """Within the block a node, both senders and nginx leap so far and back, again and again."""
    over = threading.Event()

    def leap() -> None:
        while not over.wait(BETWEEN):
            with shown.moved(web_1=seconds, mail_1=seconds, mail_2=-seconds, nginx=seconds):
                over.wait(BETWEEN)

    thread = threading.Thread(target=leap)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
