from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from directory.contact.form import tokens
from portal.mail.models import OutboxMessage
from tests.directory.contact.factories import submit
from tests.directory.contact.visitor import Visitor
from tests.directory.factories import ReferentFactory, load_small_territory

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest


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
    monkeypatch.setattr(tokens, "MINIMUM_SECONDS", 0)


@pytest.fixture
def unlimited(settings):
    """Nobody has to wait because others sent much."""
    settings.RATELIMIT_ENABLE = False


@pytest.fixture
def visitor(home_page, camille, patient) -> Visitor:
    """An employer on the site, in no hurry."""
    return Visitor()


@pytest.fixture
def sent(home_page, camille) -> ContactRequest:
    """A request of Le Havre; its two mails are not of interest here."""
    request = submit()
    OutboxMessage.objects.all().delete()
    return request
