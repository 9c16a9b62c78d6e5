"""CSV table of conventions: one row a convention, dates as precisely as they are known (ISO 8601-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.cms.private_sections import is_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from news.conventions.querysets import ConventionQuerySet
    from news.models import ConventionPage

CHUNK = 200  # rows read at once, with what belongs to them
COLUMNS = (
    "titre", "adresse", "état", "régions", "directions interrégionales", "signataires", "niveaux", "qualités",
    "signature", "début", "échéance", "renouvelle", "pour qui", "à quelles conditions", "fonction à contacter",
    "conseillers", "équivalents temps plein", "année et périmètre des moyens", "chiffres", "source", "remarque",
)  # fmt: skip


def table(conventions: ConventionQuerySet) -> Iterator[list[str]]:
    """Header, then the conventions in their order; several values of one cell are separated by « | »."""
    yield list(COLUMNS)
    rows = conventions.with_list_details().select_related("replaces")
    rows = rows.prefetch_related("regions__disp", "parties", "figures")
    for page in rows.iterator(chunk_size=CHUNK):
        yield row_of(page)


def row_of(page: ConventionPage) -> list[str]:
    """The cells of one convention."""
    parties, regions = list(page.parties.all()), list(page.regions.all())
    return [
        page.title,
        page.full_url or "",
        page.state.label,
        joined(region.name for region in regions),
        joined(sorted({region.disp.seat for region in regions})),
        joined(party.organisation for party in parties),
        joined(party.get_level_display() for party in parties),
        joined(party.office for party in parties),
        *(str(date or "") for date in (page.signed_on, page.starts_on, page.ends_on)),
        page.replaces.title if page.replaces and is_public(page.replaces) else "",
        page.audience,
        page.eligibility,
        page.contact,
        "" if page.advisers is None else str(page.advisers),
        "" if page.full_time_equivalents is None else str(page.full_time_equivalents),
        page.means_scope,
        joined(f"{figure} ({figure.where_and_when})" for figure in page.figures.all()),
        page.source_label or page.source_url,
        "contenu d’exemple" if page.is_example else "",
    ]


def joined(texts: Iterator[str] | list[str]) -> str:
    """Texts of one cell, without the empty ones."""
    return " | ".join(text for text in texts if text)
