"""What a first visit weighs and asks for, as nginx and the portal send it compressed, on wide and narrow screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.kinds import KINDS, STATES
from tests.browser.weight import SCREENS, Visit, ecoindex, visit
from tests.harness.production.configuration import NAME
from tests.ops.running_site import running_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ops.running_site import Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]

MEASURED = (
    "home", "landing page", "actors", "directory", "answer", "referent", "region", "news", "article", "glossary",
    "glossary, a letter", "conventions", "convention", "search", "site map", "contact",
)  # fmt: skip
ADDRESSES = {kind: (KINDS | STATES)[kind] for kind in MEASURED} | {"establishments": "/etablissements/"}
WITH_MAP = {"home", "directory", "establishments"}
# Bytes, headers included. Pictures of the demonstration are drawings, some kilobytes: no photograph is weighed here.
MOST = {"Document": 15_000, "Stylesheet": 20_000, "Script": 10_000, "Font": 60_000, "Image": 60_000}
MOST_WITH_MAP = 35_000
MOST_ALTOGETHER = 130_000
MOST_REQUESTS = 12
MOST_ELEMENTS = 700
LEAST_SCORE = 81  # where an A begins


@pytest.fixture(scope="module")
def site(portal) -> Iterator[Site]:
    yield from running_site(portal.data)


def test_the_score_is_that_of_ecoindex():
    """What its package answers for these."""
    assert ecoindex(100, 10, 100) == 90
    assert ecoindex(700, 60, 1000) == 53


def excesses(kind: str, found: Visit) -> list[str]:
    """What is more than a page of this kind may have."""
    most = MOST | ({"Document": MOST_WITH_MAP} if kind in WITH_MAP else {})
    checks = {f"{name} of {weight} bytes": weight > most.get(name, weight) for name, weight in found.weights.items()}
    checks |= {
        f"{found.total} bytes": found.total > MOST_ALTOGETHER,
        f"{found.requests} requests": found.requests > MOST_REQUESTS,
        f"{found.elements} elements": found.elements > MOST_ELEMENTS,
        f"EcoIndex {found.score}": found.score < LEAST_SCORE,
        f"moves by {found.shift}": found.shift >= 0.005,
    }
    return [what for what, is_too_much in checks.items() if is_too_much]


def test_a_first_visit_is_light(site, browser):
    found = {}
    for width in SCREENS:
        for kind, address in ADDRESSES.items():
            measured = visit(browser, f"https://{NAME}:{site.port}{address}", width)
            assert measured.weights["Font"] > 40_000, "the State's face is there"
            if too_much := excesses(kind, measured):
                found[f"{kind}, {width} px"] = too_much
    assert found == {}
