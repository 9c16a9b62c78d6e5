"""The app of the requests: its periodic jobs."""

from __future__ import annotations

from django.apps import AppConfig

from portal import periodic, personal_data


class ContactConfig(AppConfig):
    """The employer's request, from form to answer."""

    name = "directory.contact"
    label = "contact"
    verbose_name = "demandes"

    def ready(self) -> None:
        """Register the periodic work, and what is held under an e-mail address outside of the requests."""
        from directory.contact.desk import months  # noqa: PLC0415 - models are not loaded before
        from directory.contact.files import waiting  # noqa: PLC0415 - as below
        from directory.contact.form import drafts  # noqa: PLC0415 - models are not loaded before
        from directory.contact.inbox import bounces, reading  # noqa: PLC0415 - as above
        from directory.contact.reminders import digest, outcomes, overdue, parts  # noqa: PLC0415 - as above
        from directory.contact.retention import purging  # noqa: PLC0415 - as above

        months.connect()
        periodic.register("contact.replies", reading.read_replies, turn=periodic.Turn.LAST)
        periodic.register("contact.undelivered", bounces.take_back_refused, turn=periodic.Turn.URGENT)
        periodic.register("contact.reminders", overdue.remind)
        periodic.register("contact.escalations", overdue.escalate)
        periodic.register("contact.parts", parts.remind)
        periodic.register("contact.late", overdue.tell_employers)
        periodic.register("contact.outcomes", outcomes.ask)
        periodic.register("contact.digest", digest.send)
        periodic.register("contact.retention", purging.purge_due)
        periodic.register("contact.drafts", drafts.erase_due)
        periodic.register("contact.files", waiting.erase_due)
        personal_data.register("brouillons du formulaire", personal_data.Holder(drafts.export, drafts.erase))
