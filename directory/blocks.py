from __future__ import annotations

from wagtail import blocks


class PlaceFormBlock(blocks.StructBlock):
    """The field that leads to a referent, anywhere in a page."""

    title = blocks.CharBlock(max_length=120, default="Qui vous répond, près de chez vous ?", label="titre")
    text = blocks.CharBlock(max_length=250, required=False, label="texte")

    class Meta:
        icon = "site"
        label = "trouver un référent"
        template = "blocks/place_form.html"
