"""What remains of requests beside their history: who read them, and figures without persons."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class RequestRead(models.Model):
    """Somebody of the team saw the personal data of an employer: who, which request, when, on which way.

    Holds nothing of the employer, and goes with its request (CASCADE): a purge forgets both.
    """

    class Kind(models.TextChoices):
        PAGE = "page", "fiche"
        EXPORT = "export", "export"

    request = models.ForeignKey(
        "contact.ContactRequest", on_delete=models.CASCADE, related_name="reads", verbose_name="demande"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )
    account_label = models.CharField("par", max_length=150)  # as it was: an account may go
    kind = models.CharField("vue", max_length=10, choices=Kind)
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "consultation d’une demande"
        verbose_name_plural = "consultations des demandes"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["-at", "-id"], name="read_recent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"  # no names: this text reaches log lines


class RequestStatistic(models.Model):
    """What is left of a request that was purged: nothing that leads to a person, an organisation or a commune.

    Made by `directory.contact.retention.statistics.keep` only.
    """

    month = models.DateField("mois de réception")  # its first day
    disp = models.ForeignKey(
        "directory.Disp",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="direction interrégionale",
    )
    projects = models.JSONField("projets", default=list)
    state = models.CharField("état", max_length=10)
    answer_days = models.PositiveSmallIntegerField("jours ouvrés avant la première réponse", null=True, blank=True)
    results = models.JSONField("résultats", default=dict, blank=True)  # as in ContactRequest: counts, no words

    class Meta:
        verbose_name = "statistique"
        ordering = ["month", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["month"], name="statistic_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.pk}"


class MailReading(models.Model):
    """A mail of the mailbox of replies that is being read, or that could not be: its digest, and nothing it holds.

    Written by `directory.contact.inbox.unreadable` only; gone as soon as the mail is read.
    """

    digest = models.CharField("empreinte", max_length=64, unique=True)
    started_at = models.DateTimeField("lu le", default=timezone.now)
    tries = models.PositiveSmallIntegerField("essais", default=1)
    reason = models.CharField("raison de l’abandon", max_length=40, blank=True)
    told_at = models.DateTimeField("signalé le", null=True, blank=True)

    class Meta:
        verbose_name = "lecture d’un courriel"
        verbose_name_plural = "lectures des courriels"
        ordering = ["-started_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.reason}"
