"""Who sees which request, over every address that the URL resolver knows: nobody has to remember to add a view here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from directory.contact.models import ContactRequest, RequestEvent, RequestRead
from directory.contact.models.event import Author
from directory.contact.workflow import answering, transitions
from portal.mail.models import OutboxMessage
from tests.directory.contact.desk.conftest import PEOPLE
from tests.directory.contact.factories import submit
from tests.harness.addresses import routes

if TYPE_CHECKING:
    from tests.harness.addresses import Route

ALLOWED = ("referent", "manager", "superuser")
ACTING = {"take", "answer", "declare_answered", "close", "reassign", "note"}  # what a POST below changes
SECRET = "Zibeline"  # in every text that belongs to the request


ROUTES = list(routes())
ADMIN = [route for route in ROUTES if route.path.startswith("admin/") and route.name]
DESK = [
    route
    for route in ROUTES
    if route.module.startswith("directory.contact.desk") or route.path.startswith("admin/demandes")
]


@pytest.fixture
def request_(people) -> ContactRequest:
    """One whose every text is marked, with a history: a note, an answer, somebody who read it."""
    request = submit(
        organisation=f"{SECRET} SARL", message=f"{SECRET} cherche.", contact_name=f"Lou {SECRET}", job=f"Chef {SECRET}",
        email=f"lou@{SECRET.lower()}.example",
    )  # fmt: skip
    by = Author.of(people["manager"])
    transitions.note(request.pk, by, f"{SECRET} : note.")
    answering.send_answer(request.pk, by, f"Bonjour {SECRET}.")
    transitions.end(request.pk, ContactRequest.State.SUCCEEDED, by)
    transitions.reopen(request.pk, by)
    ContactRequest.objects.filter(pk=request.pk).update(state="received", answered_at=None, taken_at=None)
    RequestRead.objects.create(request=request, account_label="Sacha", kind="page")
    request.refresh_from_db()
    return request


def address(route: Route, request: ContactRequest) -> str:
    values = {"pk": request.pk, "kind": "csv", "file_pk": 1, "event_pk": 1}
    return reverse(route.name, kwargs={name: values[name] for name in route.arguments})


def state_of_all() -> list[Any]:
    """What a POST must not have changed."""
    return [
        list(ContactRequest.objects.values_list()),
        RequestEvent.objects.count(),
        OutboxMessage.objects.count(),
    ]


def tell(response) -> str:
    """Everything that an answer hands out, also file by file and through its headers."""
    return f"{response.getvalue().decode(errors='replace')} {response.headers}"


def asked(client: Client, method: str, route: Route, request: ContactRequest) -> tuple[Any, bool]:
    """Ask, as the form of the view would, and undo it; the answer, and whether something changed."""
    last = request.events.order_by("pk").last()
    data = {
        "seen": last.pk, "text": "Bonjour.", "step": "send", "state": "closed", "reason": "other", "to": "national",
        "cle": request.pk, "faire": "xlsx" if method == "XLSX" else "csv",
    }  # fmt: skip
    before = state_of_all()
    with transaction.atomic():
        url = address(route, request)
        response = client.get(url) if method == "GET" else client.post(url, data)
        changed = state_of_all() != before
        text = tell(response)
        transaction.set_rollback(True)
    return (response, text), changed


def test_the_desk_is_found_whole():
    names = {route.name.removeprefix("desk:") for route in DESK}
    assert names >= {"list", "selection", "export", "detail", "reads", "dashboard", "reopen", *ACTING}
    assert all(route.name.startswith("desk:") for route in DESK)
    assert {name for route in DESK for name in route.arguments} <= {"pk", "kind", "file_pk", "event_pk"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_visitor_is_asked_to_sign_in(request_, method):
    for route in DESK:
        (response, text), changed = asked(Client(), method, route, request_)
        assert response.status_code == 302, route.name
        assert response.url.startswith(reverse("wagtailadmin_login"))
        assert (SECRET in text, changed) == (False, False)


@pytest.mark.parametrize("who", [name for name in PEOPLE if name not in (*ALLOWED, "other_referent")])
def test_who_only_writes_or_keeps_sheets_is_sent_away(sign_in, request_, who):
    client = sign_in(who)
    for route in DESK:
        for method in ("GET", "POST"):
            (response, text), changed = asked(client, method, route, request_)
            assert (response.status_code, response.headers.get("Location")) == (302, reverse("wagtailadmin_home"))
            assert (SECRET in text, request_.grouped_reference in text, changed) == (False, False, False)
    assert not RequestRead.objects.exclude(account=None).exists()


def test_to_a_referent_of_another_direction_it_does_not_exist(sign_in, request_):
    client = sign_in("other_referent")
    for route in DESK:
        for method in ("GET", "POST"):
            (response, text), changed = asked(client, method, route, request_)
            if "pk" in route.arguments:
                assert response.status_code in {404, 405}, (route.name, method)
            assert (SECRET.lower() in text.lower(), request_.grouped_reference in text, changed) == (
                False,
                False,
                False,
            )
    assert client.get(reverse("desk:detail", args=[request_.pk])).status_code == 404
    assert client.get(reverse("desk:reads")).status_code == 302


@pytest.mark.parametrize("who", ALLOWED)
def test_who_may_sees_and_does(sign_in, request_, who):
    client, acted = sign_in(who), set()
    for route in DESK:
        (response, text), changed = asked(client, "GET", route, request_)
        assert not changed, f"{route.name}: a GET shows, a POST acts"
        if route.name in {"desk:list", "desk:detail", "desk:answer", "desk:export"}:
            assert (response.status_code, SECRET in text) == (200, True), route.name
        if route.name == "desk:reads":
            assert response.status_code == (302 if who == "referent" else 200)
        (response, text), changed = asked(client, "POST", route, request_)
        assert response.status_code in {200, 302, 405}, route.name
        if changed:
            acted.add(route.name.removeprefix("desk:"))
    assert acted == ACTING


def test_managers_and_superusers_see_what_has_no_direction(sign_in, people):
    request = submit(is_national=True, place="", place_typed="", commune_id=None)
    assert request.disp is None
    for who, status in {"manager": 200, "superuser": 200, "referent": 404, "other_referent": 404}.items():
        assert sign_in(who).get(reverse("desk:detail", args=[request.pk])).status_code == status, who


def test_a_referent_whose_sheet_is_not_published_sees_nothing(sign_in, request_, camille):
    camille.unpublish()
    response = sign_in("referent").get(reverse("desk:list"))
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_wagtail_knows_requests_from_nothing_that_it_lists(request_):
    for model in (ModelLogEntry, Revision, ReferenceIndex):
        assert not model.objects.filter(content_type__app_label="contact").exists(), model.__name__


# What stands for an argument of Wagtail's own addresses: always the request, wherever a model or a key is named.
KNOWN = {
    "app_label": "contact",
    "content_type_app_name": "contact",
    "content_type_app_label": "contact",
    "model_name": "contactrequest",
    "content_type_model_name": "contactrequest",
}


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.full)])  # a minute or two for all
def test_no_other_address_of_the_admin_tells_of_it(people, request_, every):
    """By somebody in every group but the one of managers, with a sheet of another direction."""
    nosy = people["other_referent"]
    nosy.groups.set(Group.objects.exclude(pk__in=people["manager"].groups.all()))
    client = Client(raise_request_exception=False)
    client.force_login(nosy)
    asked_for, told = 0, []
    for route in ADMIN[::every]:
        if route in DESK or "logout" in route.name:
            continue
        values = {name: KNOWN.get(name, request_.pk) for name in route.arguments}
        try:
            url = reverse(route.name, kwargs=values) if values else reverse(route.name)
        except Exception:  # noqa: BLE001, S112 - Wagtail's converters refuse a key in their own ways
            continue
        for query in [""] if values else ["", f"?q={SECRET}"]:
            response = client.get(url + query)
            asked_for += 1
            text = tell(response).replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
            if any(
                word in text
                for word in (
                    f"{SECRET} SARL",
                    f"{SECRET} cherche",
                    f"Lou {SECRET}",
                    f"{SECRET.lower()}.example",
                    request_.grouped_reference,
                )
            ):
                told.append(url)
    assert asked_for > 200 // every
    assert told == []
