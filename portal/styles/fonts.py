"""A face in two files: the signs of French, and all others, which browsers fetch for a page that writes one of them.

No sign is redrawn, renamed or left out (docs/decisions/0026-a-face-comes-in-two-files.md).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

# Letters, figures and punctuation of French, of the keyboards it is typed on, and the few arrows and signs of pages.
FRENCH = {*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "ŒœŸ–—‘’‚“”„†•…‰‹›€™−←↑→↓")}  # noqa: RUF001 - those are meant
# What browsers apply to text by themselves, and the figures of one width that tables ask for.
FEATURES = ["calt", "kern", "locl", "mark", "mkmk", "tnum"]

# What text is set in until the State's face is there, stretched to its width and height so that nothing moves then:
# 1.09 and 1.017 are the ratios of mean widths over the demonstration's texts. The others are faces as wide as Arial.
WAITING = "attente"
WAITING_FACES = f"""
@font-face {{
  font-family: {WAITING}; font-weight: 400 500;
  src: local("Arial"),local("Liberation Sans"),local("Arimo");
  size-adjust: 109%; ascent-override: 101%; descent-override: 37%; line-gap-override: 0%;
}}
@font-face {{
  font-family: {WAITING}; font-weight: 700;
  src: local("Arial Bold"),local("Liberation Sans Bold"),local("Arimo Bold");
  size-adjust: 101.7%; ascent-override: 108%; descent-override: 39%; line-gap-override: 0%;
}}
"""


@dataclass(frozen=True)
class Half:
    """A part of a face: the file (WOFF2), and the value of `unicode-range` that leads to it."""

    file: bytes
    ranges: str


@cache
def halves(face: bytes) -> tuple[Half, Half]:
    """The signs of French that a face draws, and the others."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only whoever builds loads it, and no worker

    drawn = set(TTFont(io.BytesIO(face)).getBestCmap())
    return _part(face, drawn & FRENCH), _part(face, drawn - FRENCH)


def _part(face: bytes, signs: set[int]) -> Half:
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - as above
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - as above

    font = TTFont(io.BytesIO(face), recalcTimestamp=False)  # the same bytes give the same file
    options = Options()
    options.layout_features = FEATURES
    options.name_IDs = options.name_languages = ["*"]  # who owns it stays in it
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=signs)
    subsetter.subset(font)
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return Half(file.getvalue(), _ranges(signs))


def _ranges(signs: set[int]) -> str:
    """Code points as `unicode-range` has them: « U+20-7E,U+A0 »."""
    runs: list[list[int]] = []
    for sign in sorted(signs):
        if runs and sign == runs[-1][1] + 1:
            runs[-1][1] = sign
        else:
            runs.append([sign, sign])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)
