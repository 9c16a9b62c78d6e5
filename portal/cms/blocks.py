"""The editors' building kit. Each block has its template in templates/blocks/ and knows nothing of the apps above."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail import blocks

from portal.cms.media_blocks import DocumentBlock, GalleryBlock, PictureBlock, VideoBlock
from portal.cms.own_addresses import page_called
from portal.cms.private_sections import is_public
from portal.cms.rich_text_features import RICH_TEXT, SHORT_TEXT
from portal.cms.table_blocks import ChartBlock, TableBlock

PICTOS = [
    ("atelier", "atelier"),
    ("colis", "colis"),
    ("embauche", "embauche"),
    ("formation", "formation"),
    ("etablissement", "établissement"),
    ("spip", "boussole (SPIP)"),
    ("region", "carte (région)"),
    ("emploi", "mallette (emploi)"),
    ("association", "groupe (association)"),
    ("personne", "personne"),
    ("referent", "référent"),
]


class LinkValue(blocks.StructValue):
    """A link as templates need it."""

    @property
    def url(self) -> str:
        """Where it leads; empty when its page is gone or not public yet: then there is nothing to link to."""
        if self["address"]:
            return self["address"]
        page = self["page"]
        if page is None or not is_public(page) or not (url := page.get_url()):
            return ""
        return f"{url}#{self['anchor']}" if self["anchor"] else url


class LinkBlock(blocks.StructBlock):
    """A link to a page of the site, with an optional anchor, or to an address."""

    label = blocks.CharBlock(max_length=80, label="libellé")
    page = blocks.PageChooserBlock(required=False, label="page")
    anchor = blocks.RegexBlock(
        r"^[a-z0-9-]*$", required=False, max_length=60, label="ancre", error_messages={"invalid": "Lettres et tirets."}
    )
    address = blocks.CharBlock(required=False, max_length=300, label="adresse", help_text="/contact/ ou https://…")

    class Meta:
        icon = "link"
        label = "lien"
        template = "blocks/link.html"
        preview_value = {"label": "Décrire mon projet", "page": None, "anchor": "", "address": "/contact/"}
        value_class = LinkValue

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a link without a target, with two, or with a script as one."""
        value = super().clean(value)
        if bool(value["page"]) == bool(value["address"]):
            raise blocks.StructBlockValidationError(
                {"page": ValidationError("Choisissez une page, ou écrivez une adresse.")}
            )
        if value["address"] and not value["address"].startswith(("/", "https://", "mailto:")):
            raise blocks.StructBlockValidationError(
                {"address": ValidationError("L’adresse commence par / ou par https://.")}
            )
        if value["address"]:
            page, anchor = page_called(value["address"])
            if page:  # it follows the page, and counts among its uses
                value["page"], value["anchor"], value["address"] = page, anchor, ""
        return value


class QuotationBlock(blocks.StructBlock):
    """Somebody's words, with their name and function."""

    text = blocks.TextBlock(label="citation")
    author = blocks.CharBlock(required=False, max_length=120, label="auteur")
    role = blocks.CharBlock(required=False, max_length=160, label="fonction")

    class Meta:
        icon = "openquote"
        label = "citation"
        template = "blocks/quotation.html"
        description = "Les mots de quelqu’un, avec son nom et sa fonction."
        preview_value = {
            "text": "Je pensais apprendre un geste. J’ai appris un métier.",
            "author": "Camille Exemple",
            "role": "personne fictive",
        }


class KeyFigureBlock(blocks.StructBlock):
    """One figure; year and scope are part of it."""

    value = blocks.CharBlock(max_length=20, label="valeur", help_text="Par exemple : 4 347 ou 2,4 %")
    label = blocks.CharBlock(max_length=120, label="ce qui est compté")
    scope = blocks.CharBlock(max_length=120, label="année et périmètre", help_text="Par exemple : 2019, Occitanie")

    class Meta:
        scope_field = "scope"


class KeyFiguresBlock(blocks.StructBlock):
    """A row of figures under a heading."""

    title = blocks.CharBlock(max_length=120, label="titre")
    figures = blocks.ListBlock(KeyFigureBlock(), min_num=1, max_num=6, label="chiffres")

    class Meta:
        icon = "order"
        label = "chiffres clés"
        template = "blocks/key_figures.html"
        description = "De un à six chiffres, chacun avec son année et son périmètre."
        preview_value = {
            "title": "L’essentiel",
            "figures": [{"value": "960", "label": "personnes accompagnées", "scope": "2019, Occitanie"}],
        }


