"""Text documents as Word and Writer store them, written by pandoc: no binary lies in the repository."""

from __future__ import annotations

import base64
import io
import subprocess
from typing import TYPE_CHECKING

import pypandoc
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 40), "teal").save(content, "PNG")
    return content.getvalue()


LETTER = f"""<html><body>
<h1>L'atelier "du bois"</h1>
<p>Qui répond ? Le <strong>référent</strong>, sur <a href="https://exemple.fr/a">sa page</a>
<a href="#bas">plus bas</a>.</p>
<h2>Ce qui se fait</h2><ul><li>Scier<ul><li>à la main</li></ul></li><li>Coller</li></ul>
<h3>Les chiffres</h3>
<table><tr><th>Projet</th><th>Où</th></tr><tr><td>Atelier</td><td>dedans</td></tr></table>
<blockquote><p>J'ai appris un métier.</p></blockquote>
<p><img alt="Une salle" src="data:image/png;base64,{base64.b64encode(picture()).decode()}"></p>
<p>Fin.</p></body></html>"""


def document(extension: str, source: str = LETTER) -> bytes:
    """The same letter as .docx, .odt or .html."""
    if extension == "html":
        return source.encode()
    command = [pypandoc.get_pandoc_path(), "-f", "html", "-t", extension, "-o", "-"]
    return subprocess.run(command, input=source.encode(), capture_output=True, check=True).stdout


def stored(folder: Path, extension: str) -> Path:
    """The letter as a file, for a browser to send."""
    path = folder / f"lettre.{extension}"
    path.write_bytes(document(extension))
    return path
