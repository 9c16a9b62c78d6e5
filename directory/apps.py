from __future__ import annotations

from django.apps import AppConfig

from portal import periodic


class DirectoryConfig(AppConfig):
    """Everything with a territory: departments, DISP, referents, actors."""

    name = "directory"
    verbose_name = "annuaire"

    def ready(self) -> None:
        """Register the checks and the periodic work."""
        from directory import mailboxes  # noqa: F401, PLC0415 - importing registers them; models are not loaded before
        from directory.staff import freshness  # noqa: PLC0415

        periodic.register("directory.freshness", freshness.ask_all)
