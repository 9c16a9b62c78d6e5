"""What the form of a convention posts."""

from __future__ import annotations

from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

FIGURE = {
    "amount": "960", "wording": "", "unit": "personnes", "label": "personnes suivies", "year": "2019", "moment": "",
    "scope": "exemple", "source": "",
}  # fmt: skip
PARTY = {"organisation": "Région Exemple", "level": "regional", "office": "Présidence", "person": ""}


def convention(**changes) -> dict:
    """A whole convention; `changes` replaces fields."""
    empty = dict.fromkeys(
        (
            "seo_title", "search_description", "go_live_at", "expire_at", "replaces", "partners_since", "audience",
            "eligibility", "contact", "advisers", "full_time_equivalents", "means_scope", "means", "results",
            "earlier_results", "finding", "names_note", "source_url", "source_label",
        ),
        "",
    )  # fmt: skip
    lists = {name: streamfield([]) for name in ("priorities", "commitments", "actions", "legal_basis")}
    return empty | lists | {
        "lead": "L’essentiel.", "title": "Trois ateliers", "slug": "trois-ateliers", "signed_on": "9/11/2021",
        "starts_on": "11/2021", "ends_on": "2024", "regions": ("28",),
        "body": streamfield([("text", rich_text("<p>Trois ateliers ouvrent.</p>"))]),
        "parties": inline_formset([PARTY]), "figures": inline_formset([FIGURE]), "documents": inline_formset([]),
    } | changes  # fmt: skip
