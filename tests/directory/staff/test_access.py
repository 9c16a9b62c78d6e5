"""No address of the admin gives a referent another sheet: the addresses come from the URL resolver."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import ModelLogEntry, Revision, WorkflowState

from directory.models import Referent
from portal.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]  # Wagtail's templates read what is not there
OWN = {"staff:own_sheet", "staff:own_workshops"}  # each shows the account its own


def addresses(resolver: URLResolver, route: str = "", names: tuple[str, ...] = ()):
    """Every address of the site: its route, its full name and its view."""
    for each in resolver.url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLPattern):
            yield here, ":".join([*names, each.name or ""]), each
        else:
            yield from addresses(each, here, (*names, each.namespace) if each.namespace else names)


def of_sheets() -> dict[str, URLPattern]:
    """The admin's addresses about sheets: of the model by their view or their route, and the directory's own."""
    found = {}
    for route, name, pattern in addresses(get_resolver()):
        view = getattr(pattern.callback, "view_initkwargs", {})
        about = view.get("model") is Referent or "directory/referent" in route or "directory_referent" in name
        if route.startswith("admin/") and (about or name.startswith("staff:")) and name not in OWN:
            found[name] = pattern
    return found


SHEETS = of_sheets()
NAMES = sorted(SHEETS)


def url_of(name: str, sheet: Referent) -> str:
    """The address for this sheet; other numbers are those of its revision and its review."""
    known = {"pk": sheet.pk, "object_id": sheet.pk, "revision_id": sheet.latest_revision_id}
    known |= {"kind": "csv", "action_name": "approve", "revision_id_a": "live", "revision_id_b": "latest"}
    pattern = SHEETS[name].pattern
    arguments = pattern.regex.groupindex  # paths have one too, beside their converters
    return reverse(name, kwargs={argument: known.get(argument, 1) for argument in arguments})


def state() -> tuple:
    """Everything about sheets and accounts that a request could change."""
    return (
        list(Referent.objects.order_by("pk").values()),
        list(User.objects.order_by("pk").values("pk", "is_active", "password")),
        Revision.objects.count(),
        WorkflowState.objects.count(),
        ModelLogEntry.objects.count(),
    )


def test_the_addresses_are_all_there():
    words = (
        "add",
        "edit",
        "delete",
        "history",
        "usage",
        "unpublish",
        "lock",
        "workflow",
        "preview",
        "choose",
        "revert",
    )
    missing = [word for word in words if not any(word in name.lower() for name in NAMES)]
    assert missing == []
    assert len(NAMES) > 20


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_referent_opens_no_address_of_sheets_but_their_own(referente, own, other, method):
    before, opened = state(), []
    for name in NAMES:
        for sheet in (own, other):
            data = {"office": "Pris", "first_name": "Pris", "action-publish": "1", "ids": [sheet.pk]}
            response = getattr(referente, method)(url_of(name, sheet), data)
            refused = response.status_code in {403, 404, 405} or (
                response.status_code == 302 and response.url == reverse("wagtailadmin_home")
            )
            if not refused or "Modèle" in response.content.decode() or state() != before:
                opened.append((name, sheet.pk, response.status_code))
    assert opened == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_referent_deletes_nothing_in_bulk(referente, own, other, method):
    """Wagtail's address of actions on many objects takes the model as an argument."""
    before = state()
    url = reverse("wagtail_bulk_action", args=["directory", "referent", "delete"])
    response = getattr(referente, method)(f"{url}?id={other.pk}&id={own.pk}")
    assert state() == before
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_a_keeper_opens_them(keeper, own, other):
    opened = [name for name in NAMES if keeper.get(url_of(name, other)).status_code == 200]
    assert len(opened) >= 10, opened


def test_a_visitor_is_asked_to_sign_in(client, groups, other):
    other.refresh_from_db()
    for url in (*map(reverse, sorted(OWN)), *(url_of(name, other) for name in NAMES)):
        for method in (client.get, client.post):
            response = method(url)
            assert response.status_code == 302, url
            assert response.url.startswith(reverse("wagtailadmin_login")), url


def test_a_keeper_deletes_in_bulk(keeper, own, other):
    url = reverse("wagtail_bulk_action", args=["directory", "referent", "delete"])
    assert "Modèle" in keeper.get(f"{url}?id={other.pk}").content.decode()
    keeper.post(f"{url}?id={other.pk}")
    assert list(Referent.objects.all()) == [own]


def test_a_referent_holds_no_permission_but_the_door(referente):
    assert User.objects.get(username="referente").get_all_permissions() == {"wagtailadmin.access_admin"}
