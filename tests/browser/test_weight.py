"""What a first visit weighs and asks for, as nginx and the portal send it compressed, on wide and narrow screens."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests.browser.kinds import KINDS, STATES
from tests.browser.weight import SCREENS, Visit, ecoindex, visit
from tests.harness.photographs import trees
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
# Bytes, headers included. Pictures of the demonstration are drawings of some kilobytes: a photograph comes last.
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


# Each page on one of the screens, by turns; all on both.
VISITS = [(kind, width) for kind in ADDRESSES for width in SCREENS]


@pytest.mark.parametrize("visits", [VISITS[::4] + VISITS[3::4], pytest.param(VISITS, marks=pytest.mark.full)], ids=len)
def test_a_first_visit_is_light(site, browser, visits):
    found = {}
    for kind, width in visits:
        measured = visit(browser, f"https://{NAME}:{site.port}{ADDRESSES[kind]}", width)
        assert measured.weights["Font"] > 40_000, "the State's face is there"
        if too_much := excesses(kind, measured):
            found[f"{kind}, {width} px"] = too_much
    assert found == {}


@pytest.fixture
def photographed(site, tmp_path) -> dict[str, str]:
    """Addresses of pages that show the same photograph first, of twelve million pixels, as a camera's file."""
    file = tmp_path / "arbres.jpg"
    file.write_bytes(trees((4000, 3000)))
    assert file.stat().st_size > 2_000_000
    sending = [sys.executable, "-m", "tests.browser.photographed", str(file)]
    environment = site.supervisor.environment
    sent = subprocess.run(sending, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True, text=True)
    addresses = {"home": "/", "news": "/actualites/", "article": sent.stdout.strip()}
    for address in addresses.values():
        assert "image/avif" in site.get(address)[2]  # the first visitor has its versions made
    return addresses


def test_a_first_visit_to_a_real_photograph_is_light(site, browser, photographed):
    found, pictures = {}, {}
    for width in SCREENS:
        for kind, address in photographed.items():
            measured = visit(browser, f"https://{NAME}:{site.port}{address}", width)
            pictures[f"{kind}, {width} px"] = measured.weights["Image"]
            if too_much := excesses(kind, measured):
                found[f"{kind}, {width} px"] = too_much
    assert found == {}
    assert {what: weight for what, weight in pictures.items() if weight < 15_000} == {}, "or it shows no photograph"
