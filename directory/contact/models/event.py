from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from directory import wording


class RequestEvent(models.Model):
    """One line of a request's history: who did what, when, and the words that were exchanged.

    Written by `directory.contact.workflow` only, in the transaction of what happened. It goes with its request.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", "reçue"
        CONFIRMED = "confirmed", "adresse confirmée"
        TAKEN = "taken", "prise en charge"
        ANSWERED = "answered", "réponse donnée"  # outside of the portal: « j’ai répondu »
        ANSWER = "answer", "réponse envoyée"  # from the desk, or read from the mailbox
        EMPLOYER_MESSAGE = "employer", "message de l’employeur"
        STATE = "state", "changement d’état"
        REASSIGNED = "reassigned", "réattribuée"
        NOTE = "note", "note interne, jamais envoyée"
        REMINDED = "reminded", "rappel au référent"
        ESCALATED = "escalated", "rappel au responsable"
        BOUNCED = "bounced", "message non remis"
        WITHDRAWN = "withdrawn", "retirée par l’employeur"

    # What an employer may read on the follow-up page; notes, reminders and changes of hands are the team's.
    SHOWN_TO_EMPLOYER = frozenset(
        {Kind.RECEIVED, Kind.CONFIRMED, Kind.TAKEN, Kind.ANSWERED, Kind.ANSWER, Kind.EMPLOYER_MESSAGE, Kind.STATE}
        | {Kind.REASSIGNED, Kind.WITHDRAWN}
    )

    # What somebody did, after their name.
    DEEDS = {
        Kind.RECEIVED: "a envoyé la demande",
        Kind.CONFIRMED: "a confirmé son adresse",
        Kind.TAKEN: "a pris la demande en charge",
        Kind.ANSWERED: "a répondu",
        Kind.ANSWER: "a répondu",
        Kind.EMPLOYER_MESSAGE: "a écrit",
        Kind.STATE: "a changé l’état",
        Kind.REASSIGNED: "a réattribué la demande",
        Kind.NOTE: "a noté",
        Kind.REMINDED: "a relancé le référent",
        Kind.ESCALATED: "a prévenu les responsables",
        Kind.BOUNCED: "a signalé un message non remis",
        Kind.WITHDRAWN: "a retiré la demande",
    }

    request = models.ForeignKey(
        "contact.ContactRequest", on_delete=models.CASCADE, related_name="events", verbose_name="demande"
    )
    kind = models.CharField("événement", max_length=10, choices=Kind)
    at = models.DateTimeField("le", default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="par"
    )
    # As it was: an account may go. For the team alone: whether the public may know a referent's name is theirs to say.
    actor_label = models.CharField("par", max_length=150, blank=True)
    text = models.TextField("texte", blank=True)
    data = models.JSONField("détails", default=dict, blank=True)  # codes only, never a name or an address
    message_id = models.CharField("identifiant du message", max_length=255, blank=True)
    outbox_message = models.ForeignKey(
        "mail.OutboxMessage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="message"
    )

    class Meta:
        verbose_name = "événement d’une demande"
        verbose_name_plural = "événements des demandes"
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["request", "at"], name="event_of_request")]
        constraints = [
            # The same mail read twice, or by two readers side by side, is attached once.
            models.UniqueConstraint(
                fields=["request", "message_id"], condition=~Q(message_id=""), name="event_of_one_message"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"  # no names: this text reaches log lines

    @property
    def deed(self) -> str:
        """« a répondu », to follow the name of who did it."""
        return self.DEEDS[self.kind]

    @property
    def when(self) -> str:
        """« à 10 h 12 » today, else « le 3 novembre à 10 h 12 »."""
        at, today = timezone.localtime(self.at), timezone.localdate()
        time = f"à {at.hour} h {at:%M}"
        return time if at.date() == today else f"le {wording.day(at.date(), today=today)} {time}"

    @property
    def delivery(self) -> str:
        """What became of its mail: "sent", "failed", "waiting"; empty when it has none, or none any more."""
        mail = self.outbox_message
        if mail is None:
            return ""
        return "sent" if mail.sent_at else "failed" if mail.failed_at else "waiting"
