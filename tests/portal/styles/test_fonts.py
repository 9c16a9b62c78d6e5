from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from portal.styles import build, fonts

ROOT = Path(settings.BASE_DIR)
FOLDER = build.design_system() / "fonts"
FACES = ("Regular", "Medium", "Bold", "Regular_Italic")
OWNERS = {0, 7, 8, 13}  # copyright, trademark, manufacturer, licence, as OpenType numbers names


@pytest.fixture(scope="module", params=FACES)
def face(request) -> bytes:
    return (FOLDER / f"Marianne-{request.param}.woff2").read_bytes()


@pytest.fixture(scope="module")
def parts(face) -> list[TTFont]:
    return [TTFont(io.BytesIO(half.file)) for half in fonts.halves(face)]


def drawing(font: TTFont, sign: int) -> tuple[list, tuple[int, int]]:
    pen, name = RecordingPen(), font.getBestCmap()[sign]
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font["hmtx"][name]


def test_every_sign_is_in_one_of_the_two(face, parts):
    whole = set(TTFont(io.BytesIO(face)).getBestCmap())
    french, rest = (set(part.getBestCmap()) for part in parts)
    assert french | rest == whole
    assert french & rest == set()
    assert len(rest) > 300


def test_no_sign_is_redrawn(face, parts):
    whole = TTFont(io.BytesIO(face))
    for part in parts:
        signs = sorted(part.getBestCmap())[::7]
        assert [sign for sign in signs if drawing(part, sign) != drawing(whole, sign)] == []


def test_who_owns_the_face_stays_written_in_it(face, parts):
    whole = TTFont(io.BytesIO(face))
    names = {name.nameID: str(name) for name in whole["name"].names}
    assert names[13] == "Service d’Information du Gouvernement"
    for part in parts:
        kept = {name.nameID: str(name) for name in part["name"].names}
        assert {number: kept[number] for number in OWNERS} == {number: names[number] for number in OWNERS}
        assert part["OS/2"].fsType == whole["OS/2"].fsType
    assert not whole["OS/2"].fsType & 0x0100, "it forbids no part of itself"


def test_the_halves_say_which_signs_they_draw(face, parts):
    for half, part in zip(fonts.halves(face), parts, strict=True):
        said = set()
        for run in half.ranges.split(","):
            first, _, last = run.removeprefix("U+").partition("-")
            said |= set(range(int(first, 16), int(last or first, 16) + 1))
        assert said == set(part.getBestCmap())


def test_what_browsers_do_to_text_still_works(parts):
    french = parts[0]
    assert "kern" in {record.FeatureTag for record in french["GPOS"].table.FeatureList.FeatureRecord}
    assert "tnum" in {record.FeatureTag for record in french["GSUB"].table.FeatureList.FeatureRecord}


def test_our_pages_are_written_in_the_signs_of_the_first_file():
    """The second would weigh on every page whose template holds one sign of it."""
    first, rest = fonts.halves((FOLDER / "Marianne-Regular.woff2").read_bytes())
    others = set(TTFont(io.BytesIO(rest.file)).getBestCmap())
    sources = [*(ROOT / "templates").rglob("*.html"), *ROOT.glob("*/**/*.toml"), *ROOT.glob("*/data/*.csv")]
    assert len(sources) > 100
    text = set().union(*(path.read_text(encoding="utf-8") for path in sources if ".venv" not in path.parts))
    assert {"œ", "É", "’", "«", "€", "\u00a0"} <= text
    assert sorted(sign for sign in text if ord(sign) in others) == []
    assert len(first.file) < 16_000


def test_the_same_face_gives_the_same_files(face):
    made = fonts.halves(face)
    fonts.halves.cache_clear()
    assert fonts.halves(face) == made
