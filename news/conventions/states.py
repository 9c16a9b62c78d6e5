"""States of a convention: one rule, read by Python for one convention and by the database for a list.

Computed, never stored: it changes at midnight, without anybody publishing anything. It is read from two days that a
convention stores, the first it may bind and the last, as far as its dates are known, and from whether another one has
taken its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Q, Value, When

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable


class ConventionState(models.TextChoices):
    """The five states, in the order of lists: what is in force, or will be, before what is over."""

    CURRENT = "current", "En cours"
    UPCOMING = "upcoming", "À venir"
    END_UNKNOWN = "end-unknown", "Échéance non publiée"
    RENEWED = "renewed", "Renouvelée"
    ENDED = "ended", "Échue"


TODAY = object()  # stands for the day of the question
Conditions = dict[str, Any]  # look-ups of Django that must all hold

# The first line that holds decides. `is_renewed`: a public convention that has begun, or may have, replaces this one;
# so a convention whose successor is signed for next year is still in force.
RULE: tuple[tuple[ConventionState, Conditions], ...] = (
    (ConventionState.UPCOMING, {"binds_from__gt": TODAY}),
    (ConventionState.RENEWED, {"is_renewed": True}),
    (ConventionState.END_UNKNOWN, {"binds_until__isnull": True}),
    (ConventionState.ENDED, {"binds_until__lt": TODAY}),
)
OTHERWISE = ConventionState.CURRENT

LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "gt": lambda value, limit: value is not None and value > limit,
    "lt": lambda value, limit: value is not None and value < limit,
    "isnull": lambda value, wanted: (value is None) is wanted,
    "": lambda value, wanted: value == wanted,
}


def state_of(
    binds_from: datetime.date | None, binds_until: datetime.date | None, today: datetime.date, *, is_renewed: bool
) -> ConventionState:
    """The state of one convention on a day; None is a day that nobody published."""
    known = {"binds_from": binds_from, "binds_until": binds_until, "is_renewed": is_renewed}

    def holds(conditions: Conditions) -> bool:
        parts = ((*name.partition("__"), limit) for name, limit in on(conditions, today).items())
        return all(LOOKUPS[lookup](known[field], limit) for field, _, lookup, limit in parts)

    return next((state for state, conditions in RULE if holds(conditions)), OTHERWISE)


def state_expression(today: datetime.date) -> Case:
    """The same for the database: the value of the state, of rows annotated with `is_renewed`."""
    whens = [When(Q(**on(conditions, today)), then=Value(state.value)) for state, conditions in RULE]
    return Case(*whens, default=Value(OTHERWISE.value), output_field=models.CharField())


def rank_expression(today: datetime.date) -> Case:
    """The place of the state in lists, as a number."""
    order = list(ConventionState)
    whens = [When(Q(**on(conditions, today)), then=Value(order.index(state))) for state, conditions in RULE]
    return Case(*whens, default=Value(order.index(OTHERWISE)), output_field=models.SmallIntegerField())


def in_state(state: ConventionState, today: datetime.date) -> Q:
    """Condition of the rows in one state, as comparisons that indexes serve: its line, and none of those before."""
    wanted = Q()
    for each, conditions in RULE:
        if each == state:
            return wanted & Q(**on(conditions, today))
        wanted &= ~Q(**on(conditions, today))
    return wanted


def on(conditions: Conditions, today: datetime.date) -> Conditions:
    """The conditions with their day written in."""
    return {name: today if limit is TODAY else limit for name, limit in conditions.items()}
