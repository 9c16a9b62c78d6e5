"""What the guide says is where it says: each path of the menu, each group, each demonstration account."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from wagtail.admin.menu import SubmenuMenuItem, admin_menu

from home.demo.accounts import ACCOUNTS
from home.guide.sections import source
from portal.models import User
from tests.directory.factories import ReferentFactory

pytestmark = pytest.mark.django_db
NOT_IN_THE_MENU = {"Pages", "Plus d’actions"}  # pages stand there by their title, and that is a button


def text() -> str:
    return " ".join(source().read_text(encoding="utf-8").split())


def labels(user: User) -> dict[str, set[str]]:
    """What the menu of an account holds: its entries, each with those below it."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return {
        str(item.label): {str(each.label) for each in item.menu.menu_items_for_request(request)}
        if isinstance(item, SubmenuMenuItem)
        else set()
        for item in admin_menu.menu_items_for_request(request)
    }


@pytest.fixture
def menu(real_site, db) -> dict[str, set[str]]:
    """All that any account sees: an administrator's, and that of a referent."""
    referent = User.objects.create_user("referente", password="x")
    ReferentFactory(account=referent)
    return labels(User.objects.create_superuser("chef", password="x")) | labels(referent)


def test_every_path_it_names_is_in_the_menu(menu):
    paths = [path.rstrip(".").split(" → ") for path in re.findall(r"\*\*([^*]+ → [^*]+)\*\*", text())]
    assert len(paths) > 15
    wrong = [
        path for path in paths if path[0] not in NOT_IN_THE_MENU if path[0] not in menu or path[1] not in menu[path[0]]
    ]
    assert wrong == []


def test_every_entry_it_calls_left_is_in_the_menu(menu):
    left = re.findall(r"\*\*([^*]+)\*\* \((?:menu de gauche)[^)]*\)", text())
    assert len(left) > 5
    known = {*menu, *(entry for below in menu.values() for entry in below)}
    assert [each for each in left if each.split(" → ")[-1] not in known] == []


def test_it_names_every_group_and_every_account(real_site, db):
    for name in Group.objects.values_list("name", flat=True):
        assert f"| {name} |" in text(), name
    for account in ACCOUNTS:
        assert f"`{account.username}`" in text(), account.username
