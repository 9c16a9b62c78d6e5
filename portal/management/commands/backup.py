from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from portal.backup import restoring
from portal.backup.databases import BackupError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Write a backup while visitors go on; the file is there once it is whole."""

    help = (
        "Save the database and the media in one file. The search is built anew after a restore; secrets are not saved."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a new file, such as portail.tar.gz")
        parser.add_argument(
            "--recipient", action="append", default=[], help="encrypt for this public key of age (age1…)"
        )

    def handle(self, *, file: Path, recipient: list[str], **_: Any) -> None:
        """Say what was saved; raise CommandError when it was not."""
        try:
            manifest = restoring.back_up(file, recipient)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup: {error}") from error
        self.stdout.write(f"{file}: the database and {len(manifest['files']) - 1} media, {file.stat().st_size} bytes.")
        self.stdout.write(f"Not in it, to be kept elsewhere: {', '.join(manifest['secrets'])}.")
