"""The dated facts a real site starts with."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from home.models import DatedFact
from home.setup import prose

FACTS = prose.read(Path(__file__).parents[1] / "texts" / "facts.toml")["facts"]


def make_facts() -> list[str]:
    """Fill a table of facts that is empty; return the codes made. One that editors have begun is theirs."""
    if DatedFact.objects.exists():
        return []
    for entry in FACTS:
        value = Decimal(entry["value"]) if "value" in entry else None
        fact = DatedFact(**(entry | {"value": value}))
        fact.full_clean()
        fact.save()
    return [entry["code"] for entry in FACTS]
