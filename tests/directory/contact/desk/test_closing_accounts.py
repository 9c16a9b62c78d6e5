"""Somebody of any role leaves: the account is closed, its work stays, and what waited for it waits for the team."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from directory.contact.models import ContactRequest
from directory.contact.models.event import Author
from directory.contact.workflow import transitions
from directory.models import Referent
from portal.models import User
from tests.directory.contact.factories import submit


@pytest.fixture
def taken(staffed, db) -> ContactRequest:
    """A request that the manager has taken in charge."""
    request = submit()
    return transitions.take(request.pk, Author.of(User.objects.get(username="manager"))) or request


@pytest.fixture
def owner(staffed, client, db):
    client.force_login(User.objects.get(username="superuser"))
    return client


def delete(client, account: User, how: str):
    if how == "one":
        return client.post(reverse("wagtailusers_users:delete", args=[account.pk]))
    url = reverse("wagtail_bulk_action", args=["portal", "user", "delete"])
    return client.post(f"{url}?id={account.pk}&next=/admin/users/", {"next": "/admin/users/"})


@pytest.mark.parametrize("how", ["one", "several"])
def test_a_manager_who_has_taken_a_request_is_closed_and_it_is_free_again(owner, taken, how):
    manager = User.objects.get(username="manager")
    assert ContactRequest.objects.get(pk=taken.pk).owner == manager
    assert delete(owner, manager, how).status_code == 302
    manager.refresh_from_db()
    assert not manager.is_active
    assert not manager.has_usable_password()
    request = ContactRequest.objects.get(pk=taken.pk)
    assert (request.owner, request.state) == (None, ContactRequest.State.RECEIVED)
    assert "Fermé" in owner.get(reverse("wagtailadmin_home")).content.decode()


def test_a_referent_who_is_closed_leaves_a_vacant_post(owner, staffed):
    account = User.objects.get(username="referent")
    sheet = Referent.objects.get(account=account)
    delete(owner, account, "one")
    sheet.refresh_from_db()
    account.refresh_from_db()
    assert (sheet.is_vacant, sheet.account, account.is_active) == (True, None, False)


def test_before_that_the_page_says_so(owner, taken):
    url = reverse("wagtailusers_users:delete", args=[User.objects.get(username="manager").pk])
    assert "il sera fermé, pas supprimé" in owner.get(url).content.decode()


def test_an_account_that_never_worked_is_deleted(owner):
    account = User.objects.create_user("jamais", "jamais@service.example", "mot de passe")
    delete(owner, account, "one")
    assert not User.objects.filter(pk=account.pk).exists()


@pytest.mark.parametrize("how", ["one", "several", "unticked", "unticked-several"])
def test_what_an_account_locked_is_open_once_it_is_closed(owner, taken, how):
    account, sheet = User.objects.get(username="manager"), Referent.objects.first()
    page = Page.objects.get(depth=2)
    for locked in (page, sheet):
        type(locked).objects.filter(pk=locked.pk).update(locked=True, locked_by=account, locked_at=timezone.now())
    if how == "unticked":
        form = {"username": "manager", "email": account.email, "first_name": "M", "last_name": "M"}
        owner.post(reverse("wagtailusers_users:edit", args=[account.pk]), form)
    elif how == "unticked-several":
        url = reverse("wagtail_bulk_action", args=["portal", "user", "set_active_state"])
        owner.post(f"{url}?id={account.pk}&next=/admin/users/", {"mark_as_active": "False", "next": "/admin/users/"})
    else:
        delete(owner, account, how)
    account.refresh_from_db()
    assert not account.is_active
    for locked in (page, sheet):
        locked.refresh_from_db()
        assert (locked.locked, locked.locked_by, locked.locked_at) == (False, None, None)
    assert ContactRequest.objects.get(pk=taken.pk).owner is None
