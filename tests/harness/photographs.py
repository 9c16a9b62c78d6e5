"""A photograph as heavy as photographs are."""

from __future__ import annotations

import io
from pathlib import Path

import wagtail
from PIL import Image, ImageOps


def trees(size: tuple[int, int], quality: int = 90) -> bytes:
    """Leaves and a waterfall as a camera's JPEG of that size; from Wagtail's own tests, of 600 by 450 pixels.

    Enlarged as it is, it would be blurred, and light: four of it, mirrored so that they join, have a photograph's
    detail down to the pixel at 1,200 by 900, more than any version of it that a page shows.
    """
    with Image.open(Path(wagtail.__file__).parent / "images/tests/image_files/landscape_1.jpg") as found:
        one = found.convert("RGB")
    pair = Image.new("RGB", (2 * one.width, one.height))
    pair.paste(one)
    pair.paste(ImageOps.mirror(one), (one.width, 0))
    four = Image.new("RGB", (pair.width, 2 * pair.height))
    four.paste(pair)
    four.paste(ImageOps.flip(pair), (0, pair.height))
    content = io.BytesIO()
    ImageOps.fit(four, size, Image.Resampling.LANCZOS).save(content, "JPEG", quality=quality)
    return content.getvalue()
