from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.findings.collecting import findings


class Command(BaseCommand):
    """Say in French, for whoever opens the site, what it still lacks. Ends with an error while something does."""

    help = "Say what this site still lacks: texts, mailboxes, territory, mail, backups, accounts."

    def handle(self, **_: Any) -> None:
        """A line for each thing; raise CommandError with their number."""
        found = findings()
        for each in found:
            self.stdout.write(f"- {each}")
        if found:
            raise CommandError(f"{len(found)} à compléter.")
        self.stdout.write("Rien ne manque.")
