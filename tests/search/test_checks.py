from __future__ import annotations

import pytest
from django.core import checks
from django.db.models import Model

from directory.models import Actor
from news.models import NewsPage
from search.checks import (
    elasticsearch_address_is_one,
    every_page_type_says_how_it_is_searched,
    searched_objects_are_saved_with_their_change,
    sqlite_has_full_text_search,
)
from search.index import registry


def ids(messages: list[checks.CheckMessage]) -> list[tuple[str, object]]:
    return [(message.id, message.obj) for message in messages]


def test_the_portal_passes():
    assert [message for message in checks.run_checks() if str(message.id).startswith("search.")] == []
    assert sqlite_has_full_text_search(None) == []


def test_a_page_type_that_nobody_mentions_is_named(monkeypatch):
    left = [source for source in registry._sources if source.model is not NewsPage]
    monkeypatch.setattr(registry, "_sources", left)
    assert ids(every_page_type_says_how_it_is_searched(None)) == [("search.E001", NewsPage)]


def test_a_snippet_that_saves_in_pieces_is_named(monkeypatch):
    monkeypatch.setattr(Actor, "save", Model.save)
    assert ids(searched_objects_are_saved_with_their_change(None)) == [("search.E002", Actor)]


@pytest.mark.parametrize(("address", "errors"), [("", 0), ("https://search.example/portail", 0), ("localhost:9200", 1)])
def test_the_address_of_elasticsearch_is_checked(settings, address, errors):
    settings.ELASTICSEARCH_URL = address
    assert len(elasticsearch_address_is_one(None)) == errors


def test_every_exemption_has_a_reason():
    assert registry.exemptions()
    assert all(len(reason) > 10 for reason in registry.exemptions().values())


def test_kinds_are_told_apart_by_their_words():
    kinds = registry.kinds().values()
    assert len({kind.plural for kind in kinds}) == len({kind.rank for kind in kinds}) == len(kinds) >= 5
