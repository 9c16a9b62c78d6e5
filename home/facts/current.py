"""The value of each fact that holds today, for pages and calculations: one query, cached until an editor saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from home.facts.models import DatedFact
from home.facts.states import FactState
from portal.cms.cached import cached, forget_on_change

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

CACHE_KEY = "home:facts"


def all_values() -> tuple[DatedFact, ...]:
    """Every value of every fact, newest first for each code."""
    return cached(CACHE_KEY, lambda: tuple(DatedFact.objects.order_by("code", "-valid_from")))


def current_facts(today: datetime.date | None = None) -> dict[str, DatedFact]:
    """By code, the value that holds: the last one in force, or the first to come when none is yet."""
    today = today or timezone.localdate()
    found: dict[str, DatedFact] = {}
    for fact in all_values():
        if fact.code not in found or found[fact.code].valid_from > today:
            found[fact.code] = fact
    return found


def facts_named(codes: Iterable[str]) -> list[DatedFact]:
    """The facts of these codes in their order; a code that has none any more is left out."""
    known = current_facts()
    return [known[code] for code in codes if code in known]


def is_usable(fact: DatedFact | None) -> bool:
    """Whether a figure may be made of this fact today: it is there, a number, in force and checked within a year."""
    return fact is not None and fact.value is not None and not fact.words and fact.state() is FactState.FRESH


def forget_when_changed() -> None:
    """Drop the cached values as soon as an editor changes one; called once the apps are ready."""
    forget_on_change(DatedFact)
