"""Drawing size: what a drawing (SVG) says of its size, as browsers read it, made what the picture library reads too.

The library refuses « auto », « calc(…) », percentages of nothing, units in `viewBox`, and fails in the editor's face;
browsers go on without them. So do we: what says nothing is dropped, what is missing follows from the rest.
"""

from __future__ import annotations

import math
import re

from lxml import etree

from portal.files.refusal import RefusedFile

NO_SIZE = "Ce dessin (SVG) ne dit pas sa taille : exportez-le avec une largeur et une hauteur, ou un « viewBox »."
STRETCHED = "Ce dessin (SVG) est démesurément long ou fin : exportez-le en PNG."
SMALLEST, LARGEST = 16.0, 4000.0  # pixels of the shorter and of the longer side; a drawing is enlarged without loss
BROWSERS_DEFAULT = (300.0, 150.0)  # of a drawing that says nothing at all
_PIXELS = {
    "": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "q": 96 / 101.6, "in": 96.0,
    "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0,
}  # fmt: skip
_NUMBER = r"[+-]?(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?:e[+-]?\d{1,3})?"
_LENGTH = re.compile(rf"({_NUMBER})\s{{0,9}}([a-z]{{0,3}})", re.IGNORECASE)
_BOX = re.compile(r"[\s,]{1,99}")
_ASPECT = re.compile(r"(?:defer\s{1,9})?(none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max))(\s{1,9}(?:meet|slice))?")


def with_readable_size(content: bytes) -> bytes:
    """The drawing with width, height and viewBox in plain numbers; the same bytes when they already are.

    Raise RefusedFile when nothing says its size, or when one side is thousands of times the other. The drawing is a
    checked one: without entities, not deep.
    """
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    before = {name: root.get(name) for name in ("width", "height", "viewBox", "preserveAspectRatio")}
    box = _box(before["viewBox"])
    width, height = _sides(_length(before["width"]), _length(before["height"]), box, before)
    scale = 1.0
    if min(width, height) < SMALLEST:
        scale = SMALLEST / min(width, height)
    if max(width, height) * scale > LARGEST:
        scale = LARGEST / max(width, height)
    if min(width, height) * scale < 1:
        raise RefusedFile(STRETCHED)
    if box is None and scale != 1.0:
        box = (0.0, 0.0, width, height)
    _say(root, "viewBox", " ".join(f"{number:.12g}" for number in box) if box else None, before["viewBox"])
    for name, side in (("width", width), ("height", height)):
        _say(root, name, f"{round(side * scale)}", before[name])
    if before["preserveAspectRatio"]:
        aspect = _ASPECT.fullmatch(before["preserveAspectRatio"].strip())
        said = "none" if aspect and aspect[1] == "none" else aspect and f"{aspect[1]}{aspect[2] or ''}"
        _say(root, "preserveAspectRatio", said or None, before["preserveAspectRatio"])
    if before == {name: root.get(name) for name in before}:
        return content
    return etree.tostring(root.getroottree(), encoding="utf-8")


def _say(root: etree._Element, name: str, value: str | None, before: str | None) -> None:
    if value is None:
        root.attrib.pop(name, None)
    elif value != before:
        root.set(name, value)


def _sides(
    width: float | None, height: float | None, box: tuple[float, ...] | None, said: dict[str, str | None]
) -> tuple[float, float]:
    if width and height:
        return width, height
    if box:
        ratio = box[2] / box[3]
        if width or height:
            return (width, width / ratio) if width else (float(height or 0) * ratio, float(height or 0))
        return box[2], box[3]
    if said["viewBox"] or any(_length(said[name]) is not None for name in ("width", "height")):
        raise RefusedFile(NO_SIZE)  # of a viewBox that is none, of sides of zero, of one side only
    return BROWSERS_DEFAULT


def _length(said: str | None) -> float | None:
    """Pixels of an absolute length, 0 for one of nothing; None where it depends on the page, or is no length."""
    found = _LENGTH.fullmatch((said or "").strip())
    factor = found and _PIXELS.get(found[2].lower())
    if not found or factor is None:
        return None
    return max(_finite(found[1]) * factor, 0.0)


def _box(said: str | None) -> tuple[float, ...] | None:
    """The four numbers of a viewBox that shows something."""
    numbers = [_LENGTH.fullmatch(part) for part in _BOX.split((said or "").strip())]
    if len(numbers) != 4 or not all(found and found[2].lower() in ("", "px") for found in numbers):
        return None
    left, top, width, height = (_finite(found[1]) for found in numbers if found)
    return (left, top, width, height) if width > 0 and height > 0 else None


def _finite(number: str) -> float:
    found = float(number)
    return found if math.isfinite(found) else 0.0
