from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from portal.models import PortalSettings
from tests import migrated_database


def pytest_collection_modifyitems(config, items):
    """Leave out, rather than skip, what can only be asked of PostgreSQL when it is not the database in use."""
    if connection.vendor != "postgresql":
        left_out = [item for item in items if item.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


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
def home_page(db) -> HomePage:
    """A site of its own root, home page and settings: transactional tests erase what migrations made."""
    Site.objects.all().delete()
    Page.objects.all().delete()
    ContentType.objects.clear_cache()
    Locale.objects.get_or_create(language_code="fr")
    root = Page.add_root(title="Racine", slug="root")
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil", lead="Bienvenue."))
    site = Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    PortalSettings.objects.get_or_create(site=site)
    return home


@pytest.fixture
def queries_used():
    """Count the queries of a call: `queries_used(client.get, "/")`."""

    def count(function, *args, **kwargs) -> int:
        with CaptureQueriesContext(connection) as captured:
            function(*args, **kwargs)
        return len(captured)

    return count
