"""A part of a request that somebody else answers for: one owner, one thread for the employer, several hands."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class RequestShare(models.Model):
    """Who was asked to take a part of a request, which one, and what they said. Written by `workflow.sharing` only."""

    class State(models.TextChoices):
        ASKED = "asked", "demandée"
        ANSWERED = "answered", "a répondu"
        DONE = "done", "faite"
        DECLINED = "declined", "pas pour moi"

    request = models.ForeignKey(
        "contact.ContactRequest", on_delete=models.CASCADE, related_name="shares", verbose_name="demande"
    )
    referent = models.ForeignKey(
        "directory.Referent",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="référent",
    )
    disp = models.ForeignKey(
        "directory.Disp", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="direction"
    )
    name = models.CharField("confiée à", max_length=140)  # as it was, like the recipient of the request
    mailbox = models.EmailField("boîte")
    part = models.CharField("part", max_length=300)
    state = models.CharField("état", max_length=8, choices=State, default=State.ASKED)
    said = models.CharField("ce qui en a été dit", max_length=500, blank=True)
    at = models.DateTimeField("le", default=timezone.now)
    reminded_at = models.DateTimeField("relancé le", null=True, blank=True)

    class Meta:
        verbose_name = "part d’une demande"
        verbose_name_plural = "parts des demandes"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["request", "mailbox"], name="share_of_one_mailbox")]

    @property
    def is_unsettled(self) -> bool:
        """Whether its holder has still to say « faite » or « pas pour moi »; a word of theirs is neither."""
        return self.state in {self.State.ASKED, self.State.ANSWERED}

    def __str__(self) -> str:
        return f"share {self.pk}"  # no names: this text reaches log lines
