"""The history of a request: who did what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.french import dates

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class Author:
    """Who did something: an account, or nobody in particular (a signed link, the mailbox, the portal itself)."""

    label: str
    user: AbstractBaseUser | None = None

    @classmethod
    def of(cls, user: AbstractBaseUser) -> Author:
        """An account, by the name it shows."""
        return cls(user.get_full_name() or user.get_username(), user)


# Why a mail was not delivered, by the codes of `directory.contact.inbox.causes.Cause`.
CAUSES = {
    "unknown": "cette adresse n’existe pas",
    "disabled": "cette boîte est fermée",
    "full": "cette boîte est pleine",
    "too_large": "le message est trop lourd pour cette boîte",
    "no_host": "le serveur de cette adresse est introuvable",
    "expired": "le serveur de cette adresse n’a pas répondu à temps",
    "refused": "le serveur de cette adresse a refusé le message",
    "other": "raison inconnue",
}
EMPLOYER, PORTAL = Author("l’employeur"), Author("le portail")


class RequestEvent(models.Model):
    """One line of a request's history: who did what, when, and the words that were exchanged.

    Written by `directory.contact.workflow.transitions` only, in the transaction of what happened. It goes with its
    request.
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
        PLANNED = "planned", "prochaine étape"
        TURNED = "turned", "à nous de nouveau"
        RESULTS = "results", "résultats"
        OUTCOME = "outcome", "bilan de l’employeur"
        SHARED = "shared", "part confiée"
        PART_DONE = "part_done", "part faite"
        DECLINED = "declined", "pas pour moi"
        UNVERIFIED = "unverified", "message d’un expéditeur inconnu"
        AUTOMATIC = "automatic", "réponse automatique"

    # What an employer may read on the follow-up page; notes, reminders and changes of hands are the team's.
    SHOWN_TO_EMPLOYER = frozenset(
        {Kind.RECEIVED, Kind.CONFIRMED, Kind.TAKEN, Kind.ANSWERED, Kind.ANSWER, Kind.EMPLOYER_MESSAGE, Kind.STATE}
        | {Kind.REASSIGNED, Kind.WITHDRAWN, Kind.OUTCOME}
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
        Kind.PLANNED: "a fixé la prochaine étape",
        Kind.TURNED: "a remis la demande à l’équipe",
        Kind.RESULTS: "a noté les résultats",
        Kind.OUTCOME: "a dit ce que la demande a donné",
        Kind.SHARED: "a confié une part de la demande",
        Kind.PART_DONE: "a fait sa part",
        Kind.DECLINED: "a dit « pas pour moi »",
        Kind.UNVERIFIED: "a écrit",
        Kind.AUTOMATIC: "a répondu tout seul",
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
    copied_to = models.CharField("copie à", max_length=1400, blank=True)  # addresses, separated by a comma and a blank
    message_id = models.CharField("identifiant du message", max_length=255, blank=True)
    outbox_message = models.ForeignKey(
        "mail.OutboxMessage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="message"
    )

    class Meta:
        verbose_name = "événement d’une demande"
        verbose_name_plural = "événements des demandes"
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["request", "at"], name="event_of_request"),
            models.Index(fields=["request"], condition=Q(kind="bounced"), name="event_bounced"),
        ]
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
    def cause_label(self) -> str:
        """Why a mail was not delivered: « cette boîte est pleine »; « raison inconnue » for events of former times."""
        return CAUSES.get(self.data.get("cause", ""), CAUSES["other"])

    @property
    def actor_address(self) -> str:
        """From where the mail behind it came; empty without one."""
        mail = getattr(self, "mail", None)
        return mail.sender if mail else ""

    @property
    def when(self) -> str:
        """« à 10 h 12 » today, else « le 3 novembre à 10 h 12 »."""
        at, today = timezone.localtime(self.at), timezone.localdate()
        if at.date() == today:
            return f"à {dates.hour_label(at)}"
        return f"le {dates.moment_label(at, today=today)}"

    @property
    def delivery(self) -> str:
        """What became of its mail: "sent", "failed", "waiting"; empty when it has none, or none any more."""
        mail = self.outbox_message
        if mail is None:
            return ""
        return "sent" if mail.sent_at else "failed" if mail.failed_at else "waiting"
