"""Structured data (schema.org) of a convention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from news.models import ConventionPage, ConventionParty
    from portal.french.partial_date import PartialDate


def structured_data(
    page: ConventionPage, parties: Iterable[ConventionParty], predecessor: ConventionPage | None
) -> dict[str, Any]:
    """A signed text: by whom, when, for which time and place. A date is as precise as it is known, or left out."""
    described = {
        "@type": "CreativeWork",
        "name": page.title,
        "abstract": page.lead,
        "url": page.full_url,
        "inLanguage": "fr",
        "dateCreated": iso(page.signed_on),
        "temporalCoverage": interval(page.starts_on or page.signed_on, page.ends_on),
        "spatialCoverage": [{"@type": "AdministrativeArea", "name": name} for name in page.region_names]
        or {"@type": "Country", "name": "France"},
        "contributor": [{"@type": "Organization", "name": party.organisation} for party in parties],
        "isBasedOn": predecessor.full_url if predecessor else "",
    }
    return {name: value for name, value in described.items() if value}


def iso(date: PartialDate | None) -> str:
    """« 2021-11-09 », « 2021-11 », « 2021 »; nothing without a year."""
    return str(date) if date and date.year else ""


def interval(start: PartialDate | None, end: PartialDate | None) -> str:
    """« 2021-11/2024-11 », « 2021-11-18/.. » when no end is published; nothing without a start."""
    return f"{iso(start)}/{iso(end) or '..'}" if iso(start) else ""
