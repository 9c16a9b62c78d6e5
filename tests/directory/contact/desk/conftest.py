"""The desk with its people: a manager, a referent of Rennes, one of Lille, and those who must see nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client

from directory.contact.models.event import Author
from directory.contact.supervisors import MANAGERS
from directory.models import Referent
from directory.staff.access import DIRECTORY_KEEPERS, REFERENTS
from home.setup.groups import CONTRIBUTORS, EDITORS, set_up_groups
from portal.models import User
from tests.directory.contact.factories import submit
from tests.directory.contact.visitor import spaced
from tests.directory.factories import ReferentFactory, load_small_territory
from tests.harness.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from directory.contact.models import ContactRequest

# Everybody who can sign in, by what they are; who is here is in the matrix.
PEOPLE = {
    "contributor": [CONTRIBUTORS],
    "editor": [EDITORS],
    "keeper": [DIRECTORY_KEEPERS],
    "referent": [REFERENTS],
    "other_referent": [REFERENTS],
    "manager": [MANAGERS],
    "superuser": [],
}
NAMES = {"referent": ("Camille", "Exemple"), "manager": ("Sacha", "Modèle"), "other_referent": ("Noa", "Fictif")}


@pytest.fixture(autouse=True)
def _in_the_admin(forgiving_templates):
    """Every test here looks at Wagtail's templates."""


@pytest.fixture(scope="module")
def staffed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Territory, groups, accounts and sheets."""
    yield from made_once(django_db_blocker, employ)


def employ() -> None:
    """An account for each of PEOPLE; the referents have their sheets, in Rennes and in Lille."""
    load_small_territory()
    set_up_groups()
    people = {}
    for name, groups in PEOPLE.items():
        first, last = NAMES.get(name, ("", ""))
        options = {"first_name": first, "last_name": last, "is_superuser": name == "superuser"}
        people[name] = User.objects.create_user(name, f"{name}@service.example", "demo", **options)
        people[name].groups.set(Group.objects.filter(name__in=groups))
    ReferentFactory(named=True, slug="camille", email="normandie@r2ip.example", account=people["referent"])
    ReferentFactory(slug="noa", disp_id="lille", departments=["59"], account=people["other_referent"])


@pytest.fixture
def territory(staffed, db) -> None:
    """The real directions and departments, with a handful of communes."""


@pytest.fixture
def camille(staffed, db) -> Referent:
    """The referent of all Normandie, whose account is the referent's."""
    return Referent.objects.get(slug="camille")


@pytest.fixture
def people(home_page, staffed, db) -> dict[str, User]:
    """Everybody who can sign in."""
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def sign_in(people):
    """Give the browser of one of PEOPLE."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(people[name])
        return client

    return sign_in


@pytest.fixture
def manager(sign_in) -> Client:
    return sign_in("manager")


@pytest.fixture
def referent(sign_in) -> Client:
    return sign_in("referent")


@pytest.fixture
def request_(people) -> ContactRequest:
    """A request of Le Havre, which Camille Exemple answers in Rennes."""
    return submit(siret="73282932000074", telephone="+590590123456")


@pytest.fixture
def sacha(people) -> Author:
    return Author.of(people["manager"])


def seen(response) -> str:
    """The words of a page below the menu, with ordinary spaces."""
    page = BeautifulSoup(response.content.decode(), "html.parser")
    return spaced(" ".join((page.main or page).get_text(" ").split()))


def hidden(response) -> dict[str, str]:
    """The hidden values of the last form of a page."""
    form = BeautifulSoup(response.content.decode(), "html.parser").main.find_all("form")[-1]
    return {each["name"]: each["value"] for each in form.find_all("input", type="hidden")}
