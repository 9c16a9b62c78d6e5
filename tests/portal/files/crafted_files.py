"""Files as people who mean harm make them, and honest ones to compare."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="90" viewBox="0 0 120 90"{}>{}</svg>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n%%EOF\n"
PAGE = b"<!DOCTYPE html><html><body><script>alert(document.domain)</script></body></html>"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 40
ODT = "application/vnd.oasis.opendocument.text"


def svg(inside: str = '<path d="M0 0h9v9z"/>', attributes: str = "") -> bytes:
    """A drawing with something inside."""
    return SVG.format(attributes, inside).encode()


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 360), mode: str = "RGB") -> bytes:
    """A plain picture."""
    content = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else None).save(content, kind)
    return content.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that unpacks to width by height pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(entries: dict[str, bytes]) -> bytes:
    """A zip file, as office files are."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, inside in entries.items():
            packed.writestr(name, inside)
    return content.getvalue()


def docx(**more: bytes) -> bytes:
    """A word-processor file, with whatever else is put in."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"} | more)


def zip_bomb() -> bytes:
    """A word-processor file of 60 kB that unpacks to 60 MB."""
    return docx(**{"word/media/image1.bmp": bytes(60 * 1024 * 1024)})


def pdf(*, is_tagged: bool = False, **options: object) -> bytes:
    """A real PDF of one empty page; `options` are those of pikepdf's `save`."""
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if is_tagged:
            document.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
        document.save(content, **options)
    return content.getvalue()
