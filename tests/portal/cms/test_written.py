"""What changes a page is noticed however it is written; what no page shows leaves the cache alone."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from wagtail.models import Page

from home.models import DatedFact, StandardPage
from portal.cms.cached import GENERATION, cached, current_generation
from portal.cms.written import SHOWN_NOWHERE, is_shown
from portal.models import AudienceCount
from tests.models import BarePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def ends():
    """Whether what is done ends the generation."""

    def ends(change) -> bool:
        before = current_generation()
        change()
        return current_generation() != before

    return ends


def test_no_way_of_writing_is_missed(home_page, ends):
    page = home_page.add_child(instance=StandardPage(title="Une page", slug="une-page"))
    fact = DatedFact(code="smic", valid_from=datetime.date(2026, 1, 1), label="Smic")
    assert ends(lambda: StandardPage.objects.filter(pk=page.pk).update(title="Autre"))
    assert ends(lambda: DatedFact.objects.bulk_create([fact], ignore_conflicts=True))
    assert ends(lambda: DatedFact.objects.all()._raw_delete(connection.alias))
    assert ends(lambda: page.move(home_page, pos="first-child"))
    assert not ends(lambda: list(Page.objects.all()))


def test_what_readers_and_staff_do_leaves_it_alone(ends):
    assert not ends(lambda: AudienceCount.objects.add(datetime.date(2026, 1, 1), AudienceCount.Kind.PAGE, "/", 1))
    assert not is_shown('INSERT INTO "contact_contactrequest" ("organisation") VALUES (%s)')
    assert not is_shown('UPDATE "portal_user" SET "last_login" = %s')
    assert not is_shown('SELECT "news_newspage"."lead" FROM "news_newspage" FOR UPDATE')


def test_the_generation_ends_again_when_others_see_what_is_written(django_capture_on_commit_callbacks, home_page):
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.filter(pk=home_page.pk).update(title="Autre")
        cached("tests:written", lambda: "read before the commit")
    assert cached("tests:written", lambda: "new") == "new"


def title() -> str:
    """What a process keeps of a page."""
    return cached("tests:title", lambda: BarePage.objects.values_list("title", flat=True).get(slug="nue"))


@pytest.fixture
def bare_page(home_page):
    """A page that this transaction did not write."""
    home_page.add_child(instance=BarePage(title="Ancien", slug="nue"))
    assert title() == "Ancien"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("bare_page")
def test_what_is_rolled_back_is_not_remembered():
    with transaction.atomic():
        BarePage.objects.update(title="Jamais publié")
        assert title() == "Jamais publié"  # the transaction sees what it wrote
        transaction.set_rollback(True)
    assert title() == "Ancien"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("bare_page")
def test_nor_is_what_goes_with_a_savepoint():
    with transaction.atomic():
        BarePage.objects.update(title="Publié")
        with transaction.atomic():
            BarePage.objects.update(title="Jamais publié")
            BarePage.objects.update(title="Jamais publié non plus")
            assert title() == "Jamais publié non plus"
            transaction.set_rollback(True)
        assert title() == "Publié"
    assert title() == "Publié"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("bare_page")
def test_what_is_rolled_back_ends_nothing_for_others():
    before = cache.get(GENERATION)
    with transaction.atomic():
        BarePage.objects.update(title="Jamais publié")
        transaction.set_rollback(True)
    assert cache.get(GENERATION) == before
    BarePage.objects.update(title="Publié")
    assert cache.get(GENERATION) != before


@pytest.mark.parametrize("beginning", SHOWN_NOWHERE)
def test_tables_that_are_left_out_exist(beginning):
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert any(name.startswith(beginning) for name in names)


def test_tables_of_content_are_none_of_them():
    content = {
        model._meta.db_table
        for label in ("home", "news", "directory", "search", "portal", "wagtailcore", "wagtailredirects", "taggit")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not model._meta.db_table.startswith(SHOWN_NOWHERE)
    }
    assert content >= {
        "home_homepage", "home_question", "news_newspage", "news_newspage_regions", "news_endwarning",
        "directory_referent", "directory_referent_missions", "directory_establishment", "directory_workshopphoto",
        "search_glossaryterm", "search_relatedwords", "portal_menulink", "portal_portalsettings",
        "portal_portalimage", "portal_portaldocument", "wagtailcore_page", "wagtailcore_site",
        "wagtailcore_pageviewrestriction", "wagtailcore_collectionviewrestriction", "wagtailredirects_redirect",
    }  # fmt: skip
    assert {name for name in content if name.startswith(("portal", "search"))} == {
        "portal_menulink", "portal_portaldocument", "portal_portalimage", "portal_portalsettings",
        "search_glossaryterm", "search_glossaryterm_see_also", "search_relatedwords",
    }  # fmt: skip
