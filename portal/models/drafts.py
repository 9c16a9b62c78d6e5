"""What belongs to drafts of pages: links for outsiders who may read one, and pages kept as a model for new ones."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from wagtail.models import Page


class PreviewLink(models.Model):
    """Permission for whoever has the signed link to read the draft of one page; deleting the row revokes it."""

    page = models.ForeignKey(Page, models.CASCADE, verbose_name="page", related_name="preview_links")
    reader = models.CharField("pour qui", max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name="donné par", related_name="+"
    )
    made_at = models.DateTimeField("donné le", default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu’au")

    class Meta:
        verbose_name = "lien d’aperçu"
        verbose_name_plural = "liens d’aperçu"
        ordering = ["expires_at", "pk"]

    def __str__(self) -> str:
        return self.reader or "Sans nom"

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.expires_at <= timezone.now()


class PageModel(models.Model):
    """A page as it was when somebody kept it, to begin new ones from; it lives on without that page."""

    name = models.CharField("nom du modèle", max_length=120)
    kind = models.ForeignKey(ContentType, models.CASCADE, verbose_name="type de page", related_name="+")
    parent = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        verbose_name="rubrique",
        related_name="+",
        help_text="Où vont les pages nouvelles.",
    )
    content = models.JSONField("contenu", encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name="gardé par", related_name="+"
    )
    made_at = models.DateTimeField("gardé le", default=timezone.now)

    class Meta:
        verbose_name = "modèle de page"
        verbose_name_plural = "modèles de page"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
