"""What is counted of the readers of pages, what never is, and that no page waits for it."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import DatabaseError
from django.utils import timezone

from portal.audience import counting
from portal.models import AudienceCount
from tests.news.factories import NewsIndexPageFactory

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def news(home_page):
    return NewsIndexPageFactory(parent=home_page, slug="actualites")


@pytest.fixture(autouse=True)
def tally():
    counting.tally.begin()
    yield counting.tally
    counting.tally.begin()


@pytest.fixture
def read(client):
    """Open an address as a browser does."""

    def read(path: str, **headers: str):
        return client.get(path, headers={"user-agent": BROWSER, **headers})

    return read


def counted() -> dict[str, int]:
    return dict(AudienceCount.objects.values_list("subject", "count"))


def test_pages_are_counted_by_their_path_and_sites_by_their_name(read, tally, news):
    read("/actualites/?theme=sante", referer="https://www.Exemple.fr/une/page?qui=moi")
    read("/actualites/", referer="http://testserver/")
    read("/", referer="https://www.exemple.fr/")
    assert tally.write() == 5
    assert counted() == {"/actualites/": 2, "/": 1, "exemple.fr": 2}
    assert tally.write() == 0, "once"
    read("/")
    tally.write()
    assert counted()["/"] == 2, "the same row of the day"
    assert set(AudienceCount.objects.values_list("day", flat=True)) == {timezone.localdate()}


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0"},
        {"user-agent": ""},
        {"dnt": "1"},
        {"sec-gpc": "1"},
        {"sec-purpose": "prefetch;prerender"},
        {"cookie": "sessionid=whoever-works-here"},
    ],
)
def test_programs_the_team_and_who_says_no_are_not(read, tally, news, headers):
    assert read("/actualites/", **headers).status_code == 200
    assert not tally.counts


@pytest.mark.parametrize(
    "path",
    [
        "/nexistepas/", "/robots.txt", "/flux/actualites.atom", "/contact/brouillon/cle/projet/",
        pytest.param("/admin/login/", marks=pytest.mark.ignore_template_errors),
    ],
)  # fmt: skip
def test_only_pages_that_everybody_may_read_are(read, tally, news, path):
    read(path)
    assert not tally.counts


@pytest.mark.parametrize(
    "referer", ["https://10.1.2.3/a", "https://[::1]/", "https://[", "intranet", "é" * 9]
)  # fmt: skip
def test_what_names_no_site_is_left_out(read, tally, home_page, referer):
    read("/", referer=referer)
    assert [subject for _, _, subject in tally.counts] == ["/"]


def test_no_page_gains_a_query(read, tally, news, queries_used):
    read("/actualites/")
    assert queries_used(read, "/actualites/") == queries_used(read, "/actualites/", dnt="1")


def test_invented_referrers_fill_no_more_than_so_much(read, tally, home_page, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 5)
    for number in range(20):
        read("/", referer=f"https://site-{number}.fr/")
    assert len(tally.counts) == 5
    assert sum(count for (_, _, subject), count in tally.counts.items() if subject == "/") == 20


def test_a_database_that_fails_loses_nothing(read, tally, home_page, monkeypatch):
    def fail(*_):
        raise DatabaseError

    read("/")
    with monkeypatch.context() as broken:
        broken.setattr(AudienceCount.objects, "add", fail)
        assert tally.write() == 0
    read("/")
    tally.write()
    assert counted() == {"/": 2}


def test_a_timer_writes_and_only_while_there_is_something(tally, monkeypatch, settings):
    written = threading.Event()
    monkeypatch.setattr(counting, "SECONDS", 0)
    monkeypatch.setattr(counting.Tally, "_write_apart", lambda _: written.set())
    tally.add((timezone.localdate(), counting.Kind.PAGE, "/"))
    assert tally.timer is None, "switched off here"
    settings.AUDIENCE_WRITES = True
    tally.add((timezone.localdate(), counting.Kind.PAGE, "/"))
    assert written.wait(10)
    assert tally.timer.daemon, "it keeps no process from ending"


def test_numbers_go_after_25_months():
    today = timezone.localdate()
    for days in (0, 760, 761):
        AudienceCount.objects.add(today - datetime.timedelta(days=days), "page", "/", 1)
    assert counting.forget_old(timezone.now()) == "1 forgotten"
    assert AudienceCount.objects.count() == 2
    assert counting.forget_old(timezone.now()) == ""
