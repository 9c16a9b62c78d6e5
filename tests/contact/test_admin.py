"""Requests in the admin: read by those who may, unknown to everybody else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from directory.contact.models import ContactRequest
from directory.contact.wagtail_hooks import ContactRequestViewSet
from portal.models import User
from tests.contact.factories import submit

pytestmark = pytest.mark.ignore_template_errors  # Wagtail's own templates read what is not there

VIEWS = [pattern.name for pattern in ContactRequestViewSet().get_urlpatterns()]


def address(name: str) -> str:
    arguments = [ContactRequest.objects.get().pk] if name == "inspect" else []
    return reverse(f"demandes:{name}", args=arguments)


def sign_in(client, *permissions: str, **options) -> None:
    user = User.objects.create_user("someone", password="demo", **options)
    wanted = Permission.objects.filter(codename__in=["access_admin", *permissions])
    assert wanted.count() == 1 + len(permissions)
    user.user_permissions.set(wanted)
    client.force_login(user)


@pytest.fixture
def request_(home_page, camille) -> ContactRequest:
    return submit(siret="73282932000074", telephone="+590590123456")


@pytest.mark.parametrize("name", VIEWS)
def test_an_editor_never_sees_a_request(client, request_, home_page, name):
    editors = Group.objects.create(name="Éditeurs")
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=editors, page=home_page, permission=Permission.objects.get(codename=codename)
        )
    collection = Collection.get_first_root_node()
    GroupCollectionPermission.objects.create(
        group=editors, collection=collection, permission=Permission.objects.get(codename="change_image")
    )
    sign_in(client, "change_referent", "change_actor", "change_portalsettings")
    User.objects.get(username="someone").groups.add(editors)
    response = client.get(address(name))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Demandes" not in home


@pytest.mark.parametrize("name", VIEWS)
def test_a_visitor_is_asked_to_sign_in(client, request_, name):
    response = client.get(address(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


def test_who_may_read_sees_the_list_without_ways_to_reach_the_employer(client, request_):
    sign_in(client, "view_contactrequest")
    assert "Demandes" in client.get(reverse("wagtailadmin_home")).content.decode()
    page = client.get(address("index")).content.decode()
    assert request_.grouped_reference in page
    assert "Atelier Exemple" in page
    assert "reçue" in page
    for kept_back in (request_.email, "0590 12 34 56", "400 coffrets"):
        assert kept_back not in page


def test_who_may_read_sees_a_request_in_the_employer_s_words(client, request_):
    sign_in(client, "view_contactrequest")
    page = client.get(address("inspect")).content.decode()
    for said in (request_.email, "0590 12 34 56", "400 coffrets", "Confier une production", "Camille Exemple"):
        assert said in page


def test_the_list_is_found_and_filtered(client, request_):
    sign_in(client, "view_contactrequest")
    for query, found in (
        ("q=Atelier", True),
        (f"q={request_.reference}", True),
        ("q=zblorg", False),
        ("state=received", True),
        ("state=closed", False),
        ("disp=paris", False),
        ("p=abc&ordering=nothing", True),
    ):
        page = client.get(f"{address('index_results')}?{query}")
        assert page.status_code == 200
        assert (request_.grouped_reference in page.content.decode()) is found, query


def test_nobody_changes_a_request_by_hand_not_even_a_superuser(client, request_):
    client.force_login(User.objects.create_superuser("root", password="demo"))
    for name in ("add", "edit", "delete", "copy", "history", "usage"):
        with pytest.raises(NoReverseMatch):
            reverse(f"demandes:{name}", args=[] if name == "add" else [request_.pk])
    assert client.post(address("inspect")).status_code == 405
    page = client.get(address("index")).content.decode()
    assert "/new/" not in page
    assert "/delete/" not in page
    given = Permission.objects.filter(content_type__app_label="contact")
    assert {permission.codename for permission in given} == {"view_contactrequest", "manage_contactrequest"}


def test_the_list_costs_the_same_for_one_and_for_twenty(client, request_, queries_used):
    sign_in(client, "view_contactrequest")
    client.get(address("index"))
    one = queries_used(client.get, address("index"))
    for number in range(19):
        submit(f"form-{number}")
    assert ContactRequest.objects.count() == 20
    assert queries_used(client.get, reverse("demandes:index")) <= one
