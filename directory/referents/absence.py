"""Absences of a referent: from when, until when, and who answers meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from portal.french import dates

if TYPE_CHECKING:
    from directory.referents.models import Referent

ABSENCE_FIELDS = ("absent_from", "absent_until", "substitute")


class Absence(models.Model):
    """The fields of an absence; without a first day it has begun."""

    absent_from = models.DateField("absence à partir du", null=True, blank=True)
    absent_until = models.DateField("absence jusqu’au", null=True, blank=True)
    substitute = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="remplaçant"
    )

    class Meta:
        abstract = True

    def absence_errors(self) -> dict[str, str]:
        """What an absence says that cannot be: field → sentence."""
        errors = {}
        if self.absent_from and not self.absent_until:
            errors["absent_until"] = "Écrivez aussi le jour du retour."
        if self.absent_from and self.absent_until and self.absent_from >= self.absent_until:
            errors["absent_until"] = "Le retour vient après le premier jour d’absence."
        if self.substitute_id and self.substitute_id == self.pk:
            errors["substitute"] = "Choisissez une autre personne."
        return errors

    @property
    def is_absent(self) -> bool:
        """Away today; `absent_until` is the day of return."""
        today = timezone.localdate()
        has_begun = self.absent_from is None or self.absent_from <= today
        return has_begun and self.absent_until is not None and today < self.absent_until

    @property
    def available_substitute(self) -> Referent | None:
        """The chosen substitute when they can answer today."""
        substitute = self.substitute
        is_there = substitute and substitute.live and not (substitute.is_vacant or substitute.is_absent)
        return substitute if is_there else None

    @property
    def absence_label(self) -> str:
        """Badge of an absence: « Absence jusqu’au 1er décembre »."""
        return f"Absence jusqu’au {dates.day(self.absent_until, today=timezone.localdate())}" if self.is_absent else ""
