"""What an editor does shows in the search at once, with every engine, and what may not be seen never does."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from directory.models import Actor, ActorsPage, Referent
from home.models import StandardPage
from news.models import NewsPage
from search.engines import configured
from search.index import change_log
from search.models import Change
from search.query.plan import SearchQuery, plan_for
from search.site import searching
from tests.directory.factories import ActorFactory, ReferentFactory, load_small_territory
from tests.news.factories import NewsCategoryFactory, NewsIndexPageFactory, NewsPageFactory

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def index(site_engine, home_page):
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def news(index) -> NewsPage:
    return NewsPageFactory(parent=index, title="Une boulangerie à Draguignan", slug="boulangerie")


def urls(typed: str) -> list[str]:
    return [hit.url for hit in searching.find(SearchQuery(plan_for(typed))).hits]


def test_a_published_page_is_found(news, titles):
    assert titles("boulangeries") == ["Une boulangerie à Draguignan"]


def test_a_draft_is_not_found_before_it_is_published(index, titles):
    draft = NewsPageFactory(parent=index, title="Une boulangerie à Draguignan", live=False)
    assert titles("boulangerie") == []
    draft.save_revision().publish()
    assert titles("boulangerie") == ["Une boulangerie à Draguignan"]


def test_a_change_is_found_once_it_is_published(news, titles):
    news.title = "Une menuiserie à Draguignan"
    revision = news.save_revision()
    assert titles("menuiserie") == []
    revision.publish()
    assert titles("menuiserie") == ["Une menuiserie à Draguignan"]
    assert titles("boulangerie") == []


def test_an_unpublished_page_is_gone(news, titles):
    assert titles("boulangerie")
    news.unpublish()
    assert titles("boulangerie") == []


def test_publication_and_expiry_may_be_scheduled(index, titles):
    page = NewsPageFactory(parent=index, title="Une boulangerie", live=False)
    page.save_revision(approved_go_live_at=timezone.now() - HOUR)
    assert titles("boulangerie") == []
    call_command("publish_scheduled")
    assert titles("boulangerie") == ["Une boulangerie"]
    NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - HOUR)
    call_command("publish_scheduled")
    assert titles("boulangerie") == []


def test_a_deleted_page_and_all_below_it_are_gone(index, news, titles):
    assert titles("boulangerie")
    index.delete()
    assert titles("boulangerie") == []
    assert Change.objects.filter(key=f"page:{news.pk}").exists()


def test_a_page_that_moves_takes_its_descendants_along(index, news, home_page, titles):
    elsewhere = home_page.add_child(instance=StandardPage(title="Archives", slug="archives"))
    assert urls("boulangerie") == ["/actualites/boulangerie/"]
    index.move(elsewhere, pos="last-child")
    assert urls("boulangerie") == ["/archives/actualites/boulangerie/"]


def test_a_renamed_page_takes_its_descendants_along(index, news, titles):
    assert urls("boulangerie") == ["/actualites/boulangerie/"]
    index.slug = "nouvelles"
    index.save()
    assert urls("boulangerie") == ["/nouvelles/boulangerie/"]


@pytest.mark.parametrize("restriction", [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN])
def test_a_private_section_is_not_found_until_it_is_public_again(index, news, titles, restriction):
    assert titles("boulangerie")
    private = PageViewRestriction.objects.create(page=index, restriction_type=restriction, password="secret")
    assert titles("boulangerie") == []
    private.delete()
    assert titles("boulangerie") == ["Une boulangerie à Draguignan"]


def test_a_page_moved_into_a_private_section_is_not_found(news, home_page, titles):
    private = home_page.add_child(instance=StandardPage(title="Interne", slug="interne"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert titles("boulangerie")
    news.move(private, pos="last-child")
    assert titles("boulangerie") == []


def test_a_renamed_category_is_found_by_its_new_name(index, titles):
    category = NewsCategoryFactory(name="Apprentissage", slug="apprentissage")
    NewsPageFactory(parent=index, title="À Rouen", category=category)
    assert titles("apprentissage") == ["À Rouen"]
    category.name = "Alternance"
    category.save()
    assert (titles("apprentissage"), titles("alternance")) == ([], ["À Rouen"])


def test_a_sheet_is_found_with_what_it_shows_and_never_with_a_name_that_it_hides(site_engine, home_page, titles):
    load_small_territory()
    sheet = ReferentFactory(named=True, office="R2IP travail, Normandie")
    assert titles("Camille Exemple") == ["Camille Exemple"]
    sheet.shows_name = False
    sheet.save_revision().publish()
    assert titles("Camille") == []
    assert titles("R2IP Normandie travail") == ["R2IP travail, Normandie"]
    Referent.objects.get(pk=sheet.pk).unpublish()
    assert titles("R2IP") == []


def test_a_sheet_is_found_by_the_departments_it_now_serves(site_engine, home_page, titles):
    load_small_territory()
    sheet = ReferentFactory(departments=["76"])
    assert titles("Seine-Maritime") == [sheet.office]
    sheet.departments.set(["31"])
    sheet.save_revision().publish()
    assert (titles("Seine-Maritime"), titles("Haute-Garonne")) == ([], [sheet.office])


def test_actors_come_and_go_with_their_page(site_engine, home_page, titles):
    actor = ActorFactory(name="Région", slug="region")
    assert titles("région") == []
    page = home_page.add_child(instance=ActorsPage(title="Qui fait quoi", slug="qui-fait-quoi"))
    assert titles("région") == ["Région"]
    assert urls("région") == ["/qui-fait-quoi/#region"]
    page.unpublish()
    assert titles("région") == []
    page.save_revision().publish()
    Actor.objects.get(pk=actor.pk).delete()
    assert titles("région") == []


def test_nobody_finds_what_an_index_still_holds(index, titles):
    """Rows changed behind Django's back leave no trace in the log: the hits are asked of the database."""
    pages = [NewsPageFactory(parent=index, title=f"Boulangerie {number}") for number in range(12)]
    assert searching.find(SearchQuery(plan_for("boulangerie"))).total == 12
    Page.objects.filter(pk__in=[page.pk for page in pages[:5]]).update(live=False)
    results = searching.find(SearchQuery(plan_for("boulangerie"), limit=3))
    assert (results.total, results.counts["kind"]) == (7, {"actualites": 7})
    assert {hit.title for hit in results.hits} <= {page.title for page in pages[5:]}


@pytest.mark.django_db(transaction=True)
def test_engines_follow_as_soon_as_the_content_is_committed(news, titles):
    for engine, _ in configured.followers():
        held = engine.keys()
        assert f"page:{news.pk}" in held
        assert engine.position() == change_log.head().position
    news.unpublish()
    for engine, _ in configured.followers():
        held = engine.keys()
        assert f"page:{news.pk}" not in held


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_nothing(news, titles):
    before = change_log.head()

    @transaction.atomic
    def change_and_fail() -> None:
        news.title = "Une menuiserie à Draguignan"
        news.save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert change_log.head() == before
    assert (titles("menuiserie"), titles("boulangerie")) == ([], ["Une boulangerie à Draguignan"])
