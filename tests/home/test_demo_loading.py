"""Where the demonstration may be loaded, and what a load that fails leaves."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.models import Site

from directory.models import Commune, Department
from home.demo.accounts import ACCOUNTS, create_accounts, login_lines
from portal.models import PortalDocument, PortalSettings, User
from tests.directory.factories import ActorFactory, load_small_territory
from tests.home.demo.demonstration import counts, load


def media_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_a_production_site_is_refused(db):
    load_small_territory()
    before = counts()
    with pytest.raises(CommandError, match="DEBUG is off") as refusal:
        call_command("load_demo_content")
    assert "\n" not in str(refusal.value)
    assert counts() == before


def test_a_site_with_content_of_somebody_else_is_refused(db):
    load_small_territory()
    call_command("setup_site", stdout=io.StringIO())
    ActorFactory(name="Notre service")
    before = counts()
    with pytest.raises(CommandError, match="1 acteurs") as refusal:
        load()
    assert "\n" not in str(refusal.value)
    assert counts() == before
    assert not User.objects.exists()


def test_a_load_that_fails_leaves_nothing_behind(db):
    load_small_territory()
    call_command("setup_site", stdout=io.StringIO())
    Commune.objects.filter(department="976").delete()
    Department.objects.get(code="976").delete()
    before, files = counts(), media_files()
    with pytest.raises(LookupError, match="load_territories"):
        load()
    assert counts() == before
    assert media_files() == files
    assert not PortalSettings.for_site(Site.objects.get()).is_demonstration


def test_an_account_of_that_name_made_by_somebody_keeps_its_password(db):
    User.objects.create_user("admin", "moi@service.example", "a-password-of-my-own")
    assert create_accounts() == len(ACCOUNTS) - 1
    assert User.objects.get(username="admin").check_password("a-password-of-my-own")
    assert not any("admin  " in line for line in login_lines())


def test_a_document_is_content_too(db):
    load_small_territory()
    call_command("setup_site", stdout=io.StringIO())
    document = PortalDocument(title="Notre charte")
    document.file.save("charte.txt", ContentFile("La nôtre."))
    with pytest.raises(CommandError, match="1 documents"):
        load()
