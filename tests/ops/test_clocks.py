"""Clocks of nodes and senders that differ under traffic: nothing is lost, and nobody notices."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.harness.clocks import Clocks, clocks
from tests.ops.demo import Demo, running_demo
from tests.ops.surviving import survive

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.servers, pytest.mark.full]

MINUTE = 60
WHILE = 12  # seconds


@pytest.fixture(scope="module")
def shown() -> Iterator[Clocks]:
    """The clocks that everything below is started with."""
    with clocks("web-1", "mail-1", "mail-2") as each:
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
