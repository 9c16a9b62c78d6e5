"""Load the establishments from ``directory/data``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from directory.establishments import loading
from directory.establishments.files import FILE, EstablishmentFileError
from directory.models import Commune

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from directory.establishments.loading import Difference


class Command(BaseCommand):
    help = (
        "Load the establishments of the prison service. May be run again at any time: all or nothing, what the file "
        "no longer names stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--file", type=Path, default=FILE, help="another file of the same columns")

    def handle(self, *, dry_run: bool, file: Path, verbosity: int, **options: Any) -> None:
        if not Commune.objects.exists():
            raise CommandError("Rien n’a changé. Chargez d’abord le territoire\u00a0: manage.py load_territories.")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Rien n’a changé. {file.name} ne peut pas être lu\u00a0: {error.strerror}.") from error
        try:
            found = loading.load(loading.read(content), dry_run=dry_run)
        except EstablishmentFileError as error:
            raise CommandError(f"Rien n’a changé. {file.name} a des fautes\u00a0:\n{error}") from error
        if verbosity:
            self.tell(found, dry_run=dry_run)

    def tell(self, found: Difference, *, dry_run: bool) -> None:
        """The difference: its sum first, then each establishment whose fields change."""
        counts = f"{len(found.added)} ajoutés, {len(found.changed)} modifiés, {found.unchanged} inchangés"
        self.stdout.write(f"→ Établissements\u00a0: {counts}{' (essai, rien n’est enregistré)' if dry_run else ''}.")
        if found.changed or dry_run:
            for slug in found.added:
                self.stdout.write(f"  + {slug}")
        for slug, changes in found.changed.items():
            told = "\u00a0; ".join(
                f"{name}\u00a0: {old or '(vide)'} → {new or '(vide)'}" for name, (old, new) in changes.items()
            )
            self.stdout.write(f"  ~ {slug}\u00a0: {told}")
        for slug in found.absent:
            self.stdout.write(f"  = {slug}\u00a0: absent du fichier, gardé")
