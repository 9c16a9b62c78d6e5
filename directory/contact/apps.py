from __future__ import annotations

from django.apps import AppConfig

from portal import periodic


class ContactConfig(AppConfig):
    """The employer's request, from form to answer."""

    name = "directory.contact"
    label = "contact"
    verbose_name = "demandes"

    def ready(self) -> None:
        """Register the periodic work."""
        from directory.contact.answers import reading, undelivered  # noqa: PLC0415 - models are not loaded before
        from directory.contact.reminders import digest, overdue  # noqa: PLC0415 - as above
        from directory.contact.retention import purging  # noqa: PLC0415 - as above

        periodic.register("contact.replies", reading.read_replies)
        periodic.register("contact.undelivered", undelivered.take_back_refused)
        periodic.register("contact.reminders", overdue.remind)
        periodic.register("contact.escalations", overdue.escalate)
        periodic.register("contact.digest", digest.send)
        periodic.register("contact.retention", purging.purge_due)
