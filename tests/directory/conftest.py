from __future__ import annotations

import pytest

from tests.directory.factories import load_small_territory


@pytest.fixture
def territory(db):
    """The real directions, regions and departments in the database, with a handful of communes."""
    load_small_territory()
