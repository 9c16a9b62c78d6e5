from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from tests.models import BarePage


@pytest.fixture
def soup(client):
    """Page at an address, parsed: `soup("/actualites/")`."""

    def read(url: str) -> BeautifulSoup:
        response = client.get(url)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


@pytest.fixture
def make_private():
    """Close a page and what lies below it to visitors."""

    def close(page) -> None:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    return close


@pytest.fixture
def warm_cost(client, queries_used):
    """Queries of an address once what is cached is warm."""

    def cost(url: str) -> int:
        client.get(url)
        return queries_used(client.get, url)

    return cost


@pytest.fixture
def floor(warm_cost):
    """Queries of a page with nothing on it, below the same parent as `page`."""

    def cost(page) -> int:
        bare = page.get_parent().add_child(instance=BarePage(title="Vide", slug="vide"))
        count = warm_cost(bare.url)
        bare.delete()
        return count

    return cost
