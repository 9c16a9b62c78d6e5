from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """What frames and composes the site."""

    name = "home"
    verbose_name = "accueil"

    def ready(self) -> None:
        """Register the checks."""
        from home import checks  # noqa: F401, PLC0415 - importing registers them
