"""What is counted of searches: numbers, and words only when several visitors used them."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.models import User
from search.models import SearchCount, UnansweredWords
from search.site import statistics
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

SEARCH = "/recherche/"


@pytest.fixture
def index(home_page):
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def ask(client, index):
    """Search as somebody: `ask("words", visitor=2)`."""

    def search(typed: str, visitor: int = 1, **more: str) -> None:
        assert client.get(SEARCH, {"q": typed, **more}, REMOTE_ADDR=f"192.0.2.{visitor}").status_code == 200

    return search


def words() -> list[tuple[str, int]]:
    return list(UnansweredWords.objects.values_list("words", "visitors"))


def test_searches_are_counted_a_day_a_kind_found_or_not(ask, index):
    NewsPageFactory(parent=index, title="Atelier")
    for typed in ("atelier", "ateliers", "zblorg"):
        ask(typed)
    ask("atelier", type="pages")
    assert list(SearchCount.objects.order_by("kind", "is_empty").values_list("day", "kind", "is_empty", "count")) == [
        (timezone.localdate(), "", False, 2),
        (timezone.localdate(), "", True, 1),
        (timezone.localdate(), "pages", True, 1),
    ]


def test_pages_signs_and_programs_are_not_counted(ask, index, client):
    for number in range(12):
        NewsPageFactory(parent=index, title=f"Atelier {number}")
    ask("atelier", page="2")
    ask("")
    ask("!!!")
    client.get("/api/v1/search", {"q": "atelier"})
    assert not SearchCount.objects.exists()


def test_words_are_written_down_when_several_visitors_searched_them_in_vain(ask):
    for visitor in (1, 1, 2, 2, 1):
        ask("Zblorg  inconnu", visitor)
    assert words() == []
    ask("zblorg INCONNU", 3)
    assert words() == [("zblorg inconnu", 3)]
    ask("zblorg inconnu", 4)
    assert words() == [("zblorg inconnu", 4)]


def test_words_that_name_or_reach_somebody_are_never_written_down(ask):
    for typed in ("jeanne@zblorg.example", "zblorg 06 12 34 56 78", "zblorg 1234567"):
        for visitor in range(1, 6):
            ask(typed, visitor)
    assert words() == []


def test_words_searched_with_a_choice_are_left_alone(ask):
    for visitor in range(1, 6):
        ask("zblorg", visitor, type="pages")
    assert words() == []


def test_neither_words_nor_addresses_are_anywhere_before(ask):
    for visitor in (1, 2):
        ask("zblorgissime", visitor)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            assert not re.search("zblorg|192\\.0\\.2", repr(cursor.fetchall())), table
    stored = repr(getattr(cache, "_cache", {}))
    assert "zblorg" not in stored
    assert "192.0.2" not in stored


def test_when_the_secret_is_gone_hashes_say_nothing(ask):
    ask("zblorg", 1)
    ask("zblorg", 2)
    cache.delete(f"search:secret:{timezone.localdate():%Y-%m}")
    ask("zblorg", 1)
    assert words() == [], "the first two cannot be told from others any more: three more are needed"


def test_a_count_that_fails_fails_no_page(ask, monkeypatch, caplog):
    def fail(*_: object, **__: object) -> None:
        raise ConnectionError("zblorg at redis.example")

    monkeypatch.setattr(statistics, "_remember", fail)
    ask("zblorg")
    assert "A search was not counted: ConnectionError" in caplog.text
    assert "zblorg" not in "".join(record.getMessage() for record in caplog.records)


def test_old_numbers_and_words_are_forgotten(db):
    today = timezone.localdate()
    for days in (10, 390, 400):
        SearchCount.objects.create(day=today - datetime.timedelta(days=days), is_empty=False, count=1)
        UnansweredWords.objects.create(
            month=(today - datetime.timedelta(days=days)).replace(day=1), words=f"zblorg {days}", visitors=3
        )
    assert statistics.purge(timezone.now()) == "1 counts and 2 wordings forgotten"
    assert (SearchCount.objects.count(), UnansweredWords.objects.count()) == (2, 1)


@pytest.fixture
def editor(client, home_page):
    user = User.objects.create_user("editrice", "editrice@portail.example", "secret")
    group = Group.objects.create(name="Report")
    for codename in ("access_admin", "view_unansweredwords"):
        group.permissions.add(Permission.objects.get(codename=codename))
    user.groups.add(group)
    client.force_login(user)
    return user


@pytest.mark.ignore_template_errors  # Wagtail's own templates read what is not there
def test_editors_read_the_report(client, editor):
    SearchCount.objects.create(day=timezone.localdate(), is_empty=False, count=3)
    SearchCount.objects.create(day=timezone.localdate(), is_empty=True, count=1)
    UnansweredWords.objects.create(month=datetime.date(2026, 11, 1), words="zblorg", visitors=7)
    text = client.get(reverse("search_report")).content.decode()
    row = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text.partition("Aujourd’hui")[2].partition("</tr>")[0]))
    assert row.split() == ["4", "1", "25", "%"]
    assert re.search(r'href="/recherche/\?q=zblorg">zblorg</a></th>\s*<td>7</td>\s*<td>novembre 2026</td>', text)
    assert reverse("search_report") in client.get("/admin/").content.decode()


def test_nobody_else_reads_it(client, editor):
    editor.groups.clear()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert client.get(reverse("search_report")).status_code in {302, 403}


def test_the_home_of_the_admin_shows_the_words_of_late(home_page, client, forgiving_templates):
    month = timezone.localdate().replace(day=1)
    UnansweredWords.objects.create(words="horlogerie suisse", month=month, visitors=4)
    UnansweredWords.objects.create(words="jadis", month=month - datetime.timedelta(days=150), visitors=9)
    client.force_login(User.objects.create_superuser("cheffe", password="secret"))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "horlogerie suisse" in home
    assert "jadis" not in home
