"""The app of the directory: what has to be imported once models are loaded."""

from __future__ import annotations

from django.apps import AppConfig

from portal import periodic
from portal.web import warming


class DirectoryConfig(AppConfig):
    """Everything with a territory: departments, DISP, referents, actors."""

    name = "directory"
    verbose_name = "annuaire"

    def ready(self) -> None:
        """Register the checks, the periodic work, and the tables of places to be loaded before anybody asks."""
        from directory import checks  # noqa: F401, PLC0415 - importing registers them; models are not loaded before
        from directory.staff import freshness, workshop_freshness  # noqa: PLC0415 - models are not loaded before
        from directory.territory.gazetteer import preload_gazetteer  # noqa: PLC0415 - as above

        warming.register("directory.places", preload_gazetteer)
        periodic.register("directory.freshness", freshness.ask_all)
        periodic.register("directory.workshops", workshop_freshness.run)
