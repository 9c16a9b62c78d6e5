"""The report on the audience: what editors read, and what stays unnamed."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from home.setup.groups import CONTRIBUTORS, EDITORS, set_up_groups
from portal.models import AudienceCount, User
from search.models import UnansweredWords
from tests.news.factories import NewsIndexPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def counts(home_page):
    NewsIndexPageFactory(parent=home_page, title="Actualités du terrain", slug="actualites")
    today = timezone.localdate()
    for days, kind, subject, count in (
        (0, "page", "/actualites/", 1200),
        (6, "page", "/glossaire/", 30),
        (8, "page", "/", 70),
        (0, "site", "exemple.fr", 4),
        (5, "site", "exemple.fr", 1),
        (0, "site", "rare.fr", 4),
    ):
        AudienceCount.objects.add(today - datetime.timedelta(days=days), kind, subject, count)
    UnansweredWords.objects.create(month=today.replace(day=1), words="bilan carbone", visitors=3)


@pytest.fixture
def report(client):
    """The report as an account of a group reads it."""

    def read(group: str, query: str = ""):
        user = User.objects.create_user("lectrice", "lectrice@portail.example")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client.get(f"{reverse('audience')}{query}")

    return read


@pytest.fixture
def groups(home_page):
    set_up_groups()


def test_editors_read_pages_sites_and_words(counts, groups, report):
    page = BeautifulSoup(report(EDITORS, "?jours=7").content, "html.parser").main
    text = " ".join(page.get_text(" ").split())
    assert "1 230 pages lues , 70 sur la période précédente" in text
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [["Actualités du terrain", "1\u202f200"], ["/glossaire/", "30"], ["exemple.fr", "5"]]
    assert "rare.fr" not in text, "it might be one person’s"
    assert "bilan carbone : 3 visiteurs au moins" in text
    assert page.find("a", string="Actualités du terrain")["href"] == "/actualites/"


def test_others_do_not(counts, groups, report):
    assert report(CONTRIBUTORS).status_code == 302


@pytest.mark.parametrize("query", ["?jours=abc", "?jours=-1", "?jours=", "?jours=%00"])
def test_an_unknown_period_is_the_usual_one(counts, groups, report, query):
    page = report(EDITORS, query)
    assert page.status_code == 200
    assert "30 derniers jours" in page.content.decode()
