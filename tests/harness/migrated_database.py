"""One SQLite file with every migration applied, made once and copied: migrating takes longer than most tests.

The file is kept in ``var/tests`` under a digest of all migrations and locked packages, so that it is never stale;
Django's own ``migrate`` still runs over each copy and would apply what is missing.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

FOLDER = Path(__file__).resolve().parents[2] / "var" / "tests"
ROOT = FOLDER.parents[1]


def template() -> Path:
    """Path of the migrated file; the first to ask makes it, others wait for that."""
    file = FOLDER / f"migrated-{_digest()}.sqlite3"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _lock(FOLDER / "lock"):
        if not file.exists():
            with tempfile.TemporaryDirectory() as folder:
                _migrate(Path(folder))
                (Path(folder) / "portal.sqlite3").replace(file)
    return file


def fill_before_migrating(connection: BaseDatabaseWrapper) -> None:
    """Have Django's test database start as a copy of the template, so that its own `migrate` finds nothing to do."""
    create = connection.creation._create_test_db

    def create_filled(*args: object, **kwargs: object) -> str:
        name = create(*args, **kwargs)
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(template())) as source:
            source.backup(connection.connection)
        return name

    connection.creation._create_test_db = create_filled


def _migrate(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATA_DIR": str(folder),
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"], cwd=ROOT, env=environment, check=True
    )
    with contextlib.closing(sqlite3.connect(folder / "portal.sqlite3")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "development.txt").read_bytes())
    for app in settings.INSTALLED_APPS:
        for file in sorted((ROOT / Path(*app.split(".")) / "migrations").glob("*.py")):
            digest.update(str(file.relative_to(ROOT)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def _lock(file: Path) -> Iterator[None]:
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
