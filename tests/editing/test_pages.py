"""An editor writes, previews, schedules and publishes what is dated."""

from __future__ import annotations

import datetime
import html
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from directory.models import Region
from news.models import ConventionPage, EventPage, NewsCategory, NewsPage
from portal.models import User
from tests.editing.convention_forms import PARTY, convention
from tests.editing.forms import PUBLISH, refused, send
from tests.editing.schedule import later, pass_time, run_schedule

if TYPE_CHECKING:
    from wagtail.models import Page

TEXT = streamfield([("text", rich_text("<p>Trois ateliers ouvrent.</p>"))])
COMMON = {"lead": "L’essentiel.", "seo_title": "", "search_description": "", "go_live_at": "", "expire_at": ""}


def news(**changes) -> dict:
    return COMMON | {
        "title": "Trois ateliers", "slug": "trois-ateliers", "published_on": "2026-03-01", "updated_on": "",
        "category": NewsCategory.objects.get_or_create(name="Emploi", slug="emploi")[0].pk, "level": "region",
        "regions": ("28",), "image": "", "caption": "", "body": TEXT, "source_url": "", "source_label": "",
        "theme": "", "read_also-count": "0",
    } | changes  # fmt: skip


def event(**changes) -> dict:
    return COMMON | {
        "title": "Trois ateliers", "slug": "trois-ateliers", "starts_at": "2076-12-03 14:00",
        "ends_at": "2076-12-03 16:30", "time_zone": "Europe/Paris", "venue": "Maison Fictive", "address": "",
        "access": "", "accessibility": "", "audience": "", "regions": ("28",), "registration_url": "", "contact": "",
        "body": TEXT, "cancellation_reason": "", "report": "",
    } | changes  # fmt: skip


KINDS = pytest.mark.parametrize(
    ("model", "parent", "content"),
    [(NewsPage, "news", news), (ConventionPage, "conventions", convention), (EventPage, "news", event)],
    ids=["news", "convention", "event"],
)


def form(content: dict, **action: str) -> dict:
    return nested_form_data(content | {"comments": inline_formset([])}) | action


def add_address(model: type[Page], parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["news", model._meta.model_name, parent.pk])


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@KINDS
def test_a_draft_is_seen_by_nobody_until_it_is_published(site, editor, client, model, parent, content):
    send(editor, add_address(model, site[parent]), form(content()))
    page = model.objects.get(slug="trois-ateliers")
    assert not page.live
    assert client.get(page.url).status_code == 404
    assert "Trois ateliers" not in client.get(site[parent].url).content.decode()

    send(editor, edit_address(page), form(content(title="Quatre ateliers"), **PUBLISH))
    shown = html.unescape(client.get(page.url).content.decode())
    assert "Quatre ateliers" in shown
    assert "Trois ateliers ouvrent." in shown
    assert "Normandie" in shown
    assert "Quatre ateliers" in client.get(site[parent].url).content.decode()


@KINDS
def test_what_is_typed_is_previewed_before_it_is_saved(site, editor, model, parent, content):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["news", model._meta.model_name, site[parent].pk])
    stored = editor.post(url, form(content(title="Avant d’enregistrer")))
    assert stored.json() == {"is_valid": True, "is_available": True}
    assert "Avant d’enregistrer" in html.unescape(editor.get(url).content.decode())
    assert not model.objects.exists()


@KINDS
def test_a_page_can_wait_for_its_moment(site, editor, client, model, parent, content):
    data = form(content(go_live_at=later()), **PUBLISH)
    send(editor, add_address(model, site[parent]), data)
    page = model.objects.get(slug="trois-ateliers")
    assert page.approved_schedule
    run_schedule()
    assert client.get(page.url).status_code == 404, "not yet"
    pass_time(page.scheduled_revision)
    assert client.get(page.url).status_code == 200


@KINDS
def test_a_change_of_a_public_page_can_wait_too(site, editor, client, model, parent, content):
    send(editor, add_address(model, site[parent]), form(content(), **PUBLISH))
    page = model.objects.get(slug="trois-ateliers")
    change = content(title="Cinq ateliers", regions=("53",), go_live_at=later())
    send(editor, edit_address(page), form(change, **PUBLISH))
    before = html.unescape(client.get(page.url).content.decode())
    assert "Cinq ateliers" not in before
    assert "Bretagne" not in before
    pass_time(model.objects.get().scheduled_revision)
    after = html.unescape(client.get(page.url).content.decode())
    assert "Cinq ateliers" in after
    assert "Bretagne" in after
    assert model.objects.get().regions.get() == Region.objects.get(name="Bretagne")


@KINDS
def test_a_public_page_leaves_when_it_is_unpublished(site, editor, client, model, parent, content):
    send(editor, add_address(model, site[parent]), form(content(), **PUBLISH))
    page = model.objects.get()
    send(editor, reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {})
    assert client.get(page.url).status_code == 404


def test_a_convention_keeps_parties_and_figures_in_their_order(site, editor, client):
    parties = [PARTY | {"organisation": name, "ORDER": rank} for rank, name in ((2, "B"), (1, "A"))]
    data = form(convention(parties=inline_formset(parties)), **PUBLISH)
    send(editor, add_address(ConventionPage, site["conventions"]), data)
    page = ConventionPage.objects.get()
    assert [party.organisation for party in page.parties.all()] == ["A", "B"]
    assert (page.signed_on.label, page.starts_on.label, page.ends_on.label) == (
        "9 novembre 2021",
        "novembre 2021",
        "2024",
    )
    assert "960" in client.get(page.url).content.decode()


def test_a_date_that_does_not_exist_is_refused_in_french(site, editor):
    errors = refused(
        editor, add_address(ConventionPage, site["conventions"]), form(convention(signed_on="31/02/2021"), **PUBLISH)
    )
    assert list(errors) == ["signed_on"]
    assert errors["signed_on"][0].startswith("Cette date n’existe pas.")


def test_an_event_that_ends_before_it_starts_is_refused(site, editor):
    errors = refused(editor, add_address(EventPage, site["news"]), form(event(ends_at="2076-12-03 13:00"), **PUBLISH))
    assert errors == {"ends_at": ["La fin vient après le début."]}


def test_hours_are_those_of_the_place_whoever_types_them(site, editor):
    """An editor whose account lives in Nouméa types 14 h for La Réunion: it is 14 h there, and comes back as 14 h."""
    profile = UserProfile.get_for_user(User.objects.get())
    profile.current_time_zone = "Pacific/Noumea"
    profile.save()
    data = form(event(time_zone="Indian/Reunion"), **PUBLISH)
    send(editor, add_address(EventPage, site["news"]), data)
    page = EventPage.objects.get()
    assert page.starts_at == datetime.datetime(2076, 12, 3, 10, tzinfo=datetime.UTC)
    assert page.when.endswith("14\u00a0h\u00a0à\u00a016\u00a0h\u00a030, heure de La Réunion")
    shown = editor.get(edit_address(page)).context["form"]["starts_at"].value()
    assert (shown.hour, shown.tzinfo) == (14, None), "as it was typed"
    send(editor, edit_address(page), data)
    assert EventPage.objects.get().starts_at == page.starts_at, "saving again moves nothing"
