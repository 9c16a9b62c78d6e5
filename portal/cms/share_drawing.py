"""The Open Graph picture of a page, drawn from its words: what `portal.cms.share_pictures` keeps and serves."""

from __future__ import annotations

import io

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from portal.styles.build import design_system
from portal.web.pictures import DEFAULT

SIZE = (1200, 630)
PANEL, MARGIN = 820, 72  # pixels: the width of the words' ground, and what is kept free around them
ROOM = PANEL - 2 * MARGIN
INK, SOFT, GROUND = "#161616", "#3a3a3a", "#ffffff"
SIZES = (68, 60, 52, 44, 36)  # of the title, the first that fits
TITLE_HEIGHT = 330


def draw(title: str, kind: str, place: str, site: str) -> bytes:
    """A PNG of these words; the title has the largest size in which it fits, else its first lines."""
    with Image.open(str(finders.find(DEFAULT))) as scene:
        picture = Image.new("RGB", SIZE, GROUND)
        picture.paste(scene.convert("RGB").resize(SIZE), (PANEL - 560 + 190, 0))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, PANEL, SIZE[1]), fill=GROUND)
    pen.rectangle((0, 0, 16, SIZE[1]), fill="#000091")
    pen.text((MARGIN, MARGIN - 8), kind, font=_face("Medium", 30), fill=SOFT)
    for size in SIZES:
        face, step = _face("Bold", size), round(size * 1.2)
        lines = _wrapped(title, face)
        if len(lines) * step <= TITLE_HEIGHT and all(face.getlength(word) <= ROOM for word in title.split(" ")):
            break
    for number, line in enumerate(lines[: TITLE_HEIGHT // step]):
        pen.text((MARGIN, 124 + number * step), line, font=face, fill=INK)
    pen.text(
        (MARGIN, SIZE[1] - MARGIN - 72), _wrapped(place, _face("Medium", 30))[0], font=_face("Medium", 30), fill=SOFT
    )
    pen.text((MARGIN, SIZE[1] - MARGIN - 24), site, font=_face("Bold", 28), fill="#000091")
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _face(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(design_system() / "fonts" / f"Marianne-{weight}.woff2"), size)


def _wrapped(text: str, face: ImageFont.FreeTypeFont) -> list[str]:
    """The text in lines that fit beside the scene; a word longer than a line is cut."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= ROOM:
            lines[-1] = longer
            continue
        while face.getlength(word) > ROOM:
            word = word[:-1]  # noqa: PLW2901 - until it fits
        lines.append(word)
    return [line for line in lines if line] or [""]
