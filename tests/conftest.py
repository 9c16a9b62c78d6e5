from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from home.models import HomePage
from tests import first_home_page, migrated_database, scheduling
from tests.directory.factories import load_small_territory
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator

gc.set_threshold(20_000, 20, 50)  # the suite makes many small objects: the default collects far too often


def pytest_collection_modifyitems(config, items):
    """Leave out, rather than skip, what can only be asked of PostgreSQL when it is not the database in use."""
    if connection.vendor != "postgresql":
        left_out = [item for item in items if item.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items[:] = scheduling.in_order(items)


def pytest_collection_finish():
    """What was imported stays until the end: no collection of garbage needs to look through it."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """pytest-django's own hook before it makes the test databases."""
    if connection.vendor == "sqlite":
        migrated_database.fill_before_migrating(connection)


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Nothing a test cached reaches the next one."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    yield
    cache.clear()


@pytest.fixture
def forgiving_templates(monkeypatch):
    """The admin's templates are Wagtail's: they print variables that are not always there, and default them."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


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


@pytest.fixture
def home_page(db) -> HomePage:
    """The home page of a site with its settings; made here where a transactional test has emptied the database."""
    return HomePage.objects.first() or first_home_page.make()


@pytest.fixture(scope="module")
def real_site(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What `setup_site` makes, and a territory."""

    def make() -> None:
        first_home_page.take_away()
        load_small_territory()
        call_command("setup_site", verbosity=0)

    yield from made_once(django_db_blocker, make)


@pytest.fixture
def queries_used():
    """Count the queries of a call: `queries_used(client.get, "/")`."""

    def count(function, *args, **kwargs) -> int:
        with CaptureQueriesContext(connection) as captured:
            function(*args, **kwargs)
        return len(captured)

    return count
