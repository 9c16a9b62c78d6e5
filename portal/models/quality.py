"""What the content check found when a text was last saved: for lists and reports, which read many; links to outside."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


class Check(models.Model):
    """Remarks on the newest draft of a text; made again whenever it is saved, and every night (links break)."""

    remarks = models.JSONField("remarques", default=list)  # of dicts: code, where, what, anchor
    count = models.PositiveIntegerField("nombre de remarques", default=0)
    checked_at = models.DateTimeField("vérifiée le", auto_now=True)

    class Meta:
        abstract = True


class PageCheck(Check):
    """Those on a page."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="content_check", verbose_name="page"
    )

    class Meta:
        verbose_name = "vérification d’une page"
        verbose_name_plural = "vérifications de pages"
        indexes = [models.Index(fields=["-count"], name="page_checks_by_count")]

    def __str__(self) -> str:
        return f"{self.page_id} ({self.count})"


class SnippetCheck(Check):
    """Those on a snippet: a question, a word of the glossary, a mission…"""

    kind = models.ForeignKey(ContentType, models.CASCADE, verbose_name="type", related_name="+")
    object_id = models.CharField("identifiant", max_length=255)  # as text: some kinds have codes for keys

    class Meta:
        verbose_name = "vérification d’un contenu"
        verbose_name_plural = "vérifications de contenus"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_check_a_snippet")]

    def __str__(self) -> str:
        return f"{self.kind_id}:{self.object_id} ({self.count})"


class OutsideLink(models.Model):
    """An address of another site that texts lead to, and how it answered when it was last asked."""

    address = models.CharField("adresse", max_length=2000, unique=True)
    asked_at = models.DateTimeField("demandée le", null=True, db_index=True)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)
    fault = models.CharField("ce qui ne va pas", max_length=100, blank=True)
    is_broken = models.BooleanField("rompue", default=False)

    class Meta:
        verbose_name = "lien vers un autre site"
        verbose_name_plural = "liens vers d’autres sites"

    def __str__(self) -> str:
        return self.address
