"""From the pieces of a document to the body of a draft: typeset, its pictures in the library, nothing published."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy
from wagtail.models import Collection

from portal.cms.importing.documents import REFUSED
from portal.french.clean_text import clean_values
from portal.french.typography import typeset
from portal.french.words import plural

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from wagtail.models import Page

    from portal.cms.importing.documents import Document

NEEDED = {"text", "table", "picture", "quotation"}


@dataclass
class Report:
    """What became of a document: how many pieces of each kind, and what was left out."""

    kept: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def sentences(self) -> list[str]:
        """« Repris : 2 textes, 1 tableau. », « Laissé de côté : 3 commentaires. »."""
        names = {"text": "texte", "table": "tableau", "picture": "image", "quotation": "citation"}
        kept = ", ".join(
            f"{count}\u00a0{names[kind]}{'x' if kind == 'table' and count > 1 else 's' if count > 1 else ''}"
            for kind, count in self.kept.items()
        )
        said = [f"Repris\u00a0: {kept or 'le titre seul'}."]
        if self.left_out:
            lost = ", ".join(f"{_counted(name, count)}" for name, count in self.left_out.items())
            said.append(f"Laissé de côté\u00a0: {lost}. Polices, couleurs et alignements sont ceux du site.")
        else:
            said.append("Rien n’est laissé de côté, sauf les polices, les couleurs et les alignements.")
        return said


def _counted(name: str, count: int) -> str:
    first, _, rest = name.partition(" ")
    return f"{count}\u00a0{plural(count, first)}{f' {rest}' if rest else ''}"


def takes_documents(model: type[Page]) -> bool:
    """Whether pages of this type have a body of texts, tables and pictures."""
    body = next((each for each in model._meta.get_fields() if each.name == "body"), None)  # noqa: SLF001 - documented
    return isinstance(body, StreamField) and set(body.stream_block.child_blocks) >= NEEDED


def fill(page: Page, document: Document, user: AbstractBaseUser) -> Report:
    """Give a page, stored or not, the body of a document; its pictures join the library."""
    report = Report(left_out=dict(document.left_out))
    blocks: list[tuple[str, Any]] = []
    for piece in document.pieces:
        block = _block(piece, user, report)
        if block:
            blocks.append(block)
            report.kept[block[0]] = report.kept.get(block[0], 0) + 1
    page.body = page.body.stream_block.normalize(clean_values(blocks)) if blocks else page.body
    return report


def _block(piece: dict[str, Any], user: AbstractBaseUser, report: Report) -> tuple[str, Any] | None:
    kind = piece["kind"]
    if kind == "text":
        return kind, typeset(piece["html"]).text
    if kind == "quotation":
        return kind, {"text": typeset(piece["text"]).text, "author": "", "role": ""}
    if kind == "table":
        rows = [[typeset(cell).text for cell in row] for row in piece["rows"]]
        return kind, {"caption": typeset(piece["caption"]).text, "rows": rows}
    image = _stored(piece, user)
    if image is None:
        report.left_out[REFUSED] = report.left_out.get(REFUSED, 0) + 1
        return None
    shown = {"image": image, "alt_text": image.description, "decorative": False}
    return kind, {"image": shown, "caption": typeset(piece["caption"]).text}


def _stored(piece: dict[str, Any], user: AbstractBaseUser) -> Any:
    """The picture in the library; None when this account adds none."""
    if not permission_policy.user_has_permission(user, "add"):
        return None
    content = base64.b64decode(piece["content"])
    words = typeset(piece["alternative"]).text
    image = get_image_model()(
        title=words[:200] or "Image d’un document",
        description=words[:255],
        uploaded_by_user=user,
        collection=Collection.get_first_root_node(),
        file=ContentFile(content, f"image.{piece['extension']}"),
    )
    image._set_image_file_metadata()  # noqa: SLF001 - as Wagtail's own form does
    image.save()
    return image
