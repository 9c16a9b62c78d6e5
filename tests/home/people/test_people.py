"""Accounts: invited by a link, closed by a departure that hands on; administrators stay below superusers."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from directory.contact.models import ContactRequest
from home.setup import page_tree
from home.setup.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS, MANAGERS, REVIEW
from portal.mail.models import OutboxMessage
from portal.models import User
from tests.directory.contact.factories import submit
from tests.directory.factories import ReferentFactory
from tests.news.factories import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(real_site, db, forgiving_templates):
    """Groups and pages as `setup_site` makes them."""


def account(name: str, *groups: str, **more: object) -> User:
    user = User.objects.create_user(name, f"{name}@service.example", "mot de passe", last_name=name.title(), **more)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def administrator() -> Client:
    return signed_in(account("alex", ADMINISTRATORS))


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def test_somebody_is_invited_by_a_link_and_chooses_a_password(administrator, client):
    data = {"email": "Nina@Service.example", "first_name": "Nina", "last_name": "Modèle", "groups": [group(EDITORS)]}
    administrator.post(reverse("invite_account"), data)
    user = User.objects.get(username="nina@service.example")
    assert not user.has_usable_password()
    assert [each.name for each in user.groups.all()] == [EDITORS]
    (mail,) = OutboxMessage.objects.all()
    assert mail.to == ["nina@service.example"]
    assert "«\u00a0Éditeurs\u00a0»" in mail.text
    link = re.search(r"http://testserver(/admin/password_reset/confirm/\S+)", mail.text)[1]
    form = client.get(link, follow=True)
    secret = {"new_password1": "un mot long et rare", "new_password2": "un mot long et rare"}
    client.post(form.request["PATH_INFO"], secret)
    assert Client().login(username="nina@service.example", password="un mot long et rare")
    listed = administrator.get(reverse("wagtailusers_users:index")).content.decode()
    assert reverse("invite_again", args=[user.pk]) not in listed, "it has a password by now"


def test_an_invitation_is_sent_again_as_long_as_no_password_is_chosen(administrator):
    data = {"email": "n@service.example", "first_name": "N", "last_name": "M", "groups": [group(EDITORS)]}
    administrator.post(reverse("invite_account"), data)
    user = User.objects.get(username="n@service.example")
    assert (
        reverse("invite_again", args=[user.pk])
        in administrator.get(reverse("wagtailusers_users:index")).content.decode()
    )
    administrator.post(reverse("invite_again", args=[user.pk]))
    assert OutboxMessage.objects.count() == 2
    again = html.unescape(administrator.post(reverse("invite_account"), data).content.decode())
    assert "Cette adresse a déjà un compte" in again


def test_a_departure_hands_on_texts_reviews_locks_and_requests(administrator):
    ReferentFactory()
    leaving, heir = account("rose", CONTRIBUTORS, MANAGERS), account("lou", CONTRIBUTORS, MANAGERS)
    page = NewsPageFactory(parent=page_tree.pages()["news"], live=False, owner=leaving)
    page.save_revision(user=leaving)
    Workflow.objects.get(name=REVIEW).start(page, leaving)
    page.locked, page.locked_by, page.locked_at = True, leaving, timezone.now()
    page.save()
    request = submit()
    ContactRequest.objects.filter(pk=request.pk).update(owner=leaving, state="taken")
    browser = signed_in(leaving)
    url = reverse("account_departure", args=[leaving.pk])
    told = " ".join(administrator.get(url).content.decode().split(" "))
    assert "demandes ouvertes à reprendre" in told
    assert administrator.post(url, {"heir": heir.pk}).status_code == 302
    leaving.refresh_from_db()
    page.refresh_from_db()
    request.refresh_from_db()
    assert (leaving.is_active, leaving.has_usable_password()) == (False, False)
    assert (page.owner, page.locked, page.current_workflow_state.requested_by) == (heir, False, heir)
    assert (request.owner, request.state) == (heir, "taken")
    assert browser.get(reverse("wagtailadmin_home")).status_code == 302, "its session is over"
    assert User.objects.filter(pk=leaving.pk).exists()


def test_without_an_heir_requests_go_back_to_the_team(administrator):
    ReferentFactory()
    leaving = account("rose", MANAGERS)
    request = submit()
    ContactRequest.objects.filter(pk=request.pk).update(owner=leaving, state="taken")
    administrator.post(reverse("account_departure", args=[leaving.pk]), {"heir": ""})
    request.refresh_from_db()
    assert (request.owner, request.state) == (None, "received")


def test_the_departure_of_a_referent_is_asked_on_the_sheet(administrator):
    sheet = ReferentFactory(account=account("referente"))
    answer = administrator.get(reverse("account_departure", args=[sheet.account.pk]))
    assert answer["Location"] == reverse("staff:departure", args=[sheet.pk])


def test_an_administrator_makes_no_superuser_and_touches_none(administrator):
    chief = User.objects.create_superuser("chef", "chef@service.example", "mot de passe")
    edit = reverse("wagtailusers_users:edit", args=[chief.pk])
    assert administrator.post(edit, {"username": "chef", "email": "moi@service.example"}).status_code == 302
    for url in (reverse("account_departure", args=[chief.pk]), reverse("invite_again", args=[chief.pk])):
        administrator.post(url, {"heir": ""})
    bulk = reverse("wagtail_bulk_action", args=["portal", "user", "set_active_state"])
    administrator.post(f"{bulk}?id={chief.pk}", {"mark_as_active": "False"})
    chief.refresh_from_db()
    assert (chief.email, chief.is_active, chief.check_password("mot de passe")) == ("chef@service.example", True, True)
    new = {"username": "neuf", "email": "n@service.example", "first_name": "N", "last_name": "N", "is_superuser": "on"}
    new |= {"password1": "un mot long et rare", "password2": "un mot long et rare"}
    administrator.post(reverse("wagtailusers_users:add"), new)
    assert User.objects.get(username="neuf").is_superuser is False
    me = User.objects.get(username="alex")
    mine = {"username": "alex", "email": "a@service.example", "first_name": "A", "last_name": "A", "is_superuser": "on"}
    administrator.post(reverse("wagtailusers_users:edit", args=[me.pk]), mine | {"groups": [group(ADMINISTRATORS)]})
    me.refresh_from_db()
    assert (me.last_name, me.is_superuser) == ("A", False)


def test_an_administrator_keeps_site_and_accounts_but_reads_no_request(administrator):
    ReferentFactory()
    request = submit()
    for name in ("wagtailusers_users:index", "doctor", "staff:coverage", "wagtailadmin_workflows:index"):
        assert administrator.get(reverse(name)).status_code == 200, name
    assert administrator.get(reverse("desk:detail", args=[request.pk])).status_code == 302


@pytest.mark.parametrize("group_name", [CONTRIBUTORS, EDITORS, MANAGERS])
def test_nobody_else_invites_or_closes(group_name):
    other, client = account("autre", EDITORS), signed_in(account("moi", group_name))
    data = {"email": "n@service.example", "first_name": "N", "last_name": "M", "groups": [group(EDITORS)]}
    client.post(reverse("invite_account"), data)
    client.post(reverse("account_departure", args=[other.pk]), {"heir": ""})
    other.refresh_from_db()
    assert other.is_active
    assert not User.objects.filter(username="n@service.example").exists()
