"""Editing panels of a convention: what it is, what it holds, what it counts, in three tabs before Wagtail's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)

from news.conventions.forms import ConventionForm
from portal.cms.compact_choices import CompactChoices
from portal.cms.draft_forms import DraftInlinePanel

if TYPE_CHECKING:
    from portal.cms.base_page import BasePage


def edit_handler(base: type[BasePage]) -> TabbedInterface:
    """The tabs, around the panels that every page of `base` has."""
    return TabbedInterface(
        [
            ObjectList(
                [
                    *base.content_panels,
                    MultiFieldPanel(
                        [
                            HelpPanel(
                                "L’état (en cours, échue, renouvelée…) se calcule d’après ces dates et le jour. "
                                "Une échéance vide s’affiche « échéance non publiée »\u00a0: n’en inventez pas."
                            ),
                            FieldRowPanel([FieldPanel("signed_on"), FieldPanel("starts_on"), FieldPanel("ends_on")]),
                            PageChooserPanel("replaces", "news.ConventionPage"),
                            FieldPanel("partners_since"),
                        ],
                        heading="Dates et renouvellement",
                    ),
                    FieldPanel("regions", widget=CompactChoices),
                    DraftInlinePanel("parties", heading="Signataires", label="Signataire"),
                    FieldPanel("contact"),
                    MultiFieldPanel([FieldPanel("source_label"), FieldPanel("source_url")], heading="Source"),
                    FieldPanel("names_note"),
                    FieldPanel("is_example"),
                ],
                heading="La convention",
            ),
            ObjectList(
                [
                    MultiFieldPanel([FieldPanel("audience"), FieldPanel("eligibility")], heading="Public"),
                    FieldPanel("priorities"),
                    FieldPanel("commitments"),
                    FieldPanel("actions"),
                    FieldPanel("legal_basis"),
                    MultiFieldPanel([FieldPanel("results"), FieldPanel("earlier_results")], heading="Bilans"),
                    DraftInlinePanel("documents", heading="Documents", label="Document"),
                    FieldPanel("body"),
                ],
                heading="Ce qu’elle prévoit",
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("advisers"), FieldPanel("full_time_equivalents")]),
                            FieldPanel("means_scope"),
                            FieldPanel("means"),
                        ],
                        heading="Moyens",
                    ),
                    FieldPanel("finding"),
                    DraftInlinePanel(
                        "figures",
                        heading="Chiffres clés",
                        label="Chiffre",
                        help_text="Les trois premiers ouvrent la page\u00a0; tous sont dans le tableau.",
                    ),
                ],
                heading="Moyens et chiffres",
            ),
            ObjectList(base.promote_panels, heading="Promotion"),
            ObjectList(base.settings_panels, heading="Paramètres"),
        ],
        base_form_class=ConventionForm,
    )
