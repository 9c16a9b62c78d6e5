"""Referents by territory, account and publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from directory.referents.mission import Mission
from directory.territory.models import Department

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from directory.referents.models import Referent
    from directory.territory.models import Region


class ReferentQuerySet(models.QuerySet["Referent"]):
    """Referents by what the public may ask of them."""

    def published(self) -> ReferentQuerySet:
        """Sheets the public may see."""
        return self.filter(live=True)

    def of_account(self, user: AbstractBaseUser | AnonymousUser) -> Referent | None:
        """The one sheet of this account, published or not; None for everybody else."""
        return self.select_related("disp", "latest_revision").filter(account_id=user.pk or 0).first()

    def occupied(self) -> ReferentQuerySet:
        """Posts that somebody holds: a vacant one answers nothing."""
        return self.filter(is_vacant=False)

    def serving(self, departments: Iterable[str]) -> ReferentQuerySet:
        """Referents whose territory holds at least one of these department codes."""
        return self.filter(departments__in=list(departments)).distinct()

    def in_order(self) -> ReferentQuerySet:
        """As `routing.precedence` has it: the present before the absent, then by their first mission, by office."""
        today = timezone.localdate()
        has_begun = models.Q(absent_from=None) | models.Q(absent_from__lte=today)
        is_away = models.When(has_begun, absent_until__gt=today, then=True)
        missions = Mission.objects.filter(referents=models.OuterRef("pk")).order_by("sort_order")
        return self.alias(
            is_away=models.Case(is_away, default=False),
            first_mission=Coalesce(models.Subquery(missions.values("sort_order")[:1]), 0),
        ).order_by("is_away", "first_mission", "office", "pk")

    def first_in(self, regions: Iterable[Region]) -> ReferentQuerySet:
        """Those who answer in these regions, in their order; one query."""
        served = Department.objects.filter(
            region__in=[region.pk for region in regions], referents=models.OuterRef("pk")
        )
        here = self.published().occupied().filter(models.Exists(served))
        return here.select_related("substitute").in_order()

    def with_territory(self) -> ReferentQuerySet:
        """Everything a list or an answer shows, regions included: three queries, whatever the number of sheets."""
        departments = models.Prefetch("departments", Department.objects.select_related("region"))
        return self.select_related("disp", "substitute").prefetch_related(departments, "missions")
