"""Conventions by what a reader may see, by state and by order of the list."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from news.conventions.parts import ConventionParty
from news.conventions.states import ConventionState, in_state, rank_expression, state_expression
from portal.cms.page_queries import ListedPageQuerySet, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable

WARNED_BEFORE = datetime.timedelta(days=90)


class ConventionQuerySet(ListedPageQuerySet):
    """Conventions by what a reader may see, and by how they stand today."""

    def begun(self, today: datetime.date) -> ConventionQuerySet:
        """Those that bind already, or may: no day is known. No index leads to them, they are nearly all."""
        return self.exclude(binds_from__gt=today)

    def renewals(self) -> ConventionQuerySet:
        """The public conventions that replace another one."""
        return self.model.objects.listed().filter(replaces__isnull=False)

    def last_of_their_chains(self) -> ConventionQuerySet:
        """Those that nothing public replaces, today or later."""
        return self.exclude(pk__in=self.renewals().values("replaces"))

    def knowing_renewals(self) -> ConventionQuerySet:
        """With `is_renewed`, which the state asks for.

        What is replaced is read once. Looked for anew for each row, PostgreSQL compared each convention with all while
        it did not know yet how many there are.
        """
        return self.alias(is_renewed=Q(pk__in=self.renewals().begun(timezone.localdate()).values("replaces")))

    def unrenewed(self) -> ConventionQuerySet:
        """Those that nothing has replaced yet."""
        return self.knowing_renewals().filter(is_renewed=False)

    def in_state(self, state: ConventionState) -> ConventionQuerySet:
        """Those in one state."""
        return self.knowing_renewals().filter(in_state(state, timezone.localdate()))

    def newest_first(self) -> ConventionQuerySet:
        """By their start; an unknown one comes last. Within one state this is the order of lists, and cheaper."""
        return self.order_by(F("binds_from").desc(nulls_last=True), "-pk")

    def in_list_order(self) -> ConventionQuerySet:
        """By state, then the newest first."""
        rank = rank_expression(timezone.localdate())
        return self.knowing_renewals().order_by(rank, F("binds_from").desc(nulls_last=True), "-pk")

    def examples_last(self) -> ConventionQuerySet:
        """In list order, but what is invented comes after what was signed."""
        ordered = self.in_list_order()
        return ordered.order_by("is_example", *ordered.query.order_by)

    def rows_of(self, keys: Iterable[int]) -> ConventionQuerySet:
        """The public ones of these keys, in list order, with what their rows show: one query."""
        return self.model.objects.listed().filter(pk__in=keys).with_list_details().in_list_order()

    def with_list_details(self) -> ConventionQuerySet:
        """What a row shows besides the page, in the same query: its state, and who and where by name.

        The names cost a subquery a row, and a database works them out for each row it sorts: see `rows_of`.
        """
        return (
            self.knowing_renewals()
            .annotate(
                joined_regions=names_of(self.model.regions.through.objects.all(), "conventionpage", "region__name"),
                joined_parties=names_of(ConventionParty.objects.all(), "page", "organisation"),
                state_code=state_expression(timezone.localdate()),
            )
            .defer_streamfields()
        )

    def ending(self, today: datetime.date) -> ConventionQuerySet:
        """Public ones whose last day comes within ninety days and that nothing public renews, nearest end first."""
        soon = self.listed().last_of_their_chains().filter(binds_until__range=(today, today + WARNED_BEFORE))
        return soon.order_by("binds_until", "pk")
