"""The conventions of the demonstration, from their texts to pages that are not stored yet."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from home.setup.prose import plain
from news.models import ConventionFigure, ConventionPage, ConventionParty
from portal.french.partial_date import PartialDate

TEXTS = (
    "slug", "title", "lead", "audience", "eligibility", "contact", "means_scope", "means", "results", "earlier_results",
    "names_note", "source_label", "finding",
)  # fmt: skip
DATES = ("signed_on", "starts_on", "ends_on")
VALUES = ("partners_since", "advisers")
LISTS = {
    "priorities": ("point", ("title", "text")),
    "commitments": ("point", ("title", "text")),
    "legal_basis": ("text", ("title", "text")),
    "actions": ("action", ("title", "place", "partners", "when")),
}


def convention_of(entry: dict[str, Any], body: list[tuple[str, Any]]) -> ConventionPage:
    """The page of one entry with its lists, signatories and figures; raise KeyError when the entry lacks a text."""
    page = ConventionPage(
        **{name: plain(entry.get(name, "")) for name in TEXTS},
        **{name: date_of(entry, name) for name in DATES},
        is_example=entry.get("is_example", False),
        **{name: entry.get(name) for name in VALUES},
        full_time_equivalents=Decimal(entry["full_time_equivalents"]) if "full_time_equivalents" in entry else None,
        **{
            name: [(kind, dict(zip(parts, map(plain, row), strict=True))) for row in entry.get(name, [])]
            for name, (kind, parts) in LISTS.items()
        },
        body=body,
    )
    page.parties = [
        ConventionParty(organisation=organisation, level=level, office=office, sort_order=rank)
        for rank, (organisation, level, office) in enumerate(entry["parties"])
    ]
    page.figures = [figure_of(row, rank) for rank, row in enumerate(entry.get("figures", []))]
    return page


def date_of(entry: dict[str, Any], name: str) -> PartialDate | None:
    """A date of an entry: as it is written, or so many days from today (`starts_in_days`); None without either."""
    days = entry.get(name.replace("_on", "_in_days"))
    if days is not None:
        day = timezone.localdate() + datetime.timedelta(days)
        return PartialDate(day.year, day.month, day.day)
    return PartialDate.parse(entry[name]) if name in entry else None


def figure_of(row: list[Any], rank: int) -> ConventionFigure:
    """A figure: a number or words, unit, what is counted, year (0 for none, -1 for last year), word on it, scope."""
    value, unit, label, year, moment, scope = row
    said = {"wording": value} if isinstance(value, str) else {"amount": Decimal(str(value))}
    year = timezone.localdate().year + year if year < 0 else year
    said |= {"unit": unit, "label": label, "year": year or None, "moment": moment, "scope": scope}
    return ConventionFigure(**said, sort_order=rank)
