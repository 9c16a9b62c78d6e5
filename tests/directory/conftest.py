from __future__ import annotations

import pytest

from directory.places.reading import read_place
from directory.territory.files import read_tables
from tests.directory.factories import load_small_territory
from tests.directory.place_page import START, plain


@pytest.fixture(scope="session")
def gazetteer():
    """The whole of the real tables; nothing changes it."""
    return read_tables().gazetteer()


@pytest.fixture(scope="session")
def read(gazetteer):
    """Give a function that reads a text on the real tables."""
    return lambda text: read_place(text, gazetteer)


@pytest.fixture
def territory(db):
    """The real directions, regions and departments in the database, with a handful of communes."""
    load_small_territory()


@pytest.fixture
def ask(client, territory):
    """Give a function that types a place and returns the page's text, spaces made plain."""

    def ask(lieu: str, **query: str) -> str:
        response = client.get(START, {"lieu": lieu, **query})
        assert response.status_code == 200
        return plain(response)

    return ask
