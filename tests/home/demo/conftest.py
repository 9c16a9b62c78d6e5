from __future__ import annotations

import pytest

from tests.directory.factories import load_small_territory
from tests.harness import first_home_page
from tests.harness.made_once import made_once
from tests.home.demo.demonstration import OfTheDemonstration, load


@pytest.fixture(scope="package")
def demonstration(django_db_setup, django_db_blocker):
    """A small territory and all that the demonstration makes of it."""

    def make() -> None:
        first_home_page.take_away()
        load_small_territory()
        OfTheDemonstration.said = load()

    yield from made_once(django_db_blocker, make)
