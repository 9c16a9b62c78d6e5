"""Which files may come with a request, checked by content: outsiders send them."""

from __future__ import annotations

import io
import re
from typing import IO

from portal.files import pictures
from portal.files.kinds import KINDS, MEGABYTE, PHOTOGRAPHS, VIDEOS, Kind, check_document
from portal.files.refusal import RefusedFile

MOST_FILES = 3  # of one form
MOST_BYTES = 10 * 1024 * 1024  # of one form or one mail together
TOO_MUCH = "Les fichiers dépassent 10 Mo ensemble."
NAME_LENGTH = 120
_HEADER = re.compile(rb"(?:[!-9;-~]{1,70}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}")


def is_mail(file: IO[bytes]) -> bool:
    """Whether it is a mail, as programs forward one: headers from the first line on, one of them its sender."""
    head = _HEADER.match(file.read(20_000))
    return head is not None and b"\nfrom:" in b"\n" + head[0].lower()


# The kinds of documents; photographs too, which people send of what they make, and forwarded mails. No film fits.
ACCEPTED = {extension: kind for extension, kind in KINDS.items() if extension not in {*VIDEOS, "vtt"}} | PHOTOGRAPHS
ACCEPTED["eml"] = Kind("eml", "message/rfc822", 10 * MEGABYTE, is_mail)
_BY_TYPE = {kind.content_type: extension for extension, kind in reversed(ACCEPTED.items())}


def checked_type(name: str, content: bytes) -> str:
    """The content type of a file. Raises RefusedFile, whose text is a sentence in French."""
    if pictures.is_heic(content[:64]):
        raise RefusedFile(pictures.TELEPHONE)
    return check_document(io.BytesIO(content), name, len(content), kinds=ACCEPTED).content_type


def named(name: str, content_type: str) -> str:
    """A name of at most 120 characters that keeps its extension; one made of the type for a file that has none."""
    stem, dot, extension = name.rpartition(".")
    if not dot or extension.lower() not in ACCEPTED:
        extension = _BY_TYPE.get(content_type.lower(), "")
        stem = "piece-jointe" if "/" in name else name
    else:
        extension = extension.lower()
    return f"{stem[: NAME_LENGTH - 8]}.{extension}" if extension else name[:NAME_LENGTH]
