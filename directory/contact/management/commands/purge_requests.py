"""Forget the requests whose time is over, now. See docs/operating.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.contact.retention import purging

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Forget the requests whose time is over, as `run_due` does."""

    help = "Erase requests at the end of their retention, with their mails, histories and logs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what would go, and erase nothing")

    def handle(self, *, dry_run: bool, **_: Any) -> None:
        forgotten = purging.purge(timezone.now(), dry_run=dry_run)
        self.stdout.write(f"{'would forget' if dry_run else 'forgot'}: {forgotten}")
