"""The forms through which files come in: what is not safe to show is refused with a sentence at the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.cms.drawings import check_drawing
from portal.cms.file_kinds import RefusedFile, check_document

if TYPE_CHECKING:
    from django.core.files import File

LONGEST_SIDE = 12_000  # pixels: encoders of the small versions give up beyond
UNREADABLE = (
    "Ce fichier n’est pas une image lisible, ou il est abîmé. Formats : JPEG, PNG, WebP, AVIF, GIF, SVG ; "
    "10 Mo et 40 millions de pixels au plus."
)
MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"}  # what all formats of the small versions can hold
TOO_DEEP = "Les couleurs de cette image sont codées d’une façon que le web ne lit pas : enregistrez-la en RVB, 8 bits."
TOO_LARGE = "Cette image est démesurée : 40 millions de pixels et 12 000 pixels de côté au plus."


class SafeImageField(WagtailImageField):
    """Looks into a file before Wagtail's own field does, which answers some crafted ones with an error 500."""

    def to_python(self, data: File | None) -> File | None:
        """The file; ValidationError when it is no picture to be shown."""
        if data:
            if self.max_upload_size is not None and data.size > self.max_upload_size:
                raise ValidationError(f"Cette image est trop lourde : {self.max_upload_size_text} au plus.")
            data.seek(0)
            try:
                if data.name.lower().endswith(".svg"):
                    check_drawing(data.read())
                else:
                    check_pixels(data, self.max_image_pixels)
            except RefusedFile as refusal:
                raise ValidationError(str(refusal), code="refused") from None
            data.seek(0)
        return super().to_python(data)


def check_pixels(file: File, most: int) -> None:
    """Raise RefusedFile for a picture that is huge, or that breaks off: its small versions could not be made."""
    try:
        with Image.open(file) as picture:
            width, height = picture.size
            is_huge = max(width, height) > LONGEST_SIDE or width * height * getattr(picture, "n_frames", 1) > most
            mode = picture.mode
            if not is_huge:
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedFile(TOO_LARGE) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise RefusedFile(UNREADABLE) from None
    if is_huge:
        raise RefusedFile(TOO_LARGE)
    if mode not in MODES:
        raise RefusedFile(TOO_DEEP)


class SafeImageForm(BaseImageForm):
    """Pictures that can be read to their last pixel, and drawings that only draw."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = SafeImageField(
                label=field.label, required=field.required, widget=field.widget, max_length=field.max_length
            )


class SafeDocumentForm(BaseDocumentForm):
    """Documents whose content is what their name says."""

    def clean_file(self) -> File:
        """Look into a new file."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            try:
                check_document(file, file.name, file.size)
            except RefusedFile as refusal:
                raise ValidationError(str(refusal), code="refused") from None
        return file
