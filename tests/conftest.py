from __future__ import annotations

import gc
import os
import threading
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Engine
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as property_settings
from wagtail.models import Site

from home.models import HomePage
from tests.harness import (
    first_home_page,
    migrated_database,
    on_postgres,
    primary_keys,
    scheduling,
    set_up_site,
    skipping,
)
from tests.harness.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator

# No test measures time: on a busy machine an example that takes a while is no mistake.
property_settings.register_profile("portal", deadline=None)
property_settings.load_profile("portal")

gc.set_threshold(20_000, 20, 50)  # the suite makes many small objects: the default collects far too often


def asks_the_database(item: pytest.Item, *, is_full: bool) -> bool:
    """Whether what a test says may depend on the database in use, which what a walk says does not."""
    if item.get_closest_marker("walk") and not is_full:
        return False
    if item.get_closest_marker("postgresql") or item.get_closest_marker("django_db"):
        return True
    return not {"db", "transactional_db", "django_db_setup"}.isdisjoint(item.fixturenames)


def pytest_collection_modifyitems(config, items):
    """Leave out, rather than skip, what can only be asked of PostgreSQL elsewhere, and what asks no database there."""
    is_full = "full" in config.option.markexpr  # `make test-full` asks for them
    if connection.vendor == "postgresql":
        kept = [item for item in items if asks_the_database(item, is_full=is_full)]
    else:
        kept = [item for item in items if not item.get_closest_marker("postgresql")]
    config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    items[:] = kept
    if not is_full:
        items[:] = [item for item in items if not item.get_closest_marker("full")]
    items[:] = scheduling.in_order(items)


def pytest_collection_finish():
    """What was imported stays until the end: no collection of garbage needs to look through it."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter):
    skipping.tell(terminalreporter)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    return scheduling.workers()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Migrate while the workers collect: the first test of each would wait for it."""
    if connection.vendor == "sqlite":
        threading.Thread(target=migrated_database.template).start()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return scheduling.ByFile(config, log)


@pytest.fixture(scope="module")
def left_open_collected():
    """Collect what a module left open while it still ignores the warnings; once, since it takes half a second."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """pytest-django's own hook before it makes the test databases."""
    if connection.vendor == "sqlite":
        migrated_database.fill_before_migrating(connection)
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(on_postgres.MIGRATED)


@pytest.fixture(autouse=True)
def _fresh_cache(monkeypatch):
    """Nothing a test cached reaches the next one."""
    cache.clear()
    # A busy machine takes longer than a second between two requests whose queries are compared.
    monkeypatch.setattr("portal.cms.cached.ALONE", 600)
    Site.clear_site_root_paths_cache()
    yield
    cache.clear()


@pytest.fixture
def forgiving_templates(monkeypatch):
    """The admin's templates are Wagtail's: they print variables that are not always there, and default them.

    Said to every engine, also to those that Django has replaced since (it does when a test changes DEBUG): Wagtail's
    columns keep the templates that they once got.
    """
    keep = property(lambda _engine: "", lambda engine, value: engine.__dict__.update(string_if_invalid=value))
    monkeypatch.setattr(Engine, "string_if_invalid", keep, raising=False)


@pytest.fixture(autouse=True)
def _forgiving_where_marked(request):
    """pytest-django itself looks through the whole stack for the template before it forgives each time."""
    if request.node.get_closest_marker("ignore_template_errors"):
        request.getfixturevalue("forgiving_templates")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test starts with a home page: making it takes longer than many of them."""
    with django_db_blocker.unblock():
        first_home_page.put_in_place()
        primary_keys.start_far_away()


@pytest.fixture
def home_page(db) -> HomePage:
    """The home page of a site with its settings; made here where a transactional test has emptied the database."""
    return HomePage.objects.first() or first_home_page.make()


@pytest.fixture(scope="module")
def real_site(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What `setup_site` makes, and a territory."""
    yield from made_once(django_db_blocker, set_up_site.make)


@pytest.fixture
def queries_used():
    """Count the queries of a call: `queries_used(client.get, "/")`."""

    def count(function, *args, **kwargs) -> int:
        with CaptureQueriesContext(connection) as captured:
            function(*args, **kwargs)
        return len(captured)

    return count
