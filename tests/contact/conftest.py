from __future__ import annotations

import pytest

from directory.contact import form_tokens
from tests.contact.visitor import Visitor
from tests.directory.factories import ReferentFactory, load_small_territory


@pytest.fixture
def territory(db):
    """The real directions and departments, with a handful of communes."""
    load_small_territory()


@pytest.fixture
def camille(territory):
    """The referent of all Normandie."""
    return ReferentFactory(named=True, slug="camille", email="normandie@r2ip.example")


@pytest.fixture
def patient(monkeypatch):
    """Nobody has to wait for the minimum time."""
    monkeypatch.setattr(form_tokens, "MINIMUM_SECONDS", 0)


@pytest.fixture
def unlimited(settings):
    """Nobody has to wait because others sent much."""
    settings.RATELIMIT_ENABLE = False


@pytest.fixture
def visitor(home_page, camille, patient) -> Visitor:
    """An employer on the site, in no hurry."""
    return Visitor()
