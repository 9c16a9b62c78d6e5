from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from directory.staff.access import DIRECTORY_KEEPERS, REFERENTS
from home.setup.groups import set_up_groups
from portal.models import User
from tests.directory.factories import ReferentFactory, load_small_territory
from tests.harness.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from directory.models import Referent


@pytest.fixture(scope="module")
def staffed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Territory, groups and the review of sheets."""

    def make() -> None:
        load_small_territory()
        set_up_groups()

    yield from made_once(django_db_blocker, make)


@pytest.fixture
def territory(staffed, db):
    """The real directions, regions and departments, with a handful of communes."""


@pytest.fixture
def groups(territory, home_page):
    """The groups and the review of sheets, as `setup_site` makes them."""


def signed_in(username: str, group: str) -> Client:
    """A browser in which a new account of this group is signed in."""
    user = User.objects.create_user(username, f"{username}@exemple.example", "ancien mot de passe")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    assert client.login(username=username, password="ancien mot de passe")
    return client


@pytest.fixture
def keeper(groups) -> Client:
    """The browser of a keeper of the directory."""
    return signed_in("gestionnaire", DIRECTORY_KEEPERS)


@pytest.fixture
def referente(groups) -> Client:
    """The browser of a referent who has the sheet `own`."""
    return signed_in("referente", REFERENTS)


@pytest.fixture
def own(referente) -> Referent:
    """The published sheet of the account `referente`."""
    sheet = ReferentFactory(named=True, account=User.objects.get(username="referente"))
    sheet.save_revision().publish()
    sheet.refresh_from_db()
    return sheet


@pytest.fixture
def other(groups) -> Referent:
    """A colleague's published sheet."""
    sheet = ReferentFactory(named=True, first_name="Sacha", last_name="Modèle")
    sheet.save_revision().publish()
    sheet.refresh_from_db()
    return sheet


def fields_of(response) -> dict[str, str]:
    """What a browser would send back of the form of a page."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: "on" if value is True else value for name, value in values.items() if value not in (None, False)}
    return {name: value if isinstance(value, list) else str(value) for name, value in sent.items()}
