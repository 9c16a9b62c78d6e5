"""PDF inspection: whether it opens without a password, and whether it is tagged (PDF/UA, ISO 14289).

Read by qpdf in a child process: what a page merely says is no structure, and crafted files cost at most its limits.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict, dataclass
from typing import IO

from portal.contained.calling import Limits, NotDoneError, call

LIMITS = Limits(processor=5, clock=60, megabytes=768)
_ENCRYPTED = re.compile(rb"/Encrypt\s{1,10}\d{1,10}\s{1,10}\d{1,5}\s{1,10}R")
_TRAILER = 2048  # bytes at the end, where a simple file says that it is encrypted


@dataclass(frozen=True)
class Pdf:
    """What is known of a file. One that qpdf cannot read is no worse for that: readers' programs mend more."""

    is_readable: bool = False
    is_protected: bool = False
    is_tagged: bool = False


def describe(file: IO[bytes]) -> Pdf:
    """Look into a PDF; raise NotDoneError when that takes too long or too much memory."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    return Pdf(**json.loads(call(f"{__name__}:described", content, LIMITS)))


def is_tagged(file: IO[bytes]) -> bool:
    """Whether a PDF has a tree of structure: without one, a screen reader meets a heap of words.

    A tagged PDF may still be badly tagged: only a person can tell.
    """
    try:
        return describe(file).is_tagged
    except NotDoneError:
        return False


def described(content: bytes) -> bytes:
    """The child's part: a `Pdf` as JSON."""
    return json.dumps(asdict(_look(content))).encode()


def _look(content: bytes) -> Pdf:
    import pikepdf  # noqa: PLC0415 - only the child loads a parser of hostile files, fifteen megabytes of C++

    is_protected = bool(_ENCRYPTED.search(content[-_TRAILER:]))
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as found:
            # An owner's password alone keeps nobody from reading, unless it shuts out screen readers.
            return Pdf(
                is_readable=True,
                is_protected=not found.allow.accessibility if found.is_encrypted else is_protected,
                is_tagged="/StructTreeRoot" in found.Root,
            )
    except pikepdf.PasswordError:
        return Pdf(is_protected=True)
    except pikepdf.PdfError:
        return Pdf(is_protected=is_protected)
