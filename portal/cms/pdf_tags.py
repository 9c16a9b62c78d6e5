"""Whether a PDF tells assistive technology what its parts are."""

from __future__ import annotations

import re
import zlib
from typing import IO

MARKS = re.compile(rb"/StructTreeRoot\b")
STREAM = re.compile(rb"/ObjStm\b.*?stream\r?\n", re.DOTALL)
UNPACKED_AT_MOST = 4 * 1024 * 1024  # bytes of one packed stream


def is_tagged(file: IO[bytes]) -> bool:
    """Whether a PDF has a tree of structure: without one, a screen reader meets a heap of words.

    Looks into the file as it is, and into the packed streams where newer writers keep the catalogue. A tagged PDF may
    still be badly tagged: only a person can tell.
    """
    file.seek(0)
    content = file.read()
    file.seek(0)
    if MARKS.search(content):
        return True
    return any(MARKS.search(_unpacked(content[found.end() :])) for found in STREAM.finditer(content))


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, UNPACKED_AT_MOST)
    except zlib.error:
        return b""
