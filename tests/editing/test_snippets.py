"""An editor keeps the actors, a keeper of the directory keeps the sheets; both draft, schedule and revert."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from directory.models import Actor, Referent
from home.setup.groups import CONTRIBUTORS, EDITORS
from tests.directory.factories import MissionFactory, ReferentFactory
from tests.editing.forms import PUBLISH, send
from tests.editing.schedule import later, pass_time, run_schedule

ACTORS, SHEETS = "wagtailsnippets_directory_actor", "wagtailsnippets_directory_referent"
PAGE = "/qui-fait-quoi/"


NO_LINKS = nested_form_data({"links": inline_formset([])})


def actor(**changes) -> dict:
    return {
        "name": "Mission locale", "slug": "mission-locale", "pictogram": "emploi", "tagline": "Accueille les jeunes",
        "role_inside": "Elle vient en permanence.", "role_outside": "", "sort_order": "3", "go_live_at": "",
        "expire_at": "",
    } | NO_LINKS | changes  # fmt: skip


def sheet(**changes) -> dict:
    return {
        "office": "R2IP essai, Normandie", "slug": "essai-normandie", "disp": "rennes", "first_name": "",
        "last_name": "", "gender": "t", "email": "essai@r2ip.example", "shows_email": "on", "telephone": "",
        "hours": "", "departments": ("76",), "missions": ("travail",), "verified_on": "", "absent_until": "",
        "substitute": "", "go_live_at": "", "expire_at": "",
    } | changes  # fmt: skip


@pytest.fixture
def shown(client):
    """Text of a public page: `shown("/qui-fait-quoi/")`."""

    def read(url: str) -> str:
        response = client.get(url)
        assert response.status_code == 200
        return html.unescape(response.content.decode())

    return read


def test_an_actor_is_drafted_previewed_and_published(site, editor, shown):
    url = reverse(f"{ACTORS}:add")
    preview = reverse(f"{ACTORS}:preview_on_add")
    assert editor.post(preview, actor(name="En essai")).json()["is_valid"]
    assert "En essai" in html.unescape(editor.get(preview).content.decode())
    send(editor, url, actor())
    drafted = Actor.objects.get()
    assert not drafted.live
    assert "Mission locale" not in shown(PAGE)
    send(editor, reverse(f"{ACTORS}:edit", args=[drafted.pk]), actor(tagline="Suit chaque jeune") | PUBLISH)
    assert "Suit chaque jeune" in shown(PAGE)


def test_an_actor_can_wait_for_its_moment(site, editor, shown):
    send(editor, reverse(f"{ACTORS}:add"), actor(go_live_at=later()) | PUBLISH)
    run_schedule()
    assert "Mission locale" not in shown(PAGE)
    pass_time(Actor.objects.get().scheduled_revision)
    assert "Mission locale" in shown(PAGE)


def test_an_actor_can_be_taken_back(site, editor, shown):
    send(editor, reverse(f"{ACTORS}:add"), actor() | PUBLISH)
    send(editor, reverse(f"{ACTORS}:unpublish", args=[Actor.objects.get().pk]), {})
    assert "Mission locale" not in shown(PAGE)


@pytest.fixture
def served(client):
    """Whether a place leads to the sheet of these tests: `served("Rouen")`."""

    def leads(place: str) -> bool:
        answer = client.get("/trouver-un-referent/", {"lieu": place}).content.decode()
        return "R2IP essai" in html.unescape(answer)

    return leads


@pytest.fixture
def published(site, keeper) -> Referent:
    """A sheet for the Seine-Maritime that a keeper wrote and published."""
    MissionFactory(code="travail")
    send(keeper, reverse(f"{SHEETS}:add"), sheet() | PUBLISH)
    return Referent.objects.get()


def edit(published: Referent) -> str:
    return reverse(f"{SHEETS}:edit", args=[published.pk])


def departments(published: Referent) -> set[str]:
    return {each.pk for each in Referent.objects.get(pk=published.pk).departments.all()}


def test_departments_change_when_the_draft_is_published(published, keeper, served):
    assert served("Rouen")
    assert not served("Caen")
    send(keeper, edit(published), sheet(departments=("14", "27")))
    assert served("Rouen"), "a draft changes nothing"
    assert departments(published) == {"76"}
    send(keeper, edit(published), sheet(departments=("14", "27")) | PUBLISH)
    assert departments(published) == {"14", "27"}
    assert served("Caen")
    assert not served("Rouen")


def test_departments_come_back_with_an_earlier_version(published, keeper, served):
    earlier = published.latest_revision
    send(keeper, edit(published), sheet(departments=("14",), office="R2IP essai, Calvados") | PUBLISH)
    assert not served("Rouen")
    offered = keeper.get(reverse(f"{SHEETS}:revisions_revert", args=[published.pk, earlier.pk]))
    assert offered.status_code == 200
    ticked = offered.context["form"].initial["departments"]
    assert {each.pk for each in ticked} == {"76"}
    send(keeper, edit(published), sheet() | {"revision": earlier.pk} | PUBLISH)
    assert departments(published) == {"76"}
    assert served("Rouen")
    assert not served("Caen")


def test_departments_wait_for_their_moment(published, keeper, served):
    send(keeper, edit(published), sheet(departments=("14",), go_live_at=later()) | PUBLISH)
    run_schedule()
    assert departments(published) == {"76"}
    assert served("Rouen")
    pass_time(Referent.objects.get().scheduled_revision)
    assert departments(published) == {"14"}
    assert served("Caen")
    assert not served("Rouen")


def test_missions_and_absence_follow_too(published, keeper, client):
    MissionFactory(code="formation")
    send(keeper, edit(published), sheet(missions=("formation",), absent_until="2076-12-01"))
    assert {each.pk for each in Referent.objects.get().missions.all()} == {"travail"}
    send(keeper, edit(published), sheet(missions=("formation",), absent_until="2076-12-01") | PUBLISH)
    assert {each.pk for each in Referent.objects.get().missions.all()} == {"formation"}
    assert "Absence jusqu’au" in html.unescape(client.get(published.get_absolute_url()).content.decode())


def test_an_unpublished_sheet_leads_nobody_anywhere(published, keeper, served, client):
    send(keeper, reverse(f"{SHEETS}:unpublish", args=[published.pk]), {})
    assert not served("Rouen")
    assert client.get(published.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("group", [EDITORS, CONTRIBUTORS])
def test_who_edits_pages_edits_no_sheet(published, signed_in, group):
    client = signed_in(group)
    for url in (edit(published), reverse(f"{SHEETS}:list"), reverse(f"{SHEETS}:add")):
        assert client.get(url).status_code == 302, url
    client.post(edit(published), sheet(office="Pris") | PUBLISH)
    assert Referent.objects.get().office == "R2IP essai, Normandie"


def test_a_contributor_publishes_no_actor(site, signed_in):
    client = signed_in(CONTRIBUTORS)
    client.post(reverse(f"{ACTORS}:add"), actor() | PUBLISH)
    assert not Actor.objects.exists()


def test_a_sheet_of_the_factory_is_one_a_keeper_may_save(site, keeper):
    """What tests build is what the form accepts."""
    built = ReferentFactory(named=True)
    built.full_clean()
    assert keeper.get(edit(built)).status_code == 200
