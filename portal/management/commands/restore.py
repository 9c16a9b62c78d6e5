from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.backup import archives, restoring
from portal.backup.databases import BackupError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Verify a backup, then restore it. Web processes, senders and timers are stopped meanwhile."""

    help = "Restore a backup: database, media, then the search. Nothing is touched before the whole file is verified."
    requires_system_checks: list[str] = []  # they read tables that may not be there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--identity", default="", help="file of the private key of age")
        parser.add_argument("--check", action="store_true", help="only verify the file")
        parser.add_argument("--replace", action="store_true", help="in the place of a database or media that are there")
        parser.add_argument("--mails", action="store_true", help="let mails leave that waited when it was saved")

    def handle(self, *, file: Path, identity: str, check: bool, replace: bool, mails: bool, **_: Any) -> None:
        """Say what was restored; raise CommandError when nothing was, or only a part."""
        data = Path(settings.DATA_DIR)
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="restore-", dir=data) as folder:  # moved, not copied, into its place
            try:
                manifest = archives.read(file, Path(folder), identity)
                self.stdout.write(f"{file}: whole, saved {manifest['made_at']}, {len(manifest['files']) - 1} media.")
                if check:
                    return
                told = restoring.restore(Path(folder), manifest, replace=replace, mails=mails)
            except (BackupError, OSError) as error:
                raise CommandError(f"Not restored: {error}") from error
        for line in told:
            self.stdout.write(line)
        cache.clear()  # what was cached is of a database that is gone
        call_command("migrate", verbosity=0)
        call_command("search_index", "rebuild", stdout=self.stdout)
        self.stdout.write("Restored.")
