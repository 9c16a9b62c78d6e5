"""Facts of a made-up law, in force and checked today unless told otherwise."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from home.estimator.regimes import LABELS
from home.models import DatedFact

VALUES = {
    "smic-horaire": "12.02",
    "part-smic-production": "45",
    "cotisation-maladie-detention": "4.20",
    "contribution-autonomie": "0.30",
    "cotisation-vieillesse-plafonnee": "8.55",
    "cotisation-vieillesse-deplafonnee": "2.11",
    "heures-semaine-minimum": "10",
    "heures-semaine-complete": "35",
    "heures-semaine-maximum": "48",
}


def a_fact(code: str = "smic-horaire", **values: Any) -> DatedFact:
    """One fact, saved."""
    today = timezone.localdate()
    defaults = {
        "label": LABELS.get(code, code),
        "value": Decimal(VALUES.get(code, "1")),
        "source": "Code fictif, art. 1",
        "source_url": "https://source.example/1",
        "valid_from": today - datetime.timedelta(30),
        "checked_on": today,
    }
    fact = DatedFact(code=code, **(defaults | values))
    fact.full_clean()
    fact.save()
    return fact


def all_facts() -> dict[str, DatedFact]:
    """Those that the estimator needs, by code."""
    return {code: a_fact(code) for code in VALUES}