class ItemBlock(blocks.StructBlock):
    """A short title and what it means."""

    title = blocks.CharBlock(max_length=160, label="titre")
    text = blocks.RichTextBlock(features=SHORT_TEXT, required=False, label="texte")


class StepsBlock(blocks.StructBlock):
    """Ordered steps or priorities."""

    title = blocks.CharBlock(max_length=160, label="titre")
    items = blocks.ListBlock(ItemBlock(), min_num=1, label="étapes")

    class Meta:
        icon = "list-ol"
        label = "étapes ou priorités"
        template = "blocks/steps.html"
        description = "Une liste numérotée : étapes, priorités, engagements."
        preview_value = {
            "title": "Quatre priorités",
            "items": [
                {"title": "Rencontrer des employeurs", "text": "<p>Davantage de rendez-vous.</p>"},
                {"title": "Entrer en apprentissage", "text": ""},
            ],
        }


class MomentBlock(blocks.StructBlock):
    """One moment of a timeline: when, in the editor's words, and what."""

    when = blocks.CharBlock(max_length=60, label="quand", help_text="« 2017 », « Novembre 2019 », « Depuis 2022 »")
    title = blocks.CharBlock(max_length=160, label="titre")
    text = blocks.RichTextBlock(features=SHORT_TEXT, required=False, label="texte")


class TimelineBlock(blocks.StructBlock):
    """What happened, in its order."""

    title = blocks.CharBlock(max_length=160, label="titre")
    moments = blocks.ListBlock(MomentBlock(), min_num=2, max_num=20, label="moments")

    class Meta:
        icon = "history"
        label = "chronologie"
        description = "Des moments dans leur ordre, du plus ancien au plus récent."
        template = "blocks/timeline.html"
        preview_value = {
            "title": "Comment l’accord est né",
            "moments": [
                {"when": "2017", "title": "Première convention", "text": ""},
                {"when": "Novembre 2019", "title": "Une session pour choisir les formations", "text": ""},
            ],
        }


class QuestionsBlock(blocks.StructBlock):
    """Questions whose answers unfold (native details)."""

    title = blocks.CharBlock(max_length=160, label="titre")
    items = blocks.ListBlock(ItemBlock(), min_num=1, label="questions")

    class Meta:
        icon = "help"
        label = "questions et réponses"
        template = "blocks/questions.html"
        description = "Des questions dont la réponse se déplie."
        preview_value = {
            "title": "Vos questions",
            "items": [{"title": "Qui me rappelle ?", "text": "<p>Le référent de votre territoire.</p>"}],
        }


TEXT, FILES, FIGURES, WAYS_ON = "Texte", "Images et fichiers", "Chiffres et tableaux", "Renvois"  # groups of the kit


class ArticleBlocks(blocks.StreamBlock):
    """What the body of an article or a plain page is made of."""

    text = blocks.RichTextBlock(
        features=RICH_TEXT,
        label="texte",
        template="blocks/text.html",
        preview_value="<h2>Un titre</h2><p>Un paragraphe, une <b>idée</b>.</p>",
        group=TEXT,
    )
    quotation = QuotationBlock(group=TEXT)
    steps = StepsBlock(group=TEXT)
    questions = QuestionsBlock(group=TEXT)
    timeline = TimelineBlock(group=TEXT)
    note = blocks.RichTextBlock(
        features=SHORT_TEXT,
        label="encadré",
        icon="info-circle",
        template="blocks/note.html",
        preview_value="<p>Pôle emploi est devenu France Travail le 1er janvier 2024.</p>",
        group=TEXT,
    )
    picture = PictureBlock(group=FILES)
    gallery = GalleryBlock(group=FILES)
    video = VideoBlock(group=FILES)
    document = DocumentBlock(group=FILES)
    key_figures = KeyFiguresBlock(group=FIGURES)
    table = TableBlock(group=FIGURES)
    chart = ChartBlock(group=FIGURES)
    action = LinkBlock(label="bouton", icon="link", template="blocks/action.html", group=WAYS_ON)

    class Meta:
        collapsed = True  # a long article opens as its outline
