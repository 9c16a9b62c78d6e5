"""A backup of each former release is restored by this code: tables are brought up to date, nothing in it is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.harness import on_postgres, release_dump
from tests.harness.skipping import need
from tests.harness.system_packages import postgres_bin

if TYPE_CHECKING:
    from pathlib import Path

RELEASES = sorted(each.stem for each in release_dump.FOLDER.glob("*.json"))
TELL = """
import json
from django.conf import settings
from django.test import Client
from wagtail.models import Page
from directory.contact.models import ContactRequest, RequestFile
from news.models import Subscription
from portal.mail.models import OutboxMessage
from portal.models import PortalDocument, PortalImage, SignIn, User
settings.ALLOWED_HOSTS = ["*"]
visitor = Client()
asked = ContactRequest.objects.get()
pages = [each.get_url() for each in Page.objects.live().filter(depth__gt=1)]
print(json.dumps({
    "pages": len(pages),
    "refused": {path: status for path in pages if (status := visitor.get(path, follow=True).status_code) != 200},
    "asked": [asked.contact_name, asked.email, asked.organisation, asked.message],
    "events": sorted(asked.events.values_list("kind", flat=True)),
    "files": [(each.name, bytes(each.content).decode()) for each in RequestFile.objects.defer(None)],
    "mails": sorted(OutboxMessage.objects.values_list("subject", flat=True)),
    "held": OutboxMessage.objects.waiting().count(),
    "subscribed": list(Subscription.objects.values_list("email", flat=True)),
    "accounts": list(User.objects.values_list("username", flat=True)),
    "sign-ins": SignIn.objects.count(),
    "media": [each.get().file.read()[:4].decode("latin-1") for each in (PortalImage.objects, PortalDocument.objects)],
}))
"""


def test_there_is_a_release():
    assert "1.0.0" in RELEASES


@pytest.mark.parametrize("release", RELEASES)
def test_no_migration_of_a_release_was_changed(release):
    """Portals have applied them as they were: an edited one would be skipped there, and applied here."""
    had = json.loads((release_dump.FOLDER / f"{release}.json").read_text(encoding="utf-8"))
    now = release_dump.digests()
    assert len(had) > 20
    changed = [path for path, digest in had.items() if now.get(path) != digest]
    assert changed == [], f"changed since {release}; take the change back, and write a new migration: {changed}"


@pytest.mark.parametrize("release", RELEASES)
def test_its_data_are_small_and_of_nobody(release):
    sizes = [each.stat().st_size for each in release_dump.FOLDER.glob(f"{release}-*.tar.gz")]
    assert len(sizes) == 2
    assert sum(sizes) < 1_000_000


def taken_over(release: str, vendor: str, database: str, data: Path) -> dict:
    """What a portal of this code tells after it restored that backup."""
    file = release_dump.FOLDER / f"{release}-{vendor}.tar.gz"
    assert "Restored." in release_dump.manage(data, database, "restore", str(file))
    assert "No migrations to apply" in release_dump.manage(data, database, "migrate", "--verbosity", "1")
    return json.loads(release_dump.manage(data, database, "shell", "--verbosity", "0", "-c", TELL).splitlines()[-1])


def check(told: dict) -> None:
    """All that `release_dump.FILL` had put there."""
    assert told["pages"] > 20
    assert told["refused"] == {}
    assert told["asked"][:3] == ["Lou Modèle", "lou.modele@atelier-exemple.example", "Atelier Exemple"]
    assert "coffrets" in told["asked"][3]
    assert {"received", "note"} <= set(told["events"])
    assert told["files"] == [["plan.txt", "Un plan d'exemple"]]
    assert "Bonjour" in told["mails"]
    assert len(told["mails"]) == told["held"] == 3, "of the request, and one more: nothing has left"
    assert (told["subscribed"], told["accounts"], told["sign-ins"]) == (["lou@atelier.example"], ["lou"], 1)
    assert told["media"] == ["\x89PNG", "%PDF"]


@pytest.mark.full
@pytest.mark.parametrize("release", RELEASES)
def test_it_is_taken_over_on_sqlite(release, tmp_path):
    check(taken_over(release, "sqlite", "", tmp_path / "var"))


@pytest.mark.full
@pytest.mark.servers
@pytest.mark.parametrize("release", RELEASES)
def test_it_is_taken_over_on_postgresql(release, tmp_path):
    need("postgresql")
    programs = postgres_bin()
    assert programs
    with on_postgres.server(programs) as address:
        check(taken_over(release, "postgresql", address, tmp_path / "var"))
