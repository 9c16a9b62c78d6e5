"""What an index holds against what the database shows: told, mended, and rebuilt under queries, on every engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from search.checks import indices_are_of_these_rules
from search.engines import configured
from search.glossary.query_plan import parse
from search.index import change_log, comparing, indexing
from search.index.position import Changes
from search.query.plan import SearchQuery
from search.site import searching
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

if TYPE_CHECKING:
    from news.models import NewsPage


@pytest.fixture
def index(site_engine, home_page):
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def engine(index):
    """The engine that answers."""
    return configured.followers()[0][0]


@pytest.fixture
def pages(index, engine) -> list[NewsPage]:
    """Four bakeries in the index, three of which the database has changed since without a word to the log."""
    pages = [NewsPageFactory(parent=index, title=f"Boulangerie {number}") for number in range(4)]
    indexing.catch_up(engine)
    Page.objects.filter(pk=pages[1].pk).update(live=False)
    Page.objects.filter(pk=pages[2].pk).update(title="Menuiserie")
    engine.apply(Changes(engine.position(), (), (f"page:{pages[3].pk}",)))
    return pages


def key(page: NewsPage) -> str:
    return f"page:{page.pk}"


def found(typed: str) -> set[str]:
    return {hit.title for hit in searching.find(SearchQuery(parse(typed))).hits}


def test_what_an_index_holds_is_what_the_database_shows(engine, index):
    NewsPageFactory(parent=index)
    indexing.catch_up(engine)
    assert comparing.differences(engine) == ([], [], [])
    assert engine.digests().keys() == engine.keys() != set()


def test_what_differs_is_named_and_mended(engine, pages):
    assert comparing.differences(engine) == ([key(pages[3])], [key(pages[1])], [key(pages[2])])
    assert found("menuiserie") == set()
    assert comparing.repair(engine) == 3
    assert comparing.differences(engine) == ([], [], [])
    assert found("menuiserie") == {"Menuiserie"}
    assert found("boulangerie") == {"Boulangerie 0", "Boulangerie 3"}
    assert comparing.repair(engine) == 0


def test_the_commands_say_and_do_it(engine, pages, capsys):
    with pytest.raises(CommandError, match=rf"{engine.label}: 1 missing \(.*1 too many \(.*1 differing \("):
        call_command("search_index", "status")
    capsys.readouterr()
    call_command("search_index", "repair")
    assert f"→ Search index {engine.label}: 3 entries mended\n" in capsys.readouterr().out
    call_command("search_index", "status")


def test_status_tells_how_far_each_engine_lags(engine, index, capsys):
    indexing.catch_up(engine)
    held = len(engine.keys())
    for number in range(3):
        NewsPageFactory(parent=index, title=f"Boulangerie {number}")
    call_command("search_index", "status")
    behind = change_log.head().position.number - engine.position().number
    assert behind >= 3
    told = rf"→ Search index {engine.label}: {held} entry, {behind} changes behind, since [0-9]+ s\n"
    assert re.search(told, capsys.readouterr().out)
    call_command("search_index", "catch-up", verbosity=0)
    call_command("search_index", "status")
    assert f"→ Search index {engine.label}: {held + 3} entries, 0 changes behind\n" in capsys.readouterr().out


def test_a_hidden_page_is_withheld_before_anybody_mends(engine, pages):
    assert "Boulangerie 1" not in found("boulangerie")


def test_a_section_made_private_behind_the_log_is_withheld_with_all_below(engine, index, home_page, client):
    below = NewsPageFactory(parent=index, title="Boulangerie en bas")
    section = home_page.add_child(instance=StandardPage(title="Boulangerie publique", slug="publique"))
    assert found("boulangerie") == {"Boulangerie en bas", "Boulangerie publique"}
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=page, restriction_type=PageViewRestriction.GROUPS) for page in (index, section)]
    )
    assert {key(below), key(section)} <= engine.keys(), "the index knows nothing of it"
    assert found("boulangerie") == set()
    answer = client.get("/api/v1/search", {"q": "boulangerie"}).json()
    assert (answer["count"], answer["results"], answer["facets"]["type"]) == (0, [], [])
    assert client.get("/api/v1/suggestions", {"q": "boulang"}).json()["results"] == []


def test_a_rebuild_goes_on_under_queries(engine, index, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 3)
    for number in range(9):
        NewsPageFactory(parent=index, title=f"Boulangerie {number}")
    expected = {f"Boulangerie {number}" for number in range(9)}
    seen = []

    def ask(count: int) -> None:
        if not seen:
            NewsPageFactory(parent=index, title="Boulangerie nouvelle")
            expected.add("Boulangerie nouvelle")
        seen.append(found("boulangerie") == expected)

    assert found("boulangerie") == expected
    indexing.rebuild(engine, ask)
    assert len(seen) > 3
    assert all(seen), "the old index answers, and follows, until the new one is whole"
    assert found("boulangerie") == expected
    assert comparing.differences(engine) == ([], [], [])


def test_an_index_of_other_rules_is_told_at_the_start(engine, index, monkeypatch):
    assert indices_are_of_these_rules(None) == []
    assert not engine.is_outdated()
    monkeypatch.setattr(f"search.engines.{engine.label}.index.MADE_BY", "other rules")
    assert engine.is_outdated()
    (told,) = [each for each in indices_are_of_these_rules(None) if engine.label in each.msg]
    assert (told.id, "rebuild" in told.hint) == ("search.W001", True)
    with pytest.raises(CommandError, match=f"{engine.label}: must be rebuilt: another mapping or analysis"):
        call_command("search_index", "status", verbosity=0)
