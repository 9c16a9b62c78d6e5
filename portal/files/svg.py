"""SVG check by allow-list: drawings may carry programs, only those that draw and do nothing else are let in.

A list of what is allowed, not of what is forbidden: whatever a browser learns to run next year stays outside.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError

from portal.files.refusal import RefusedFile
from portal.files.svg_size import with_readable_size

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405 # a type; nothing is parsed by it

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
LARGEST = 1024 * 1024  # bytes
ELEMENTS_AT_MOST = 20_000
DEPTH_AT_MOST = 100  # groups in groups: those who read drawings do so by calling themselves
USES_AT_MOST = 500
SHAPES = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath",
    "title", "desc", "defs", "symbol", "use", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
    "pattern", "marker", "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feDropShadow",
    "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology",
    "feOffset", "image", "metadata", "style", "switch", "view",
})  # fmt: skip
# What drawing programs write about themselves: browsers draw and run none of it.
NOTES = (
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.inkscape.org/namespaces/inkscape",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
)
PICTURE_INSIDE = re.compile(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]*")
FOREIGN_ADDRESS = re.compile(
    r"url\(\s*[\"']?\s*(?!#|[\"'])|@import|expression\s*\(|javascript:|-moz-binding|\\", re.IGNORECASE
)
DECLARED_ENCODING = re.compile(r"<\?xml[^>]*\bencoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
PROGRAM = "Ce dessin (SVG) contient un programme ou un lien vers l’extérieur ({what}) : exportez-le en « SVG simple »."
UNREADABLE = "Ce dessin (SVG) n’est pas lisible : exportez-le de nouveau, en « SVG simple » et en UTF-8."


def checked_drawing(content: bytes) -> bytes:
    """The drawing with a size that can be read; RefusedFile unless it is an SVG that draws and nothing else."""
    if len(content) > LARGEST:
        raise RefusedFile("Ce dessin (SVG) est trop lourd : 1 Mo au plus.")
    content = content.removeprefix(codecs.BOM_UTF8).strip()
    root = parsed(content)
    for element in root.iter():
        check_element(element)
    check_repetitions(root)
    return with_readable_size(content)


def parsed(content: bytes) -> Element:
    """The root of a drawing without entities or outside style sheets, neither deep nor of very many parts."""
    try:
        text = content.decode()
        if DECLARED_ENCODING.match(text):
            raise RefusedFile(UNREADABLE)
        if "<?xml-stylesheet" in text:
            raise RefusedFile(PROGRAM.format(what="feuille de style"))
        root = bounded(content)
    except DefusedXmlException:
        raise RefusedFile(PROGRAM.format(what="entités")) from None
    except (ParseError, UnicodeError, ValueError, LookupError) as error:
        raise error if isinstance(error, RefusedFile) else RefusedFile(UNREADABLE) from None
    if root.tag != f"{{{SVG}}}svg":
        raise RefusedFile(UNREADABLE)
    return root


def bounded(content: bytes) -> Element:
    """Parse, and give up as soon as there is too much."""
    depth = count = 0
    events = ElementTree.iterparse(
        io.BytesIO(content), events=("start", "end"), forbid_entities=True, forbid_external=True
    )
    for event, _ in events:
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEPTH_AT_MOST or count > ELEMENTS_AT_MOST:
            raise RefusedFile("Ce dessin (SVG) est trop compliqué : exportez-le en PNG.")
    return events.root


def check_element(element: Element) -> None:
    """Raise RefusedFile when an element, an attribute or a style does more than draw."""
    space, _, name = str(element.tag).rpartition("}")
    space = space.removeprefix("{")
    if space not in NOTES and (space != SVG or name not in SHAPES):
        raise RefusedFile(PROGRAM.format(what=f"<{name[:40]}>"))
    for attribute, value in element.attrib.items():
        space, _, local = attribute.lower().rpartition("}")
        if space.removeprefix("{") in NOTES:
            continue
        if local.startswith("on") or local == "base":
            raise RefusedFile(PROGRAM.format(what=local[:40]))
        if local == "href":
            check_address(name, value)
        elif FOREIGN_ADDRESS.search(value):
            raise RefusedFile(PROGRAM.format(what=local[:40]))
    if name == "style" and FOREIGN_ADDRESS.search(element.text or ""):
        raise RefusedFile(PROGRAM.format(what="style"))


def check_address(name: str, value: str) -> None:
    """Raise RefusedFile unless a link leads inside the drawing, or holds a picture itself."""
    inside = value.strip()
    if not inside.startswith("#") and not (name == "image" and PICTURE_INSIDE.fullmatch(inside)):
        raise RefusedFile(PROGRAM.format(what="href"))


def check_repetitions(root: Element) -> None:
    """Raise RefusedFile for copies of copies: ten lines of them draw a thousand million shapes."""
    use = f"{{{SVG}}}use"
    uses = list(root.iter(use))
    with_copies = {each.get("id") for each in root.iter() if each.get("id") and next(each.iter(use), None) is not None}
    targets = {(each.get("href") or each.get(XLINK) or "").strip().removeprefix("#") for each in uses}
    if len(uses) > USES_AT_MOST or with_copies & targets:
        raise RefusedFile("Ce dessin (SVG) se répète lui-même à l’infini : exportez-le en PNG.")
