from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from search import changes
from search.engines import in_use
from search.models import Follower
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.on_postgres import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home_page):
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def run(capsys):
    """Output of `search_index ACTION`."""

    def command(*arguments: str) -> str:
        call_command("search_index", *arguments)
        return capsys.readouterr().out

    return command


def test_rebuild_tells_what_it_stored_and_lets_the_log_wait_for_it(run, index):
    NewsPageFactory(parent=index)
    assert run("rebuild").startswith("→ Search index embedded: 2 entries in ")
    assert Follower.objects.get().position == changes.head().position.number


def test_catch_up_builds_what_is_missing_then_follows(run, index):
    for _ in range(2):
        assert run("catch-up") == "→ Search index embedded: current\n"
        NewsPageFactory(parent=index)
    run("catch-up")
    ((engine, _),) = in_use.followers()
    assert len(engine.keys()) == 3


def test_status_of_an_index_as_it_should_be(run, index):
    run("rebuild")
    assert run("status") == "→ Search index embedded: 1 entry, 0 changes behind\n"


def test_status_counts_what_is_still_to_follow(run, index):
    run("rebuild")
    NewsPageFactory(parent=index).unpublish()
    behind = changes.head().position.number - in_use.followers()[0][0].position().number
    assert behind >= 2
    assert re.fullmatch(rf"→ Search index embedded: 1 entry, {behind} changes behind, since [0-9]+ s\n", run("status"))


def test_status_names_differences_that_following_would_not_mend(run, index):
    page = NewsPageFactory(parent=index)
    run("rebuild")
    Page.objects.filter(pk=page.pk).update(live=False)
    with pytest.raises(CommandError, match=rf"embedded: 1 too many \(page:{page.pk}\)"):
        run("status")


def test_status_of_what_was_never_built(run, index):
    with pytest.raises(CommandError, match="must be rebuilt: there is none"):
        run("status")


@pytest.mark.parametrize("action", ["rebuild", "catch-up", "status"])
def test_an_engine_out_of_reach_is_named_and_the_other_one_served(run, index, settings, capsys, action):
    run("rebuild")
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(CommandError, match=r"^elastic: ConnectionError$"):
        run(action)
    assert "embedded" in capsys.readouterr().out


def test_quiet_means_quiet(index, capsys):
    call_command("search_index", "rebuild", verbosity=0)
    assert capsys.readouterr().out == ""
