from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from portal import checks
from portal.web import styles

ROOT = Path(settings.BASE_DIR)
DIST = styles.design_system()
# Hooks that carry no rule of their own in the parts we take.
WITHOUT_RULE = {"fr-footer__content-item", "fr-header__body"}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("sheets")
    styles.build(DIST, target=target)
    return target


@pytest.fixture(params=styles.THEMES)
def sheet(request, built) -> str:
    return (built / f"{request.param}.css").read_text(encoding="utf-8")


def test_building_again_writes_nothing(built):
    assert styles.build(DIST, target=built) == []


def test_what_is_no_longer_needed_leaves(built):
    stray = built / "fonts" / "Old.woff2"
    stray.write_bytes(b"old")
    assert styles.build(DIST, target=built) == [stray]
    assert not stray.exists()


def test_every_file_a_sheet_points_at_lies_beside_it(built, sheet):
    addresses = set(re.findall(r"url\(([^)]+)\)", sheet))
    assert len(addresses) > 10
    assert [each for each in addresses if not (built / each).is_file()] == []


def test_sheets_ask_nobody_else(sheet):
    assert "@import" not in sheet
    assert not re.search(r"url\([\"']?(?:https?:)?//", sheet)


def test_dark_needs_no_script(sheet):
    assert "data-fr-theme" not in sheet
    light, dark = sheet.split("@media screen and (prefers-color-scheme:dark)", 1)
    assert ":root[data-fr-scheme=system]{" in dark
    assert "--grey-1000-50:#fff" in light
    assert "--grey-1000-50:#161616" in dark


def test_no_sheet_carries_the_mark_of_the_state(built, sheet):
    assert "fr-logo" not in sheet
    pictures = list((built / "pictures").iterdir())
    assert pictures
    assert max(len(picture.read_bytes()) for picture in pictures) < 1000, "ticks and arrows, no devise"


def test_sheets_are_whole(sheet):
    assert sheet.count("{") == sheet.count("}")
    assert ".fr-btn" in sheet
    assert ".p-person" in sheet


def test_the_neutral_theme_carries_neither_the_font_nor_its_name(built):
    neutral = (built / "neutre.css").read_text(encoding="utf-8")
    assert "@font-face" not in neutral
    assert "woff" not in neutral
    assert not re.search(r"marianne\s*,", neutral, re.IGNORECASE)
    assert "system-ui" in neutral


def test_the_state_s_theme_has_each_face_once_in_one_format(built):
    state = (built / "etat.css").read_text(encoding="utf-8")
    assert sorted(path.name for path in (built / "fonts").iterdir()) == [
        "Marianne-Bold.woff2", "Marianne-Medium.woff2", "Marianne-Regular.woff2", "Marianne-Regular_Italic.woff2",
    ]  # fmt: skip
    assert state.count("@font-face") == 4
    assert ".woff)" not in state


def test_our_layer_reads_only_properties_that_are_there(sheet):
    ours = "".join((styles.OWN_FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in styles.OWN_PARTS)
    used = set(re.findall(r"var\(\s*(--[\w-]+)\s*\)", ours))
    assert len(used) > 20
    assert [name for name in used if f"{name}:" not in sheet] == []


def test_every_class_that_templates_write_has_its_rule(sheet):
    written = set()
    for path in (ROOT / "templates").rglob("*.html"):
        if "emails" not in path.parts:
            for value in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
                written |= set(re.findall(r"(?<![\w-])(?:fr|p)-[\w-]+(?![\w-]*[{%])", value))
    assert len(written) > 80
    known = set(re.findall(r"\.((?:fr|p)-[\w-]+)", sheet))
    assert sorted(written - known - WITHOUT_RULE) == []


def test_every_part_of_ours_is_taken():
    assert {path.stem for path in styles.OWN_FOLDER.glob("*.css")} == set(styles.OWN_PARTS)


def test_every_class_of_ours_is_written_somewhere():
    ours = "".join(path.read_text(encoding="utf-8") for path in styles.OWN_FOLDER.glob("*.css"))
    folders = (
        (ROOT / "templates", "*.html"),
        (ROOT / "portal", "*.py"),
        (ROOT / "directory", "*.py"),
        (ROOT / "portal" / "static" / "portal", "*.js"),
    )
    text = "".join(path.read_text(encoding="utf-8") for folder, kind in folders for path in folder.rglob(kind))
    classes = set(re.findall(r"\.(p-[\w-]+)", ours))
    assert len(classes) > 50
    assert sorted(name for name in classes if not re.search(rf"{re.escape(name)}(?![\w-])", text)) == []


def test_a_theme_that_is_none_is_refused():
    with pytest.raises(ValueError, match="fluo"):
        styles.compose("fluo", DIST, styles.OWN_FOLDER)


def test_the_check_tells_what_to_run(settings):
    settings.THEME = "never-built"
    (message,) = checks.style_sheets_are_built(None)
    assert message.id == "portal.W001"
    assert "manage.py build_styles" in message.msg


def test_a_sheet_made_of_other_sources_is_not_current(tmp_path):
    own = tmp_path / "own"
    shutil.copytree(styles.OWN_FOLDER, own)
    target = tmp_path / "target"
    assert not styles.is_current("etat", DIST, own, target), "nothing is built yet"
    styles.build(DIST, own, target)
    assert styles.is_current("etat", DIST, own, target)
    (own / "tokens.css").write_text(":root { --gap: 0; }", encoding="utf-8")
    assert not styles.is_current("etat", DIST, own, target)


def test_the_command_says_what_it_did(capsys):
    call_command("build_styles")
    call_command("build_styles")
    assert "Style sheets: current" in capsys.readouterr().out


def test_a_cache_of_one_process_is_noticed_before_deploying(settings):
    (message,) = checks.cache_is_shared(None)
    assert "CACHE_URL" in message.msg
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    assert checks.cache_is_shared(None) == []
