from __future__ import annotations

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from portal.cms.publication import put_off_unfinished


class Command(WagtailCommand):
    """Wagtail's command, which the first unfinished draft would stop: those are put off before."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many wait again, then publish and expire the rest."""
        if not options["dryrun"] and (count := put_off_unfinished()):
            self.stdout.write(f"{count} unfinished drafts put off")
        super().handle(*args, **options)
