from __future__ import annotations

from django.apps import AppConfig

from portal import periodic


class PortalConfig(AppConfig):
    """Accounts, media, site settings and what every page shares."""

    name = "portal"
    verbose_name = "portail"

    def ready(self) -> None:
        """Register checks and periodic work, and connect the signals that keep what is cached true."""
        from portal import checks  # noqa: F401, PLC0415 - importing registers them
        from portal.cms import navigation, private_sections, publication  # noqa: PLC0415 - models exist only once the apps are loaded

        navigation.connect_signals()
        private_sections.connect_signals()
        periodic.register("portal.publication", publication.publish_what_is_due)
