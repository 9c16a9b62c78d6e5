"""Conversion of text documents (.docx, .odt, HTML) to the pieces of a page, by pandoc; runs in a child process.

Knows no framework: bytes in, JSON out. Pandoc reads nothing but what it is given (`--sandbox`), and inherits the
limits of the child that starts it.
"""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from lxml import html

from portal.files.document_pieces import pieces_of

PARTS_LEFT_OUT = {
    "commentaire": re.compile(rb"<(?:w:comment|office:annotation) "),
    "en-tête ou pied de page": re.compile(
        rb"<w:(?:hdr|ftr)[ >].*?<w:t[ >]|<style:(?:header|footer)(?: [^>]*)?>(?:(?!</style:).)*>[^<\s]", re.DOTALL
    ),
    "zone de texte ou dessin": re.compile(rb"<(?:w:txbxContent|wps:wsp|draw:text-box|draw:custom-shape)[ >]"),
    "objet incorporé": re.compile(rb"<(?:o:OLEObject|draw:object) "),
    "modification suivie": re.compile(rb"<(?:w:ins|w:del|text:changed-region) "),
}
LARGEST_PART = 32 * 1024 * 1024


def as_pieces(content: bytes) -> bytes:
    """What is in a document; the first line of the bytes is its format: `docx`, `odt` or `html`."""
    kind, _, content = content.partition(b"\n")
    left_out: dict[str, int] = {}
    if kind == b"html":
        tree = html.document_fromstring(content, parser=html.HTMLParser(encoding=_encoding(content), huge_tree=False))
    else:
        left_out = _left_out_of(content)
        tree = html.document_fromstring(
            _by_pandoc(kind.decode("ascii"), content).decode(), parser=html.HTMLParser(huge_tree=True)
        )
    return json.dumps(pieces_of(tree, left_out)).encode()


def _by_pandoc(kind: str, content: bytes) -> bytes:
    command = [_pandoc(), "-f", kind, "-t", "html", "--sandbox", "--standalone", "--embed-resources"]
    command += ["--metadata", "lang=fr", "--wrap=none"]
    done = subprocess.run(command, input=content, capture_output=True, check=False, env={"LC_ALL": "C.UTF-8"})
    if done.returncode:
        raise MemoryError if b"heap" in done.stderr.lower() or done.returncode < 0 else ValueError("pandoc")
    return done.stdout


def _pandoc() -> str:
    """The program that pypandoc-binary brings; pypandoc itself wants to write files as soon as it is imported."""
    module = find_spec("pypandoc")
    if module is None or not module.origin:
        raise FileNotFoundError("pypandoc-binary is not installed")
    return str(Path(module.origin).with_name("files") / "pandoc")


def _left_out_of(content: bytes) -> dict[str, int]:
    """What pandoc passes over without a word: counted in the parts of the archive."""
    found: dict[str, int] = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith(".xml") and entry.file_size <= LARGEST_PART:
                part = archive.read(entry)
                for name, pattern in PARTS_LEFT_OUT.items():
                    if count := len(pattern.findall(part)):
                        found[name] = found.get(name, 0) + count
    return found


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = re.search(rb"charset=[\"']?([\w-]{3,20})", content[:2048])
        return declared[1].decode("ascii") if declared and declared[1].lower() != b"utf-8" else "cp1252"
    return "utf-8"
