from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from directory.models import Department
from home.demo.accounts import login_lines
from home.demo.loading import content_of_others, load_demonstration
from home.setup.quiet import quiet

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Fill the site with the demonstration: what is missing of it, all or nothing, and its openly known accounts.

    Refuses a production site and one that holds content of somebody else. Sets the site up and loads the territories
    first when that was not done.
    """

    help = "Load the demonstration's content and accounts into an empty site (DEBUG only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--logins", action="store_true", help="only print the demonstration's logins")

    def handle(self, *, logins: bool, **_: Any) -> None:
        """Load, then print the logins; raise CommandError, in one line, when this is no site for a demonstration."""
        if not settings.DEBUG:
            raise CommandError("The demonstration is for development only: DEBUG is off, nothing was changed.")
        if not logins:
            self.load()
        for line in login_lines():
            self.stdout.write(line)

    def load(self) -> None:
        """Refuse, or load and say so."""
        if held := content_of_others():
            raise CommandError(
                f"This site holds content that is not the demonstration’s ({', '.join(held)}): nothing was changed."
            )
        call_command("setup_site", stdout=self.stdout)
        if not Department.objects.exists():
            call_command("load_territories", stdout=self.stdout)
            with quiet():
                call_command("load_establishments", stdout=self.stdout)
        with quiet():
            made = load_demonstration()
        self.stdout.write(f"Demonstration loaded: {made} things made." if made else "Demonstration already loaded.")
