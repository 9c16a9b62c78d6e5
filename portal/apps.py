from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Accounts, media, site settings and what every page shares."""

    name = "portal"
    verbose_name = "portail"

    def ready(self) -> None:
        """Connect the signals that keep the cached site frame true."""
        from portal.cms import navigation

        navigation.connect_signals()
