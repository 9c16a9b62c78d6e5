"""An editor looks back: what was changed, by comparing versions; and copies a page."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from news.models import ConventionPage
from portal.french.partial_date import PartialDate
from tests.directory.factories import ActorFactory, ReferentFactory
from tests.editing.forms import send
from tests.news.factories import ConventionPageFactory, EventPageFactory, NewsPageFactory

EVENING = datetime.datetime(2076, 12, 3, 18, tzinfo=datetime.UTC)
CHANGES = {
    "news": (NewsPageFactory, {"lead": "Un autre chapô."}, "Un autre chapô."),
    "event": (EventPageFactory, {"ends_at": EVENING, "time_zone": "Indian/Reunion"}, "heure de La Réunion"),
    "conventions": (
        ConventionPageFactory,
        {"signed_on": None, "starts_on": PartialDate(2022, 3), "ends_on": PartialDate(2031)},
        "mars 2022",
    ),
}


@pytest.fixture
def compared():
    """What a page of the admin says was added, and taken away."""

    def read(client, url: str) -> tuple[str, str]:
        response = client.get(url)
        assert response.status_code == 200
        page = BeautifulSoup(response.content, "html.parser")
        added, taken = (
            " | ".join(each.get_text() for each in page.select(f".{name}")) for name in ("addition", "deletion")
        )
        return added, taken

    return read


@pytest.mark.parametrize("kind", CHANGES)
def test_versions_of_a_page_are_compared(site, editor, compared, kind):
    factory, changes, shown = CHANGES[kind]
    page = factory(parent=site["news" if kind == "event" else kind])
    page.save_revision()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision()
    added, _ = compared(editor, reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]))
    assert shown in added


def test_dates_are_compared_as_the_page_says_them(site, editor, compared):
    page = ConventionPageFactory(parent=site["conventions"], signed_on=PartialDate(2021, 11, 9))
    page.save_revision()
    page.signed_on = PartialDate(None, 10, 22)
    page.save_revision()
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    added, taken = compared(editor, url)
    assert ("22" in added, "9" in taken, "2021" in taken) == (True, True, True)


def test_versions_of_a_sheet_are_compared(site, keeper, compared):
    sheet = ReferentFactory(telephone="+33261910012", departments=["76"])
    sheet.save_revision()
    sheet.telephone = "+33261910034"
    sheet.departments.set(["14"])
    sheet.save_revision()
    url = reverse("wagtailsnippets_directory_referent:revisions_compare", args=[sheet.pk, "earliest", "latest"])
    added, taken = compared(keeper, url)
    assert ("34" in added, "12" in taken) == (True, True)
    assert ("Calvados (14)" in added, "Seine-Maritime (76)" in taken) == (True, True)


def test_versions_of_an_actor_are_compared(site, editor, compared):
    actor = ActorFactory(tagline="Forme")
    actor.save_revision()
    actor.tagline = "Embauche"
    actor.save_revision()
    url = reverse("wagtailsnippets_directory_actor:revisions_compare", args=[actor.pk, "earliest", "latest"])
    assert compared(editor, url) == ("Embauche", "Forme")


@pytest.mark.parametrize("kind", CHANGES)
def test_a_page_is_copied_with_its_regions_and_rows(site, editor, kind):
    factory, *_ = CHANGES[kind]
    parent = site["news" if kind == "event" else kind]
    extra = {"parties": ["Région Exemple"]} if kind == "conventions" else {}
    page = factory(parent=parent, regions=["28"], **extra)
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": parent.pk, "publish_copies": "on"}
    send(editor, reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    copy = type(page).objects.get(slug="copie")
    assert copy.live
    assert [region.pk for region in copy.regions.all()] == ["28"]
    if isinstance(copy, ConventionPage):
        assert copy.party_names == ["Région Exemple"]
