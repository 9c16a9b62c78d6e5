"""Table of the outbox."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Min, Q
from django.utils import timezone

from portal.web.shared_clock import MOST

HELD_UNTIL = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)  # no sender's time


def _is_free(now: datetime.datetime) -> Q:
    """Nobody holds it, or only by a clock that was set back since: no lease is as long."""
    longest = datetime.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS) + MOST
    return Q(leased_until__isnull=True) | Q(leased_until__lte=now) | Q(leased_until__gt=now + longest)


def _has_rested(now: datetime.datetime) -> Q:
    """Its time has come, or was set by a clock that was set back since: it is of later than now, or rests too long."""
    longest = datetime.timedelta(seconds=max(settings.OUTBOX_DELAYS_SECONDS)) + MOST
    is_of_later = Q(created_at__gt=now) | Q(next_attempt_at__gt=now + longest)
    return Q(next_attempt_at__lte=now) | (is_of_later & Q(next_attempt_at__lt=HELD_UNTIL))


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Messages by what is left to do about them."""

    def waiting(self) -> OutboxQuerySet:
        """Messages that still have to leave."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def due(self, now: datetime.datetime) -> OutboxQuerySet:
        """Messages that any sender may take now: their time has come and nobody holds them."""
        return self.waiting().filter(_is_free(now), _has_rested(now))

    def failed(self) -> OutboxQuerySet:
        """Messages that at least one recipient will never get unless an operator acts."""
        return self.filter(failed_at__isnull=False)

    def figures(self, now: datetime.datetime) -> dict[str, int | datetime.timedelta]:
        """How many messages wait, are due, leased, failed, and how long the oldest has been waiting.

        Two queries that read nothing of what has left, however much that is.
        """
        waiting = self.waiting().aggregate(
            waiting=Count("pk"),
            due=Count("pk", filter=_is_free(now) & _has_rested(now)),
            leased=Count("pk", filter=~_is_free(now)),
            oldest=Min("created_at"),
        )
        oldest = waiting.pop("oldest")
        return waiting | {"failed": self.failed().count(), "oldest": now - (oldest or now)}


class OutboxMessage(models.Model):
    """A mail stored in the same transaction as what it is about; `portal.mail.delivery` sends it.

    Written by `portal.mail.outbox.add` only. A sender holds a message through its lease: a token nobody else knows,
    good until a time. When the sender dies, the time passes and another one takes over.
    """

    message_id = models.CharField("identifiant du message", max_length=255, unique=True)
    to = models.JSONField("destinataires")
    pending = models.JSONField("destinataires à servir")
    refused = models.JSONField("destinataires refusés", default=list, blank=True)
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte")
    html = models.TextField("version HTML", blank=True)
    reply_to = models.CharField("répondre à", max_length=600, blank=True)
    headers = models.JSONField("en-têtes", default=dict, blank=True)  # those of `portal.mail.headers.ALLOWED`
    about = models.CharField("à propos de", max_length=80, blank=True, db_index=True)  # « contact:12 », by its author
    once = models.CharField("clé d’unicité", max_length=120, unique=True, null=True, blank=True, editable=False)

    created_at = models.DateTimeField("créé le", default=timezone.now)
    attempts = models.PositiveIntegerField("tentatives", default=0)
    next_attempt_at = models.DateTimeField("prochaine tentative le", default=timezone.now)
    lease = models.UUIDField("bail", null=True, blank=True, editable=False)
    leased_until = models.DateTimeField("réservé jusqu’au", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    failed_at = models.DateTimeField("abandonné le", null=True, blank=True)
    last_error = models.CharField(
        "dernière erreur", max_length=80, blank=True, help_text="Une classe et un code, jamais une adresse."
    )

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "message à envoyer"
        verbose_name_plural = "messages à envoyer"
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
                name="outbox_due",
            ),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="outbox_failed"),
            models.Index(fields=["sent_at"], condition=~Q(text=""), name="outbox_words"),  # what is to be emptied
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True), name="outbox_sent_or_failed"
            )
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"  # never an address: this text reaches log lines
