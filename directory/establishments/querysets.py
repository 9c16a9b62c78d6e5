"""Establishments by what the public may ask of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from directory.establishments.kinds import Status

if TYPE_CHECKING:
    from directory.establishments.models import Establishment  # noqa: F401 - named in quotes

LISTED = ("establishment_id", "activity", "verified_on", "is_example")  # what a list needs to know of a workshop


class EstablishmentQuerySet(models.QuerySet["Establishment"]):
    """Establishments by what the public may ask of them."""

    def receiving(self) -> EstablishmentQuerySet:
        """Those that their source says open: what lists and distances are about."""
        return self.filter(status=Status.OPEN)

    def begun_by(self, start: str) -> EstablishmentQuerySet:
        """Those of which the plain name, or a word of it, begins with these plain words."""
        return self.filter(Q(folded_name__startswith=start) | Q(folded_name__contains=f" {start}"))

    def with_workshops(self) -> EstablishmentQuerySet:
        """With what lists say of their workshops, stale ones too: one query more, whatever the number."""
        listed = self.model._meta.get_field("workshops").related_model.objects.only(*LISTED)  # noqa: SLF001 - documented
        return self.prefetch_related(models.Prefetch("workshops", listed))

    def with_whole_workshops(self) -> EstablishmentQuerySet:
        """With their workshops whole: one query more, whatever the number."""
        return self.prefetch_related("workshops")

    def with_place(self) -> EstablishmentQuerySet:
        """With commune, department, region and direction, in the same query."""
        return self.select_related("commune__department__region__disp")
