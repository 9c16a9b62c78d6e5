"""Parts of a way's page: steps with their durations, documents, questions, an example from the field."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from portal.cms.blocks import LinkBlock
from portal.cms.media_blocks import DocumentBlock
from portal.cms.rich_text_features import SHORT_TEXT


class StepBlock(blocks.StructBlock):
    """One step: what happens, with whom, and how long it takes."""

    title = blocks.CharBlock(max_length=120, label="titre")
    duration = blocks.CharBlock(
        max_length=60,
        required=False,
        label="durée",
        help_text="« 2 à 4 semaines ». Vide : à convenir avec le référent.",
    )
    text = blocks.RichTextBlock(features=SHORT_TEXT, required=False, label="texte")

    class Meta:
        icon = "list-ol"
        label = "étape"


class ExampleBlock(blocks.StructBlock):
    """What somebody did: from a named source, or openly an example."""

    title = blocks.CharBlock(max_length=160, label="titre")
    text = blocks.RichTextBlock(features=SHORT_TEXT, label="texte")
    is_example = blocks.BooleanBlock(required=False, default=False, label="contenu d’exemple")
    source = blocks.CharBlock(max_length=200, required=False, label="source")
    source_url = blocks.URLBlock(required=False, label="adresse de la source")

    class Meta:
        icon = "openquote"
        label = "exemple de terrain"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a story that says neither where it comes from nor that it is made up."""
        value = super().clean(value)
        if not (value["source"] or value["is_example"]):
            raise blocks.StructBlockValidationError(
                {"source": ValidationError("Écrivez la source, ou cochez « contenu d’exemple ».")}
            )
        return value


class PapersBlock(blocks.StreamBlock):
    """What to download or to read at its source."""

    document = DocumentBlock()
    link = LinkBlock(label="lien vers un texte ou un guide")


class QuestionsChosenBlock(blocks.StreamBlock):
    """Questions of the FAQ, read together whatever their number."""

    question = SnippetChooserBlock("home.Question", label="question")
