"""Hand out or erase what is known under an e-mail address. See docs/operating.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from directory.contact.retention import personal

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Hand out, or erase, what is known under an e-mail address."""

    help = "Export as JSON, or erase, everything that is known under an e-mail address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["export", "erase"])
        parser.add_argument("--email", required=True, help="the address; case does not count")
        parser.add_argument("--dry-run", action="store_true", help="with erase: say what would go, and erase nothing")

    def handle(self, *, action: str, email: str, dry_run: bool, **_: Any) -> None:
        """Do it; raise CommandError for what is no address."""
        if "@" not in email:
            raise CommandError("That is no e-mail address.")
        if action == "export":
            told = json.dumps(personal.export(email), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            self.stdout.write(told)
            return
        erased = personal.erase(email, dry_run=dry_run)
        verb = "would erase" if dry_run else "erased"
        self.stdout.write(f"{verb}: {erased.forgotten}")
        self.stdout.write(f"{verb}: {erased.mails} other mails, {erased.quotations} quotations in texts of others")
        for name, count in erased.elsewhere.items():
            self.stdout.write(f"{verb}: {count} {name}")
        for reason in erased.kept:
            self.stdout.write(f"kept: {reason}")
