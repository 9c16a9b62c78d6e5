"""Blocks that show files: pictures, documents, videos. All of them come from this site; nothing asks a third party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from portal.cms import page_images
from portal.cms.rich_text_features import SHORT_TEXT
from portal.files.kinds import VIDEOS

if TYPE_CHECKING:
    from portal.models import PortalDocument, PortalImage


class SizedImageBlock(ImageBlock):
    """Pictures with the sizes made of them: two queries, whatever their number; none where a page read them before."""

    def bulk_to_python(self, values: Any) -> list[PortalImage | None]:
        values = list(values)
        known = page_images.at_hand(values)
        if known is not None:
            return [
                self._struct_value_to_image(value | {"image": image})
                for value, image in zip(values, known, strict=True)
            ]
        images = super().bulk_to_python(values)
        page_images.with_sizes([image for image in images if image])
        return images

    def some_image(self) -> PortalImage | None:
        """Any picture of the site, for a preview."""
        image = self.child_blocks["image"].model_class.objects.first()
        return self.to_python(image.pk) if image else None


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative, caption and credit (the credit belongs to the picture)."""

    image = SizedImageBlock(label="image")
    caption = blocks.CharBlock(required=False, max_length=250, label="légende")

    class Meta:
        icon = "image"
        label = "image"
        description = "Une image, sa légende ; son crédit vient de la médiathèque."
        template = "blocks/picture.html"

    def get_preview_value(self) -> Any:
        image = self.child_blocks["image"].some_image()
        return self.normalize({"image": image, "caption": "La salle, avant la première séance."})


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side, each with its alternative, caption and credit."""

    title = blocks.CharBlock(max_length=160, required=False, label="titre")
    pictures = blocks.ListBlock(PictureBlock(), min_num=2, max_num=12, label="images")

    class Meta:
        icon = "image"
        label = "galerie"
        description = "De deux à douze images côte à côte."
        template = "blocks/gallery.html"

    def get_preview_value(self) -> Any:
        picture = {"image": self.child_blocks["pictures"].child_block.child_blocks["image"].some_image(), "caption": ""}
        return self.normalize({"title": "En images", "pictures": [picture, picture]})


class DocumentBlock(blocks.StructBlock):
    """A file to keep, with its format and weight."""

    document = DocumentChooserBlock(label="document")
    title = blocks.CharBlock(max_length=160, required=False, label="titre", help_text="Vide : celui du document.")
    note = blocks.CharBlock(
        max_length=200, required=False, label="précision", help_text="« Version accessible, 4 pages ». Facultatif."
    )

    class Meta:
        icon = "doc-full"
        label = "document"
        description = "Un fichier à télécharger, avec son format et son poids."
        template = "blocks/document.html"

    def get_preview_value(self) -> Any:
        document = self.child_blocks["document"].model_class.objects.first()
        return self.normalize({"document": document, "title": "", "note": ""})


class VideoBlock(blocks.StructBlock):
    """A video of this site behind a click, with its transcript: nothing of it loads before."""

    title = blocks.CharBlock(max_length=160, label="titre")
    image = SizedImageBlock(label="image fixe")
    video = DocumentChooserBlock(label="vidéo", help_text="Un fichier MP4 ou WebM de la médiathèque.")
    duration = blocks.CharBlock(max_length=20, label="durée", help_text="« 3 min »")
    captions = DocumentChooserBlock(required=False, label="sous-titres", help_text="Un fichier .vtt.")
    transcript = blocks.RichTextBlock(features=SHORT_TEXT, label="transcription")

    class Meta:
        icon = "media"
        label = "vidéo"
        description = "Une vidéo hébergée ici, derrière un clic, avec sa transcription."
        template = "blocks/video.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse files that no player reads."""
        value = super().clean(value)
        errors = {}
        if _extension(value["video"]) not in VIDEOS:
            errors["video"] = ValidationError("Choisissez un fichier MP4 ou WebM.")
        if value["captions"] and _extension(value["captions"]) != "vtt":
            errors["captions"] = ValidationError("Choisissez un fichier de sous-titres .vtt.")
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return value


def _extension(document: PortalDocument) -> str:
    return document.file_extension.lower()
