"""The draft of a form that is being filled in: kept for two hours between its pages, under an unguessable key."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from django.db.models.functions import Now

KEPT = datetime.timedelta(hours=2)  # after the last change


class FormDraftQuerySet(models.QuerySet):
    """Drafts by their time."""

    def current(self, now: datetime.datetime | Now) -> FormDraftQuerySet:
        """Those whose two hours are not over."""
        return self.filter(changed_at__gt=now - KEPT)

    def over(self, now: datetime.datetime | Now) -> FormDraftQuerySet:
        """Those that are to be erased."""
        return self.filter(changed_at__lte=now - KEPT)

    def of_emails(self, *emails: str) -> FormDraftQuerySet:
        """Those in which one of these addresses was typed, in any case; each draft is read once."""
        wanted = {each.strip().lower() for each in emails}
        typed = ((each.pk, str(each.answers).lower()) for each in self.iterator())
        return self.filter(pk__in=[pk for pk, text in typed if any(email in text for email in wanted)])


class FormDraft(models.Model):
    """What a visitor typed so far. Written by `directory.contact.form.drafts` only; whoever has the key reads it."""

    key = models.CharField("clé", max_length=43, unique=True, editable=False)
    answers = models.JSONField("réponses", default=dict)  # by name of field, lists of texts as they were typed
    page = models.JSONField("état de la page", default=dict)  # token, button pressed, notice: see the form's views
    changed_at = models.DateTimeField("modifié le", default=timezone.now)

    objects: ClassVar = FormDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon du formulaire"
        verbose_name_plural = "brouillons du formulaire"
        ordering = ["changed_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["changed_at"], name="draft_changed")]

    def __str__(self) -> str:
        return f"draft {self.pk}"  # neither key nor answers: this text reaches log lines
