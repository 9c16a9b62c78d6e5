"""The calendar: what is scheduled, ends, must be renewed or checked; only what an account may change."""

from __future__ import annotations

import datetime
import html

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.calendar.entries import Kind, entries
from home.models import DatedFact
from home.setup import page_tree
from home.setup.groups import CONTRIBUTORS, DIRECTORY_KEEPERS, EDITORS, MANAGERS
from portal.french.partial_date import PartialDate
from portal.models import User
from tests.directory.factories import ReferentFactory
from tests.home.facts.samples import a_fact
from tests.news.factories import ConventionPageFactory, EventPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def account(*groups: str) -> User:
    user = User.objects.create_user(f"compte-{User.objects.count()}", password="mot de passe")
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def today(real_site, db) -> datetime.date:
    """One thing of each kind is to come, and some are late."""
    pages, now, today = page_tree.pages(), timezone.now(), timezone.localdate()
    NewsPageFactory(parent=pages["news"], title="Retirée bientôt", expire_at=now + 3 * DAY)
    later = NewsPageFactory(parent=pages["news"], title="Paraît demain", live=False)
    later.go_live_at = now + DAY
    later.save_revision().publish()
    EventPageFactory(parent=pages["news"], title="Forum", starts_at=now + 5 * DAY, ends_at=now + 6 * DAY)
    for title, end in (("Bientôt échue", today + 20 * DAY), ("Déjà échue", today - 20 * DAY)):
        partial = PartialDate(end.year, end.month, end.day)
        ConventionPageFactory(parent=pages["conventions"], title=title, ends_on=partial)
    a_fact("ancien", valid_from=today - 800 * DAY, checked_on=today - 400 * DAY)
    ReferentFactory(office="Bureau essai", verified_on=today - 300 * DAY)
    return today


def lines(user: User) -> set[tuple[str, str, bool]]:
    return {(each.kind.name, each.title, each.is_late) for each in entries(user)}


def test_an_editor_sees_what_is_scheduled_what_ends_and_what_is_late(today):
    found = lines(account(EDITORS))
    assert {
        ("APPEARS", "Paraît demain", False),
        ("LEAVES", "Retirée bientôt", False),
        ("EVENT", "Forum", False),
        ("ENDS", "Bientôt échue", False),
        ("ENDS", "Déjà échue", True),
    } <= found
    assert ("CHECK", str(DatedFact.objects.get(code="ancien")), True) in found
    days = [each.day for each in entries(account(EDITORS))]
    assert days == sorted(days)


def test_sheets_are_for_their_keepers(today):
    assert ("CHECK", "Bureau essai", True) in lines(account(DIRECTORY_KEEPERS))
    assert "Bureau essai" not in {title for _, title, _ in lines(account(EDITORS))}
    assert "Paraît demain" not in {title for _, title, _ in lines(account(DIRECTORY_KEEPERS))}


def test_the_page_shows_them_by_month_and_by_kind(today, forgiving_templates):
    client = Client()
    client.force_login(account(CONTRIBUTORS))
    page = html.unescape(client.get(reverse("calendar")).content.decode())
    assert page.index("En retard") < page.index("Déjà échue") < page.index("Paraît demain")
    only = html.unescape(client.get(reverse("calendar"), {"quoi": Kind.EVENT.name.lower()}).content.decode())
    assert "Forum" in only
    assert "Paraît demain" not in only
    assert reverse("calendar") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_who_has_no_date_to_watch_has_no_calendar(real_site, db, forgiving_templates):
    client = Client()
    client.force_login(account(MANAGERS))
    assert client.get(reverse("calendar")).status_code == 302
    assert reverse("calendar") not in client.get(reverse("wagtailadmin_home")).content.decode()
