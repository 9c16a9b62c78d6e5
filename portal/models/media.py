"""Images, their renditions, and documents."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition

PRIVATE_FOLDER = "private_images"  # sizes of pictures of private collections, which no proxy hands out by itself


class PortalImage(AbstractImage):
    """A picture with its credit. Its `description` is the text alternative."""

    is_decorative = models.BooleanField(
        "image décorative", default=False, help_text="Elle n’apprend rien : qui ne la voit pas ne perd rien."
    )
    credit = models.CharField("crédit", max_length=120, blank=True, help_text="Par exemple : © Jeanne Modèle")

    # What is asked of every picture comes first: the chooser opens on this form.
    _ASKED = ("file", "description", "is_decorative", "credit", "title")
    admin_form_fields = (
        *_ASKED,
        "collection",
        "tags",
        *(f"focal_point_{each}" for each in ("x", "y", "width", "height")),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    @property
    def default_alt_text(self) -> str:
        """The description, or nothing: a file name read aloud helps nobody."""
        return "" if self.is_decorative else self.description

    @property
    def is_private(self) -> bool:
        """Whether its collection is not for everybody."""
        return self.collection.get_view_restrictions().exists()


class PortalRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = "déclinaison d’image"
        verbose_name_plural = "déclinaisons d’images"
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_filter")
        ]

    def get_upload_to(self, filename: str) -> str:
        """Where the file goes: Wagtail's folder, or one apart (`portal.files.private_pictures`)."""
        path = super().get_upload_to(filename)
        return f"{PRIVATE_FOLDER}/{PurePosixPath(path).name}" if self.image.is_private else path


class PortalDocument(AbstractDocument):
    """A file offered for download."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
