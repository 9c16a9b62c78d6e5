"""The six-monthly question: who is asked, what the link does, what the list says."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core import signing
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from directory.models import Referent
from directory.staff import freshness
from portal.mail.models import OutboxMessage
from tests.directory.factories import ReferentFactory, today
from tests.directory.place_page import plain

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


@pytest.fixture
def asked(territory, home_page) -> Referent:
    """A sheet of seven months whose question left."""
    sheet = ReferentFactory(named=True, verified_on=today() - days(210))
    sheet.save_revision().publish()
    call_command("run_due", "directory.freshness")
    sheet.refresh_from_db()
    return sheet


def link() -> str:
    """The address in the mail, without the site."""
    return re.search(r"http://testserver(/\S+)", OutboxMessage.objects.latest("pk").text)[1]


def test_only_old_sheets_of_somebody_are_asked_about(territory, capsys):
    old = ReferentFactory(verified_on=today() - days(170))
    never = ReferentFactory(verified_on=None)
    ReferentFactory(verified_on=today() - days(168))
    ReferentFactory(verified_on=None, vacant=True)
    ReferentFactory(verified_on=None, live=False)
    call_command("run_due")
    assert "directory.freshness: 2 sheets asked about" in capsys.readouterr().out
    assert sorted(OutboxMessage.objects.values_list("to", flat=True)) == sorted([[old.email], [never.email]])


def test_nobody_is_asked_twice_in_six_months(asked):
    noon = timezone.localtime().replace(hour=12)  # an hour before midnight, summer time would add a day
    for later in (0, 1, 100, 168):
        freshness.ask_all(noon + days(later))
    assert OutboxMessage.objects.count() == 1
    freshness.ask_all(noon + days(170))
    assert OutboxMessage.objects.count() == 2


def test_opening_the_link_changes_nothing(asked, client):
    before = Referent.objects.filter(pk=asked.pk).values().get()
    for method in (client.get, client.head, client.get):
        response = method(link())
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies
    assert "Cette fiche est-elle à jour" in plain(client.get(link()))
    assert Referent.objects.filter(pk=asked.pk).values().get() == before


def test_saying_that_it_is_right_verifies_the_public_sheet(asked, client):
    draft = asked.save_revision()
    response = client.post(link(), {"answer": "a-jour"})
    assert "Merci" in response.content.decode()
    asked.refresh_from_db()
    assert asked.verified_on == today()
    assert "Coordonnées vérifiées le" in client.get(asked.get_absolute_url()).content.decode()
    draft.refresh_from_db()
    draft.publish()
    asked.refresh_from_db()
    assert asked.verified_on == today()
    assert freshness.unanswered().count() == 0


def test_saying_that_it_is_wrong_flags_it(asked, client, keeper):
    assert "Sans réponse depuis le" in freshness.state_label(asked)
    assert "Merci" in client.post(link(), {"answer": "a-corriger"}).content.decode()
    asked.refresh_from_db()
    assert freshness.state_label(asked) == "À corriger"
    page = keeper.get(reverse("wagtailsnippets_directory_referent:list")).content.decode()
    assert "À corriger" in page
    assert freshness.unanswered().get() == asked
    asked.verified_on = today()
    assert freshness.state_label(asked) == ""


def test_an_unanswered_sheet_is_flagged_with_its_last_verification(asked, keeper, client):
    page = keeper.get(reverse("wagtailsnippets_directory_referent:list")).content.decode()
    assert f"Sans réponse depuis le {today():%d/%m/%Y}" in page
    assert "Ces coordonnées datent" in client.get(asked.get_absolute_url()).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_changed_says_so(asked, client, method):
    address = link()
    for broken in (
        address[:-3] + "xy/",
        address[: len(address) // 2] + "/",
        "/trouver-un-referent/verification/a:b:c/",
    ):
        response = getattr(client, method)(broken, {"answer": "a-jour"})
        assert response.status_code == 404
        assert "Ce lien est incomplet" in response.content.decode()
    other = signing.dumps([asked.pk, asked.asked_on.isoformat()], salt="another")
    assert client.post(reverse("directory:verify", args=[other]), {"answer": "a-jour"}).status_code == 404
    asked.refresh_from_db()
    assert asked.verified_on != today()


@pytest.mark.parametrize("reason", ["old", "newer question", "vacant", "gone"])
def test_a_link_gone_by_says_so(asked, client, reason, monkeypatch):
    address = link()
    if reason == "old":
        later = signing.time.time() + (freshness.LINK_DAYS + 1) * 86400
        monkeypatch.setattr(signing.time, "time", lambda: later)
    elif reason == "newer question":
        freshness.ask_all(timezone.now() + days(170))
    elif reason == "vacant":
        Referent.objects.update(is_vacant=True)
    else:
        Referent.objects.all().delete()
    response = client.post(address, {"answer": "a-jour"})
    assert response.status_code == 410
    assert "Ce lien n’est plus valable" in response.content.decode()
    assert not Referent.objects.filter(verified_on=today()).exists()
