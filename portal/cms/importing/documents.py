"""What a document that an editor sends holds: checked, converted in a process of its own, told in plain values."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.contained.calling import Limits, NotDoneError, call
from portal.files import text_documents
from portal.files.forms import checked_picture
from portal.files.kinds import KINDS, MEGABYTE, check_document
from portal.files.refusal import TOO_MUCH, RefusedFile

ACCEPTED = ("docx", "odt", "html", "htm")
LARGEST_HTML = 5 * MEGABYTE
LIMITS = Limits(processor=30, clock=90, megabytes=1024)
UNREADABLE = "Ce document ne se lit pas\u00a0: ouvrez-le, puis enregistrez-le de nouveau en .docx ou en .odt."
REFUSED = "image refusée"
EMPTY = "Ce document ne contient ni texte, ni tableau, ni image à reprendre."


@dataclass(frozen=True)
class Document:
    """Its title (perhaps empty), its pieces as `portal.files.document_pieces` says, and what was left out by name."""

    title: str
    pieces: list[dict[str, Any]]
    left_out: dict[str, int]


def read(file: IO[bytes], name: str, size: int) -> Document:
    """The document. Raises RefusedFile with a sentence for its sender."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in ACCEPTED:
        raise RefusedFile(
            f"Un fichier «\u00a0.{extension}\u00a0» ne s’importe pas. "
            "Enregistrez-le en .docx (Word), en .odt (Writer) ou en HTML."
        )
    kind = "html" if extension in ("html", "htm") else extension
    if kind != "html":
        check_document(file, name, size, kinds={kind: KINDS[kind]})
    elif not 0 < size <= LARGEST_HTML:
        raise RefusedFile(
            "Ce fichier est vide." if not size else "Ce fichier est trop lourd\u00a0: 5 Mo au plus pour du HTML."
        )
    file.seek(0)
    try:
        answer = call(f"{text_documents.__name__}:as_pieces", f"{kind}\n".encode() + file.read(), LIMITS)
    except NotDoneError as failure:
        raise RefusedFile(TOO_MUCH if str(failure) in {"time", "memory", "MemoryError"} else UNREADABLE) from None
    document = _with_pictures_to_be_shown(Document(**json.loads(answer)))
    if not document.pieces and not document.title:
        raise RefusedFile(EMPTY)
    return document


def _with_pictures_to_be_shown(document: Document) -> Document:
    """Without those that no browser should get: looked into before a transaction waits for it."""
    kept, left_out = [], dict(document.left_out)
    for piece in document.pieces:
        if piece["kind"] == "picture":
            file = SimpleUploadedFile(f"image.{piece['extension']}", base64.b64decode(piece["content"]))
            try:
                checked_picture(file)
            except RefusedFile:
                left_out[REFUSED] = left_out.get(REFUSED, 0) + 1
                continue
        kept.append(piece)
    return Document(document.title, kept, left_out)
