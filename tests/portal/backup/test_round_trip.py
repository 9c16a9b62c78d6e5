"""`backup`, then `restore` on another machine: rows, media, mails that waited, links that were mailed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests.harness.migrated_database import template
from tests.harness.s3_server import running_s3

if TYPE_CHECKING:
    from pathlib import Path

FILL = """
from portal.mail import outbox
from portal.models import User
from django.core import signing
from django.db import transaction
from pathlib import Path
from django.conf import settings
User.objects.create_user("lou", email="lou@portail.example")
with transaction.atomic():
    outbox.add(outbox.OutgoingMail(to=("a@b.example",), subject="Bonjour", text="Texte"))
(Path(settings.MEDIA_ROOT) / "images").mkdir(parents=True)
(Path(settings.MEDIA_ROOT) / "images" / "é.png").write_bytes(b"picture")
print(signing.dumps("mailed before", salt="test"))
"""
TELL = """
import json
from django.apps import apps
from portal.mail.models import OutboxMessage
from portal.models import User
from django.core import signing
from django.utils import timezone
KEPT = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
print(json.dumps({
    "rows": {each._meta.db_table: each._base_manager.count() for each in KEPT},
    "users": list(User.objects.filter(username="lou").values_list("email", flat=True)),
    "due": OutboxMessage.objects.due(timezone.now()).count(),
    "waiting": OutboxMessage.objects.waiting().count(),
    "link": signing.loads(LINK, salt="test"),
}))
"""


class Machine:
    """A portal with data and secrets of its own."""

    def __init__(self, data: Path, **variables: str) -> None:
        self.data = data
        data.mkdir()
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ELASTICSEARCH_URL"}}
        self.environment = (
            kept
            | {
                "DJANGO_SETTINGS_MODULE": "portal.settings.development",
                "DATA_DIR": str(data),
            }
            | variables
        )

    def manage(self, *arguments: str, fails: bool = False) -> str:
        """What a command prints; its complaint, when it is expected to fail."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
        )
        assert bool(done.returncode) is fails, done.stderr
        return done.stderr if fails else done.stdout

    def python(self, code: str) -> str:
        return self.manage("shell", "-v0", "-c", code)


@pytest.fixture
def machines(tmp_path) -> tuple[Machine, Machine]:
    """One that works, and one with nothing and another secret."""
    first = Machine(tmp_path / "first", SECRET_KEY="the-first-secret")
    shutil.copy(template(), first.data / "portal.sqlite3")
    return first, Machine(tmp_path / "second", SECRET_KEY="the-second-secret", SECRET_KEY_FALLBACKS="the-first-secret")


def test_a_machine_that_is_lost_comes_back(machines, tmp_path):
    first, second = machines
    link = first.python(FILL).strip().splitlines()[-1]
    tell = TELL.replace("LINK", repr(link))
    before = json.loads(first.python(tell))
    file = tmp_path / "saved.tar.gz"
    said = first.manage("backup", str(file))
    assert "the database and 1 media" in said
    assert "SECRET_KEY" in said
    assert (first.data / "derniere-sauvegarde").exists()
    assert "exists already" in first.manage("backup", str(file), fails=True)

    assert "whole, saved" in second.manage("restore", str(file), "--check")
    assert not (second.data / "portal.sqlite3").exists()
    said = second.manage("restore", str(file))
    assert "1 mails that waited are held" in said
    assert "SECRET_KEY is another one" in said
    after = json.loads(second.python(tell))
    for table in ("search_follower", "search_changelog", "search_change"):  # of the index, which is built anew
        assert after["rows"].pop(table) >= 0 <= before["rows"].pop(table)
    assert (before.pop("due"), after.pop("due")) == (1, 0), "it may have left since"
    assert after == before
    assert (second.data / "media" / "images" / "é.png").read_bytes() == b"picture"
    assert not list(second.data.glob("restore-*"))

    (second.data / "media" / "newer").write_text("kept aside")
    assert "not empty" in second.manage("restore", str(file), fails=True)
    assert "are now in" in second.manage("restore", str(file), "--replace", "--mails")
    assert [each.read_text() for each in second.data.glob("media-*/newer")] == ["kept aside"]
    assert json.loads(second.python(tell))["due"] == 1


STORE = """
from django.core.files.base import ContentFile as C
from django.core.files import storage
keep = storage.default_storage.save
"""


@pytest.mark.servers
@pytest.mark.full
def test_media_that_lie_in_a_bucket_come_back(tmp_path):
    with running_s3(tmp_path) as server:
        first = Machine(tmp_path / "first", MEDIA_STORAGE_URL=server.address())
        shutil.copy(template(), first.data / "portal.sqlite3")
        first.python(f"{STORE}keep('images/é.png', C(b'picture'))\nkeep('documents/a.pdf', C(b'letter'))")
        file = tmp_path / "saved.tar.gz"
        assert "the database and 2 media" in first.manage("backup", str(file))
        server.empty()
        second = Machine(tmp_path / "second", MEDIA_STORAGE_URL=server.address())
        lost = Machine(tmp_path / "lost", MEDIA_STORAGE_URL=server.address(secret="wrong"))
        assert "SignatureDoesNotMatch" in lost.manage("restore", str(file), fails=True)
        assert not (lost.data / "portal.sqlite3").exists() or not (lost.data / "portal.sqlite3").stat().st_size
        second.manage("restore", str(file))
        assert server.names() == ["media/documents/a.pdf", "media/images/é.png"]
        assert "not empty" in second.manage("restore", str(file), fails=True)
        assert "of the bucket" in second.manage("restore", str(file), "--replace")
        assert len(server.names()) == 4, "those that were there lie aside"
        assert "picture" in second.python(f"{STORE}print(storage.default_storage.open('images/é.png').read())")
        assert not (second.data / "media").exists()
