"""The home page that every test starts with, in the place of what Wagtail's migrations make."""

from __future__ import annotations

from django.db import connection, transaction
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from portal.models import PortalSettings
from search.models import Change, ChangeLog

_migrated: list[Page | Site] = []  # Wagtail's welcome page and its site


def put_in_place() -> None:
    """In a database as it is migrated, whose log of changes stays unbegun."""
    _migrated[:] = [*Page.objects.filter(depth=2), *Site.objects.all()]
    with transaction.atomic():
        make()
        Change.objects.all().delete()
        ChangeLog.objects.all().delete()
        connection.run_on_commit.clear()  # no engine follows


def make() -> HomePage:
    """A site of its own root, home page and settings."""
    _forget()
    Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node() or Page.add_root(title="Racine", slug="root")
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil", lead="Bienvenue."))
    site = Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    PortalSettings.objects.get_or_create(site=site)
    return home


def take_away() -> None:
    """Give back what migrations made: who sets up a real site meets that."""
    _forget()
    Page.objects.filter(depth=1).update(numchild=1)
    for row in _migrated:
        type(row).objects.bulk_create([row])


def _forget() -> None:
    """Without the questions that deleting a page asks."""
    for model in (PortalSettings, Site, HomePage):
        model.objects.all()._raw_delete(connection.alias)
    Page.objects.filter(depth__gt=1)._raw_delete(connection.alias)
    Page.objects.update(numchild=0)
