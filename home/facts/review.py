"""Facts to check: missing, expired or not checked for a year; for the admin's home and for whoever watches the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from home.facts.current import current_facts
from home.facts.states import FactState

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser
    from django.template.context import RenderContext

    from home.facts.models import DatedFact

# Who reads facts says which codes it needs and what they are; a code without a value is then told as missing.
_NEEDS: list[Callable[[], dict[str, str]]] = []


@dataclass(frozen=True)
class FactToReview:
    """One line of the list: which fact, what is wrong with it; the row is None when there is none at all."""

    code: str
    label: str
    state: FactState
    fact: DatedFact | None = None

    @property
    def edit_url(self) -> str:
        """Where to mend it."""
        if self.fact is None:
            return reverse("wagtailsnippets_home_datedfact:add")
        return reverse("wagtailsnippets_home_datedfact:edit", args=[self.fact.pk])


def register_need(codes: Callable[[], dict[str, str]]) -> None:
    """Have these codes watched: a function that gives each with its words."""
    _NEEDS.append(codes)


def facts_to_review(today: datetime.date | None = None) -> list[FactToReview]:
    """What is missing, not in force, over, or not checked for a year, in the order of the words."""
    today = today or timezone.localdate()
    known = current_facts(today)
    found = [
        FactToReview(code, fact.label, state, fact)
        for code, fact in known.items()
        if (state := fact.state(today)) is not FactState.FRESH
    ]
    needed = {code: label for need in _NEEDS for code, label in need().items()}
    found += [FactToReview(code, label, FactState.MISSING) for code, label in needed.items() if code not in known]
    return sorted(found, key=lambda each: (each.label, each.code))


def may_see(user: AbstractBaseUser) -> bool:
    """Whether the panel is for this account: it may change facts."""
    return user.has_perm("home.change_datedfact")


class FactsPanel(Component):
    """On the admin's home: facts that pages do not tell as sure any more."""

    name = "facts_to_review"
    template_name = "home/admin/facts_panel.html"
    order = 130

    def get_context_data(self, parent_context: RenderContext | None = None) -> dict[str, Any]:
        return {"facts": facts_to_review()}
