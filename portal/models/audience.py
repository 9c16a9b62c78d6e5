"""How often pages are read, and from which sites: numbers of days, from which nobody can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F

if TYPE_CHECKING:
    import datetime


class AudienceCountQuerySet(models.QuerySet["AudienceCount"]):
    """Numbers that several processes add to."""

    def add(self, day: datetime.date, kind: str, subject: str, count: int) -> None:
        """Count so many more."""
        row = self.filter(day=day, kind=kind, subject=subject)
        if not row.update(count=F("count") + count):
            self.get_or_create(day=day, kind=kind, subject=subject)
            row.update(count=F("count") + count)


class AudienceCount(models.Model):
    """One number a day: of a page, by its path, or of another site whose links were followed, by its name."""

    class Kind(models.TextChoices):
        PAGE = "page", "page lue"
        SITE = "site", "site d’où l’on vient"

    day = models.DateField("jour")
    kind = models.CharField("type", max_length=4, choices=Kind)
    subject = models.CharField("page ou site", max_length=200)
    count = models.PositiveIntegerField("nombre", default=0)

    objects = AudienceCountQuerySet.as_manager()

    class Meta:
        verbose_name = "nombre de lectures"
        verbose_name_plural = "nombres de lectures"
        ordering = ["-day", "kind", "subject"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "subject"], name="one_audience_count_a_day_and_subject")
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.subject} {self.count}"
