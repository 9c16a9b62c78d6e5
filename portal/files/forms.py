"""Upload forms of the admin: what is not safe to show is refused with a sentence at the field."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.files import pictures
from portal.files.kinds import check_document
from portal.files.refusal import RefusedFile, contained_check
from portal.files.svg import checked_drawing

if TYPE_CHECKING:
    from django.core.files import File


logger = logging.getLogger(__name__)


class SafeImageField(WagtailImageField):
    """Looks into a file before Wagtail's own field does, which answers some crafted ones with an error 500."""

    def to_python(self, data: File | None) -> File | None:
        """The file; ValidationError when it is no picture to be shown."""
        if data:
            if self.max_upload_size is not None and data.size > self.max_upload_size:
                raise ValidationError(f"Cette image est trop lourde : {self.max_upload_size_text} au plus.")
            data.seek(0)
            try:
                data = checked_picture(data)
            except RefusedFile as refusal:
                raise ValidationError(str(refusal), code="refused") from None
        return super().to_python(data)


def checked_picture(file: File) -> File:
    """The file from its start, a drawing perhaps with its size made plain; RefusedFile when it is not to be shown."""
    content = file.read()
    file.seek(0)
    if pictures.is_heic(content[:64]):
        raise RefusedFile(pictures.TELEPHONE)
    if not file.name.lower().endswith(".svg"):
        contained_check(f"{pictures.__name__}:complaint", content, pictures.UNREADABLE)
        return file
    drawing = checked_drawing(content)
    return file if drawing == content else SimpleUploadedFile(file.name, drawing, "image/svg+xml")


NO_ALTERNATIVE = "Dites ce que montre l’image, ou cochez «\u00a0image décorative\u00a0»."


NOT_STORED = (
    "Le fichier n’a pas pu être enregistré\u00a0: le stockage des fichiers ne répond pas ou refuse d’écrire. Le reste "
    "est conservé ci-dessous\u00a0; choisissez le fichier de nouveau dans quelques minutes. Si cela dure, prévenez la "
    "personne qui exploite le site."
)


class StoredInTime:
    """A form whose new `file` is stored before the form is said to be valid: what fails then is told at its field."""

    def _post_clean(self) -> None:
        super()._post_clean()
        file = self.instance.file
        if self.errors or "file" not in self.changed_data or not file:
            return
        content = file.file
        try:
            file.save(file.name, content, save=False)
            self.instance.file.file = content  # what is asked about it next need not be fetched again
        except OSError:
            logger.exception("A file of an editor could not be stored.")
            self.instance.__dict__["file"] = self.initial.get("file")  # set otherwise, a picture would be measured
            self.add_error("file", NOT_STORED)


class SafeImageForm(StoredInTime, BaseImageForm):
    """Pictures that can be read to their last pixel, and drawings that only draw; each says what it shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = SafeImageField(
                label=field.label, required=field.required, widget=field.widget, max_length=field.max_length
            )
        if field := self.fields.get("description"):
            field.help_text = "Ce que montre l’image, pour qui ne la voit pas."

    def clean(self) -> dict[str, Any]:
        """Ask for the alternative, or for the choice to have none.

        Where several files are sent at once, they come first, and the questions with the next form.
        """
        cleaned = super().clean() or {}
        if cleaned.get("is_decorative"):
            cleaned["description"] = ""
        elif self.add_prefix("description") in self.data and not cleaned.get("description"):
            self.add_error("description", NO_ALTERNATIVE)
        return cleaned


class SafeDocumentForm(StoredInTime, BaseDocumentForm):
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
