from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.styles import build


class Command(BaseCommand):
    """Write portal/static/portal/dsfr: one style sheet a theme, with its fonts and icons."""

    help = "Build the style sheets from the installed design system; does nothing when they are current."
    requires_system_checks = []  # one of them asks for what this command makes

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = build.build(build.design_system())
        except OSError as error:
            raise CommandError(f"The style sheets could not be built: {error}") from error
        if options["verbosity"] >= 1:
            self.stdout.write(f"→ Style sheets: {len(changed)} files written" if changed else "→ Style sheets: current")
