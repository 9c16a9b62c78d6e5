"""The admin as an editor meets it: a real site, and a browser signed in as each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from home.setup import page_tree
from home.setup.groups import DIRECTORY_KEEPERS, EDITORS
from portal.models import User
from tests.harness import set_up_site
from tests.harness.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.models import Page


@pytest.fixture(autouse=True)
def _in_the_admin(forgiving_templates):
    """Every test here looks at Wagtail's templates."""


@pytest.fixture(scope="package")
def real_site(django_db_setup, django_db_blocker) -> Iterator[None]:
    """One for all files here, which one worker runs."""
    yield from made_once(django_db_blocker, set_up_site.make)


@pytest.fixture
def site(real_site, db) -> dict[str, Page]:
    """The pages of a real site by their key, and the territory."""
    return page_tree.pages()


@pytest.fixture
def signed_in(site):
    """Give a browser in which a new account of these groups is signed in: `signed_in("Éditeurs")`."""

    def sign_in(*groups: str) -> Client:
        name = f"compte-{User.objects.count()}"
        user = User.objects.create_user(name, f"{name}@service.example", "mot de passe")
        user.groups.set(Group.objects.filter(name__in=groups))
        assert user.groups.count() == len(groups)
        client = Client()
        assert client.login(username=name, password="mot de passe")
        return client

    return sign_in


@pytest.fixture
def editor(signed_in) -> Client:
    """The browser of an editor."""
    return signed_in(EDITORS)


@pytest.fixture
def keeper(signed_in) -> Client:
    """The browser of a keeper of the directory."""
    return signed_in(DIRECTORY_KEEPERS)
