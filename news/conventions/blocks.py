"""StreamField blocks of a convention: what it commits to, what it rests on, what it did where."""

from __future__ import annotations

from wagtail import blocks


class PointBlock(blocks.StructBlock):
    """A priority or a commitment: what in a few words, then how."""

    title = blocks.CharBlock(max_length=160, label="en quelques mots")
    text = blocks.TextBlock(required=False, max_length=600, label="précision")

    class Meta:
        icon = "list-ol"
        label = "point"


class LegalBasisBlock(blocks.StructBlock):
    """A text the convention rests on."""

    title = blocks.CharBlock(
        max_length=200, label="texte", help_text="« Loi de programmation pour la justice du 23 mars 2019 »"
    )
    text = blocks.TextBlock(required=False, max_length=400, label="ce qu’il prévoit")
    address = blocks.URLBlock(required=False, label="adresse du texte", help_text="Sur Légifrance, par exemple.")

    class Meta:
        icon = "doc-full"
        label = "texte"


class ActionBlock(blocks.StructBlock):
    """Something done under the convention: where, and with whom."""

    title = blocks.CharBlock(max_length=200, label="action", help_text="« Prépa apprentissage en boulangerie »")
    place = blocks.CharBlock(max_length=160, label="lieu", help_text="« Maison d’arrêt de Draguignan »")
    partners = blocks.CharBlock(required=False, max_length=200, label="partenaires")
    when = blocks.CharBlock(
        required=False, max_length=60, label="date", help_text="Comme la source la donne : « 2019 »"
    )
    text = blocks.TextBlock(required=False, max_length=600, label="ce qui s’y passe")

    class Meta:
        icon = "site"
        label = "action"
