"""What is cached is true again as soon as something changes: in the transaction that changes it, and after it."""

from __future__ import annotations

import contextlib
import time

import pytest
from django.core.cache import cache, caches
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.test import RequestFactory
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from portal.cms import cached as cached_module
from portal.cms import private_sections
from portal.cms.cached import GENERATION, cached, cached_rows, forget
from portal.cms.navigation import frame_for
from portal.models import MenuLink, PortalSettings
from search.glossary import terms
from search.models import GlossaryTerm

pytestmark = pytest.mark.django_db


def make_private(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_a_value_is_built_once():
    built = []
    for _ in range(2):
        assert cached("tests:cached", lambda: built.append("again") or len(built)) == 1
    assert built == ["again"]


def test_nothing_counts_as_a_value_but_none():
    assert cached("tests:cached", tuple) == ()
    assert cached("tests:cached", lambda: (1,)) == ()
    assert cached("tests:none", lambda: None) is None
    assert cached("tests:none", lambda: 1) == 1


def test_what_is_forgotten_goes_at_once_and_again_with_the_commit(django_capture_on_commit_callbacks):
    cached("tests:cached", lambda: "old")
    with django_capture_on_commit_callbacks(execute=True):
        forget()
        assert cached("tests:cached", lambda: "read before the commit") == "read before the commit"
    assert cached("tests:cached", lambda: "new") == "new"


@pytest.fixture
def in_a_request():
    """What Django says when a request begins and ends."""
    request_started.send(None)
    yield
    request_finished.send(None)


def test_others_keep_what_they_have_until_a_request_commits(in_a_request, django_capture_on_commit_callbacks):
    cached("tests:cached", lambda: "old")
    shared = cache.get(GENERATION)
    with django_capture_on_commit_callbacks(execute=True):
        for written in ("once", "twice"):
            forget()
            assert cached("tests:cached", lambda written=written: written) == written, "its own transaction sees it"
            assert cache.get(GENERATION) == shared
    assert cache.get(GENERATION) is None
    assert cached("tests:cached", lambda: "new") == "new"


def test_what_a_request_took_back_is_not_kept(in_a_request):
    shared = cached_module.current_generation()
    with contextlib.suppress(RuntimeError), transaction.atomic():
        forget()
        cached("tests:cached", lambda: "never true")
        raise RuntimeError
    request_finished.send(None)
    request_started.send(None)
    assert cached_module.current_generation() == shared, "nothing changed for anybody"
    assert cached("tests:cached", lambda: "true") == "true"


def test_another_process_hears_of_a_change():
    cached("tests:cached", lambda: "old")
    cache.delete(GENERATION)  # what another process does
    assert cached("tests:cached", lambda: "new") == "new"


def test_a_generation_from_before_a_restart_of_the_cache_is_never_trusted():
    cached("tests:cached", lambda: "old")
    before = cache.get(GENERATION)
    cache.clear()
    assert cached("tests:cached", lambda: "new") == "new"
    assert cache.get(GENERATION) not in (None, before)


def test_what_changes_while_a_value_is_built_is_not_kept():
    def build() -> str:
        forget()  # as another request may at this moment
        return "old"

    cached("tests:cached", build)
    assert cached("tests:cached", lambda: "new") == "new"


def test_a_request_asks_for_the_generation_once(client, home_page, monkeypatch):
    client.get(home_page.url)
    asked = []
    get = type(caches["default"]).get
    monkeypatch.setattr(
        type(caches["default"]),
        "get",
        lambda self, key, *rest, **more: asked.append(key) or get(self, key, *rest, **more),
    )
    client.get(home_page.url)
    assert asked.count(GENERATION) == 1
    assert not [key for key in asked if key.startswith(("portal:", "news:", "search:", "home:")) and key != GENERATION]


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr("portal.cms.cached.MOST", 5)
    for number in range(20):
        cached(f"tests:{number}", lambda: "value")
    assert len(cached_module._memory.held) <= 6


def test_rows_are_read_again_a_second_later_where_no_cache_is_shared(monkeypatch):
    monkeypatch.setattr("portal.cms.cached.ALONE", 1)  # as it is outside of tests
    now = time.monotonic()
    monkeypatch.setattr("portal.cms.cached.time.monotonic", lambda: now)
    assert cached_rows("tests:rows", lambda: "old") == "old"
    assert cached_rows("tests:rows", lambda: "new") == "old"
    monkeypatch.setattr("portal.cms.cached.time.monotonic", lambda: now + 1.1)
    assert cached_rows("tests:rows", lambda: "new") == "new"


def test_a_change_is_seen_in_its_own_transaction(home_page):
    page = home_page.add_child(instance=StandardPage(title="Rapports", slug="rapports"))
    assert private_sections.is_public(page)
    restriction = make_private(page)
    assert not private_sections.is_public(page)
    restriction.delete()
    assert private_sections.is_public(page)


def test_a_private_section_stays_private_where_it_moves(home_page):
    section = home_page.add_child(instance=StandardPage(title="Rapports", slug="rapports"))
    page = home_page.add_child(instance=StandardPage(title="Interne", slug="interne"))
    make_private(page)
    assert private_sections.private_paths() == (page.path,)
    page.move(section, pos="last-child")
    page.refresh_from_db()
    assert private_sections.private_paths() == (page.path,)


def test_a_link_between_two_words_is_seen():
    first, second = (
        GlossaryTerm.objects.create(term=word, slug=word.lower(), definition="Un mot.") for word in ("SPIP", "PPSMJ")
    )
    assert [each.see_also for each in terms.all_terms()] == [(), ()]
    first.see_also.add(second)
    assert {each.slug: each.see_also for each in terms.all_terms()} == {first.slug: (second.slug,), second.slug: ()}


def test_the_menu_follows_in_the_same_transaction(home_page):
    request = RequestFactory().get("/", headers={"host": "testserver"})
    page = home_page.add_child(instance=StandardPage(title="Rapports", slug="rapports"))
    link = MenuLink.objects.create(settings=PortalSettings.objects.get(), label="Lire", page=page, sort_order=1)

    def shown() -> list[str]:
        return [each.label for each in frame_for(request).links["header"]]

    assert shown() == ["Lire"]
    page.unpublish()
    assert shown() == []
    page.save_revision().publish()
    assert shown() == ["Lire"]
    link.delete()
    assert shown() == []
