"""The block that puts a fact on a page: editors choose which, the page shows the value that holds that day."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from wagtail import blocks


def fact_choices() -> list[tuple[str, str]]:
    """Every code once, with its words."""
    facts = apps.get_model("home", "DatedFact").objects.order_by("label")  # blocks are made before the models
    return list(dict(facts.values_list("code", "label")).items())


class FactBlock(blocks.ChoiceBlock):
    """The code of a fact. A page keeps it when the fact goes: it then says nothing of it, and the admin's home does."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=fact_choices, label="fait daté", icon="calendar-check", **kwargs)

    def normalize_choice(self, value: Any) -> str:
        """A code, as text: comparing it with the choices would cost a query a block."""
        return str(value)
