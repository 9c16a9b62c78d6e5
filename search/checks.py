"""System checks: nothing is left out of the search by forgetting it."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Any

from django.conf import settings
from django.core import checks
from wagtail.models import Page, get_page_models

from search.engines import configured
from search.index import registry
from search.index.protocol import SearchUnavailable
from search.meaning import encoder
from search.models.atomic_save import AtomicSave


def every_page_type_says_how_it_is_searched(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """A page type is registered by a source or exempted with a reason, in its app's `search_entries.py`."""
    mentioned = {source.model for source in registry.sources()} | set(registry.exemptions())
    return [
        checks.Error(
            f"{model.__name__} does not say how it is searched.",
            hint="Register a PageEntries or exempt it in the app's search_entries.py.",
            obj=model,
            id="search.E001",
        )
        for model in get_page_models()
        if model is not Page and model not in mentioned
    ]


def searched_objects_are_saved_with_their_change(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """A searched model that is no page inherits `AtomicSave` before everything else."""
    return [
        checks.Error(
            f"{source.model.__name__} is searched but does not save in one transaction.",
            hint="Make search.models.atomic_save.AtomicSave its first base.",
            obj=source.model,
            id="search.E002",
        )
        for source in registry.sources()
        if not issubclass(source.model, Page) and source.model.save is not AtomicSave.save
    ]


def sqlite_has_full_text_search(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """The embedded engine needs FTS5, which every SQLite of a Linux distribution has."""
    try:
        with sqlite3.connect(":memory:") as connection:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except sqlite3.OperationalError:
        return [checks.Error("This Python's SQLite has no full-text search (FTS5).", id="search.E003")]
    return []


def elasticsearch_address_is_one(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """ELASTICSEARCH_URL is empty or a web address."""
    if settings.ELASTICSEARCH_URL and not settings.ELASTICSEARCH_URL.startswith(("http://", "https://")):
        return [checks.Error("ELASTICSEARCH_URL must begin with http:// or https://.", id="search.E004")]
    return []


def indices_are_of_these_rules(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """An index that another mapping or analysis made answers nothing until it is built anew: said at every start."""
    outdated = []
    for engine, _breaker in configured.followers():
        with contextlib.suppress(SearchUnavailable):  # an engine that is down now is told of by whoever asks it
            if engine.is_outdated():
                outdated.append(engine.label)
    return [
        checks.Warning(
            f"The {label} search index was made by another mapping or analysis.",
            hint="Run `manage.py search_index rebuild`: until then the embedded engine answers, which rebuilds itself.",
            id="search.W001",
        )
        for label in outdated
    ]


def meaning_is_loaded_where_it_is_installed(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Without its encoder the search goes on by words: nobody would notice."""
    ready = encoder.load()
    if not isinstance(ready, str):
        return []
    if ready == encoder.NOT_INSTALLED:
        return [checks.Info(f"The search by meaning is off: {ready}.", id="search.I001")]
    return [checks.Warning(f"The search by meaning is off: {ready}.", id="search.W002")]


def register_all() -> None:
    """Hand the checks to Django, once the sources are known."""
    for check in (
        every_page_type_says_how_it_is_searched,
        searched_objects_are_saved_with_their_change,
        sqlite_has_full_text_search,
        elasticsearch_address_is_one,
        indices_are_of_these_rules,
    ):
        checks.register(check)
    checks.register(meaning_is_loaded_where_it_is_installed, deploy=True)
