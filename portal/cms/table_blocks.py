"""Tables of the editors' kit: typed, or pasted from Word, Excel or a page (`portal/admin/tables.js`)."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter


class ShareBlock(blocks.StructBlock):
    """One row of a chart: what, how much in words, and its share of the whole, which the bar draws."""

    label = blocks.CharBlock(max_length=80, label="intitulé")
    value = blocks.CharBlock(max_length=40, label="valeur", help_text="Par exemple : 10 600")
    share = blocks.DecimalBlock(
        min_value=0, max_value=100, max_digits=4, decimal_places=1, label="part", help_text="En pour cent : 9 ou 9,1"
    )


class ChartBlock(blocks.StructBlock):
    """A chart that is a table: the bar is drawn in the cell, so the two cannot disagree."""

    title = blocks.CharBlock(max_length=160, label="ce que le tableau montre")
    caption = blocks.CharBlock(max_length=160, label="unité, année et périmètre")
    label_heading = blocks.CharBlock(max_length=60, default="Territoire", label="titre de la première colonne")
    value_heading = blocks.CharBlock(max_length=60, default="Personnes", label="titre de la deuxième colonne")
    share_heading = blocks.CharBlock(max_length=60, default="Part du total", label="titre de la troisième colonne")
    rows = blocks.ListBlock(ShareBlock(), min_num=2, max_num=15, label="lignes")

    class Meta:
        icon = "table"
        label = "tableau avec barres"
        scope_field = "caption"
        template = "blocks/chart.html"
        description = "Un tableau dont la barre dessine la part."
        preview_value = {
            "title": "Une personne sur onze",
            "caption": "Personnes accompagnées, 2019",
            "label_heading": "Territoire",
            "value_heading": "Personnes",
            "share_heading": "Part du total",
            "rows": [
                {"label": "Occitanie", "value": "960", "share": Decimal("9.1")},
                {"label": "France", "value": "10 600", "share": Decimal(100)},
            ],
        }


class TableValue(blocks.StructValue):
    """A table as its template needs it."""

    @property
    def body(self) -> list[list[tuple[str, str]]]:
        """The rows below the headings: each cell with the heading of its column."""
        headings, *rows = [list(row) for row in self["rows"]] or [[]]
        return [list(zip(headings, row, strict=False)) for row in rows]


class TableBlock(blocks.StructBlock):
    """A simple table: first row and first column are headings."""

    caption = blocks.CharBlock(max_length=160, label="titre du tableau")
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(required=False, max_length=300, label="case"), label="cases"),
        min_num=2,
        label="lignes",
        help_text="Collez dans une case un tableau copié de Word, d’Excel ou d’une page\u00a0: le reste se remplit. "
        "La première ligne et la première case de chaque ligne sont des intitulés.",
    )

    class Meta:
        icon = "table"
        label = "tableau"
        template = "blocks/table.html"
        description = "Un tableau simple ; la première ligne et la première colonne sont des intitulés."
        preview_value = {"caption": "Deux façons", "rows": [["Projet", "Où"], ["Atelier", "Dedans"]]}
        value_class = TableValue

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse rows of different lengths: their cells would stand under the wrong heading."""
        value = super().clean(value)
        if len({len(row) for row in value["rows"]}) > 1:
            raise blocks.StructBlockValidationError(
                {"rows": ValidationError("Chaque ligne doit avoir autant de cases que la première.")}
            )
        return value


class TableBlockAdapter(StructBlockAdapter):
    """The table in the editor, with the script that lays out what is pasted."""

    js_constructor = f"{TableBlock.__module__}.{TableBlock.__name__}"

    @cached_property
    def media(self) -> forms.Media:
        """Wagtail's own scripts, then ours."""
        return forms.Media(js=[*super().media._js, "portal/admin/tables.js"])  # noqa: SLF001 - as Wagtail's guide does


register(TableBlockAdapter(), TableBlock)
