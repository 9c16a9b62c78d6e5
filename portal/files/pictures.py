"""Raster image check: whether a picture can be read to its last pixel. Runs in a child process; knows no framework."""

from __future__ import annotations

import io

from PIL import Image

LONGEST_SIDE = 12_000  # pixels: encoders of the small versions give up beyond
FRAMES = 1_000  # of a moving picture
UNREADABLE = (
    "Ce fichier n’est pas une image lisible, ou il est abîmé. Formats : JPEG, PNG, WebP, AVIF, GIF, SVG ; "
    "10 Mo et 40 millions de pixels au plus."
)
PIXELS = 40_000_000  # of all frames together; Wagtail's setting says the same
MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"}  # what all formats of the small versions can hold
TOO_DEEP = "Les couleurs de cette image sont codées d’une façon que le web ne lit pas : enregistrez-la en RVB, 8 bits."
TOO_LARGE = "Cette image est démesurée : 40 millions de pixels et 12 000 pixels de côté au plus."
TELEPHONE = (
    "Cette photo est au format HEIC des téléphones, que les navigateurs ne montrent pas : enregistrez-la en JPEG. "
    "Sur un iPhone, l’envoyer par e-mail suffit, ou choisir Réglages, Appareil photo, Formats, « Le plus compatible »."
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def is_heic(head: bytes) -> bool:
    """Whether a file is a photograph as iPhones store it (ISO 23008-12), whatever its name; AVIF is its cousin."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS and b"avif" not in head[8:64]


def complaint(content: bytes) -> bytes:
    """What is wrong with a picture, a sentence as UTF-8; empty when it can be shown."""
    try:
        return _complaint(content).encode()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_LARGE.encode()
    except (OSError, SyntaxError, ValueError, EOFError):
        return UNREADABLE.encode()


def _complaint(content: bytes) -> str:
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
        frames = getattr(picture, "n_frames", 1)
        if max(width, height) > LONGEST_SIDE or frames > FRAMES or width * height * frames > PIXELS:
            return TOO_LARGE
        mode = picture.mode
        picture.load()
    return "" if mode in MODES else TOO_DEEP
