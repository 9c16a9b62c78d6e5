"""Load the reference tables of the territory from ``directory/data``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from directory.models import Department, Disp, Region, TerritoryVersion
from directory.territory import files
from directory.territory.loading import load
from portal.files.csv_reader import TableFileError
from search.index import change_log as search_changes
from search.index import registry

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator


AREAS = 3  # tables that pages and search name: directions, regions, departments; they are loaded first


class Command(BaseCommand):
    help = "Load regions, departments, communes, former names and CEDEX. May be run again at any time: all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-changed", action="store_true", help="do nothing when the tables already hold these very files"
        )
        parser.add_argument(
            "--data", type=Path, default=files.DATA, metavar="FOLDER", help="another folder of data files"
        )

    def handle(self, *, if_changed: bool, data: Path, verbosity: int, **options: Any) -> None:
        start = time.monotonic()

        def tell(line: str) -> None:
            if verbosity:
                self.stdout.write(line)

        try:
            if if_changed and TerritoryVersion.objects.filter(sha256=files.fingerprint(data)).exists():
                tell("→ Territory: current")
                return
            tell("→ Territory: reading the data files")
            with transaction.atomic():
                changes = load(files.read_tables(data), lambda line: tell(f"  {line}"))
                if any(change.added or change.changed or change.removed for change in changes[:AREAS]):
                    search_changes.record(_searched())
        except TableFileError as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        except DatabaseError as error:
            raise CommandError(f"Nothing was changed. The database refused the tables: {error}") from error
        for change in changes:
            if change.kept:
                self.stderr.write(
                    f"  {change.label}: {', '.join(change.kept)} left the files but stay, since other records use them"
                )
        totals = [sum(getattr(change, name) for change in changes) for name in ("added", "changed", "removed")]
        took = time.monotonic() - start
        tell("→ Territory loaded in {:.1f} s: {:,} rows added, {:,} changed, {:,} removed".format(took, *totals))


def _searched() -> Iterator[str]:
    """Keys of all that the search says of directions, regions and departments: these are not saved one by one."""
    for model in (Disp, Region, Department):
        for row in model.objects.all():
            yield from registry.keys_touched_by(row)
