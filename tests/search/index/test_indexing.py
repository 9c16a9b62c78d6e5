"""Following the log, and what happens when it does not lead there."""

from __future__ import annotations

import pytest

from search.engines import configured
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.following import FollowingEngine
from search.index import change_log, indexing, registry
from search.index.position import Changes, Position
from search.index.protocol import SearchUnavailable
from search.models import Change, ChangeLog, Follower
from search.query.plan import SearchQuery, plan_for
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db


class Deaf(EmbeddedEngine):
    """One that no request may build."""

    builds_itself = False


@pytest.fixture
def index(home_page):
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def engine(tmp_path) -> EmbeddedEngine:
    return EmbeddedEngine(tmp_path / "search")


def everything() -> set[str]:
    return {entry.key for entry in registry.all_entries()}


def test_a_missing_index_is_built_by_whoever_notices(engine, index):
    assert engine.position() is None
    indexing.catch_up(engine)
    assert engine.position() == change_log.head().position
    assert engine.keys() == everything() == {f"page:{index.pk}"}


def test_an_index_that_waits_for_a_command_says_so(tmp_path, index):
    engine = Deaf(tmp_path / "search")
    with pytest.raises(indexing.NotBuilt, match="there is none"):
        indexing.catch_up(engine)
    indexing.rebuild(engine)
    NewsPageFactory(parent=index)
    indexing.catch_up(engine)
    assert engine.keys() == everything()


def test_changes_are_followed_in_steps(engine, index, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    indexing.rebuild(engine)
    pages = [NewsPageFactory(parent=index) for _ in range(5)]
    pages[0].delete()
    indexing.catch_up(engine)
    assert engine.keys() == everything()
    assert engine.position() == change_log.head().position


def test_an_index_of_another_database_is_rebuilt(engine, index):
    indexing.rebuild(engine)
    engine.apply(Changes(engine.position(), (), (f"page:{index.pk}",)))
    ChangeLog.objects.all().delete()
    Change.objects.all().delete()
    change_log.record(["page:0"])
    indexing.catch_up(engine)
    assert engine.keys() == everything()
    assert engine.position() == change_log.head().position


def test_an_index_ahead_of_a_database_that_was_restored_is_rebuilt(engine, index):
    change_log.record(["page:0"])
    indexing.rebuild(engine)
    engine.apply(Changes(Position(engine.position().log, 10_000), (), (f"page:{index.pk}",)))
    indexing.catch_up(engine)
    assert engine.keys() == everything()
    assert engine.position() == change_log.head().position


def test_an_index_left_behind_by_a_pruned_log_is_rebuilt(engine, index, tmp_path):
    indexing.rebuild(engine)
    Follower.objects.all().delete()
    late = EmbeddedEngine(tmp_path / "late")
    indexing.rebuild(late)
    Follower.objects.filter(name=engine.name).delete()
    NewsPageFactory(parent=index)
    indexing.catch_up(late)
    indexing.report(late)
    assert not Change.objects.exists()
    indexing.catch_up(engine)
    assert engine.keys() == everything()


def test_changes_made_during_a_build_are_in_it(engine, index, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 1)
    made = []

    def interfere(count: int) -> None:
        if not made:
            made.append(NewsPageFactory(parent=index))
            index.title = "Toutes les nouvelles"
            index.save()

    indexing.rebuild(engine, interfere)
    assert engine.keys() == everything()
    assert len(engine.keys()) == 2
    (hit,) = engine.search(SearchQuery(plan_for("nouvelles"))).hits
    assert hit.title == "Toutes les nouvelles"


def test_a_visitor_does_not_wait_for_a_long_way(engine, index):
    indexing.rebuild(engine)
    for _ in range(3):
        NewsPageFactory(parent=index)
    with pytest.raises(SearchUnavailable, match="changes behind"):
        indexing.catch_up(engine, most=2)
    indexing.catch_up(engine)


def test_a_late_index_still_answers_where_nothing_else_does(engine, index, monkeypatch):
    indexing.rebuild(engine)
    NewsPageFactory(parent=index)
    query = SearchQuery(plan_for("actualités"))
    with pytest.raises(SearchUnavailable):
        FollowingEngine(engine, most=0).search(query)
    assert FollowingEngine(engine, most=0, answers_late=True).search(query).total == 1


def test_an_engine_that_fails_after_a_commit_spoils_nothing(
    index, settings, tmp_path, django_capture_on_commit_callbacks
):
    (tmp_path / "file").write_text("no folder can be made here")
    settings.DATA_DIR = tmp_path / "file"
    with django_capture_on_commit_callbacks(execute=True):
        page = NewsPageFactory(parent=index)
    page.refresh_from_db()
    assert page.live


def test_what_was_followed_after_a_commit_is_forgotten(index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        NewsPageFactory(parent=index)
    ((engine, _),) = configured.followers()
    assert engine.keys() == everything()
    assert not Change.objects.exists()
    assert Follower.objects.get().position == change_log.head().position.number
