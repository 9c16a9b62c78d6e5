"""How much Python a page runs, by what an empty page of the same depth runs: counted, so never a matter of time.

Queries are counted elsewhere; what builds and compiles them, templates and texts are not seen there. A budget is what a
page cost when it was written down here. A page that costs a fifth more fails: make it cheaper, or say in the commit
what is worth it. The search asks an index of its own, made of this content. Figures in processor time come from
bench/pages.py.
"""

from __future__ import annotations

import datetime
import gc
import sys
import time
from typing import TYPE_CHECKING

import pytest

from directory.contact.form import drafts, tokens
from directory.contact.models import ContactRequest
from home.models import HomePage
from news.models import ConventionIndexPage, NewsIndexPage, PublicationIndexPage
from search.models import GlossaryTerm
from tests.directory.contact.visitor import DETAILS, PROJECT
from tests.harness.made_once import made_once
from tests.models import BarePage
from tests.news.factories import (
    ConventionPageFactory,
    EventPageFactory,
    NewsPageFactory,
    PublicationPageFactory,
    RegionFactory,
)

if TYPE_CHECKING:
    from collections.abc import Callable

GROWTH = 1.2
THREE_POSTS = 2.42  # of one request of an employer, by the calls of the empty page
# Address of each kind of page, the depth at which it stands, and its calls by those of the empty page.
BUDGETS = {
    "/": (1, 0.99),
    "/actualites/article-3/": (2, 1.35),
    "/actualites/": (1, 1.63),
    "/actualites/agenda/": (1, 2.55),
    "/publications/": (1, 2.42),
    "/conventions/": (1, 2.73),
    "/etablissements/": (1, 2.66),
    "/trouver-un-referent/": (1, 2.41),
    "/trouver-un-referent/?lieu=76600": (1, 0.98),
    "/recherche/?q=travail": (1, 1.22),
    "/glossaire/": (1, 2.17),
    "/glossaire/?lettre=m": (1, 1.35),
    "/contact/": (1, 1.9),
    "/mentions-legales/": (1, 1.28),
}
EMPTY = {1: "/vide/", 2: "/vide/vide/"}


@pytest.fixture(scope="module")
def _content(real_site, django_db_blocker):
    """The site as `setup_site` makes it, with a dozen of each thing that is dated, and empty pages beside it."""

    def make() -> None:
        home = HomePage.objects.get()
        region = RegionFactory(code="991", slug="une-region")
        news, publications, conventions = (
            model.objects.get() for model in (NewsIndexPage, PublicationIndexPage, ConventionIndexPage)
        )
        for number in range(12):
            day = datetime.date(2026, 6, 1 + number)
            NewsPageFactory(parent=news, slug=f"article-{number}", regions=[region], published_on=day)
            EventPageFactory(parent=news, slug=f"visite-{number}", days=14 + number)
            PublicationPageFactory(parent=publications, slug=f"rapport-{number}", published_on=day)
            ConventionPageFactory(parent=conventions, slug=f"convention-{number}")
            GlossaryTerm.objects.create(term=f"Mot {number}", slug=f"mot-{number}", definition="Ce qu’il veut dire.")
        parent = home.add_child(instance=BarePage(title="Vide", slug="vide"))
        parent.add_child(instance=BarePage(title="Vide", slug="vide"))

    yield from made_once(django_db_blocker, make)


def calls(client, address: str) -> int:
    """Calls of Python functions that answer an address once it is warm."""
    for _ in range(2):
        assert client.get(address).status_code == 200, address
    return counted_calls(lambda: client.get(address))


def counted_calls(work: Callable[[], object]) -> int:
    """Calls of Python functions that some work takes."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    gc.collect()
    gc.disable()  # what is thrown away meanwhile is none of the page's work
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return counted


@pytest.mark.django_db
@pytest.mark.usefixtures("_content")
def test_no_page_costs_a_fifth_more_than_it_did(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    empty = {depth: calls(client, address) for depth, address in EMPTY.items()}
    ratios = {address: calls(client, address) / empty[depth] for address, (depth, _) in BUDGETS.items()}
    grown = {
        address: (round(ratio, 2), BUDGETS[address][1])
        for address, ratio in ratios.items()
        if ratio > BUDGETS[address][1] * GROWTH
    }
    assert not grown, "cost now and budget, by the empty page"


def send(client, number: int) -> None:
    """The three posts of a request, from a page that was opened a minute ago."""
    page = {"token": tokens.mint(time.time() - 60).signed(), "draft": drafts.new_key()} | PROJECT
    details = DETAILS | {"email": f"atelier-{number}@atelier-{number}.example"}
    for post in (page | {"go": "details"}, page | details | {"go": "review"}, page | details | {"go": "send"}):
        assert client.post("/contact/", post).status_code == 302


@pytest.mark.django_db
@pytest.mark.usefixtures("_content")
def test_a_request_of_an_employer_costs_no_fifth_more_than_it_did(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.RATELIMIT_ENABLE = False
    for number in range(2):
        send(client, number)
    ratio = counted_calls(lambda: send(client, 2)) / calls(client, EMPTY[1])
    assert ContactRequest.objects.count() == 3
    assert ratio <= THREE_POSTS * GROWTH, round(ratio, 2)
