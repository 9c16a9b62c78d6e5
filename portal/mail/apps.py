"""App of the outbox."""

from __future__ import annotations

from django.apps import AppConfig

from portal import periodic
from portal.health import probing
from portal.web import measures


class MailConfig(AppConfig):
    """Messages stored with what they are about, sent later."""

    name = "portal.mail"
    label = "mail"
    verbose_name = "courrier"

    def ready(self) -> None:
        """Register the check that a lease outlives an attempt, and the periodic work."""
        from portal.mail import checks  # noqa: F401, PLC0415 - importing registers it, once settings are complete
        from portal.mail.retention import forget_old  # noqa: PLC0415 - models are not loaded before
        from portal.mail.waiting import measured, trouble  # noqa: PLC0415

        probing.register("outbox", trouble)
        measures.register("mail.outbox", measured)
        periodic.register("mail.retention", forget_old)
