from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from portal import checks
from portal.styles import build, css, trimming

ROOT = Path(settings.BASE_DIR)
DIST = build.design_system()
# Hooks that carry no rule of their own in the parts we take.
WITHOUT_RULE = {"fr-footer__content-item", "fr-header__body"}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("sheets")
    build.build(DIST, target=target)
    return target


@pytest.fixture(params=build.THEMES)
def sheet(request, built) -> str:
    return (built / f"{request.param}.css").read_text(encoding="utf-8")


def test_building_again_writes_nothing(built):
    assert build.build(DIST, target=built) == []


def test_what_is_no_longer_needed_leaves(built):
    stray = built / "fonts" / "Old.woff2"
    stray.write_bytes(b"old")
    assert build.build(DIST, target=built) == [stray]
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


@pytest.mark.rgaa("10.13", "10.14", "12.11")
def test_nothing_appears_under_the_pointer_alone(sheet):
    hovered = re.findall(r"([^{}]*:hover[^{}]*)\{([^{}]*)\}", sheet)
    assert len(hovered) > 5
    shows = re.compile(r"(?:^|;)(?:display|visibility|opacity|content|clip-path|max-height):")
    assert [selector for selector, rules in hovered if shows.search(rules)] == []


@pytest.mark.rgaa("13.7", "13.8")
def test_nothing_moves_by_itself(sheet):
    assert "@keyframes" not in sheet
    assert not re.search(r"[{;]animation(?:-name)?:(?!none)", sheet)


@pytest.mark.rgaa("13.10", "13.11", "13.12")
def test_scripts_listen_to_no_gesture_and_to_no_movement_of_the_device():
    scripts = sorted((ROOT / "portal" / "static" / "portal").glob("*.js"))
    heard = {event for each in scripts for event in re.findall(r'addEventListener\(\s*"(\w+)"', each.read_text())}
    assert "click" in heard
    assert {each for each in heard if re.match("touch|pointer|gesture|device|mouse(?!enter|leave|down)", each)} == set()
    pressed = [each.read_text() for each in scripts if '"mousedown"' in each.read_text()]
    assert all('"mousedown", (event) => event.preventDefault()' in each for each in pressed), (
        "nothing acts when pressed"
    )


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


def test_the_state_s_theme_has_each_face_in_two_files_of_one_format(built):
    state = (built / "etat.css").read_text(encoding="utf-8")
    faces = ("Bold", "Medium", "Regular", "Regular_Italic")
    names = {f"Marianne-{face}{half}.woff2" for face in faces for half in ("", "-rest")}
    assert {path.name for path in (built / "fonts").iterdir()} == names
    for name in names:
        assert state.count(f'src:url(fonts/{name}) format("woff2");unicode-range:U+') == 1
    assert ".woff)" not in state


def test_text_waits_in_a_face_of_the_same_width(built):
    state = (built / "etat.css").read_text(encoding="utf-8")
    assert set(re.findall(r"font(?:-family)?:[^;}]*?(Marianne,[^;}]*)", state)) == {
        "Marianne,attente,arial,sans-serif",
        "Marianne,attente, arial, sans-serif",
    }
    assert len(re.findall(r"@font-face{font-family:attente;[^}]*size-adjust:", state)) == 2


def test_our_layer_reads_only_properties_that_are_there(sheet):
    ours = "".join((build.OWN_FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in build.OWN_PARTS)
    used = set(re.findall(r"var\(\s*(--[\w-]+)\s*\)", ours))
    assert len(used) > 20
    assert [name for name in used if f"{name}:" not in sheet] == []


def test_every_class_that_templates_write_has_its_rule(sheet):
    written = set()
    for path in (ROOT / "templates").rglob("*.html"):
        if not {"emails", "admin", "sign_in", "wagtailadmin"} & set(path.parts):  # the admin has a sheet of its own
            for value in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
                written |= set(re.findall(r"(?<![\w-])(?:fr|p)-[\w-]+(?![\w-]*[{%])", value))
    assert len(written) > 80
    known = set(re.findall(r"\.((?:fr|p)-[\w-]+)", sheet))
    assert sorted(written - known - WITHOUT_RULE) == []


def test_every_part_of_ours_is_taken():
    assert {path.stem for path in build.OWN_FOLDER.glob("*.css")} == set(build.OWN_PARTS)


@pytest.fixture(scope="module")
def text() -> str:
    """All that may write a class into a page."""
    folders = (
        (ROOT / "templates", "*.html"),
        (ROOT / "portal", "*.py"),
        (ROOT / "directory", "*.py"),
        (ROOT / "search" / "site", "*.py"),
        (ROOT / "portal" / "static" / "portal", "*.js"),
    )
    return "".join(path.read_text(encoding="utf-8") for folder, kind in folders for path in folder.rglob(kind))


def test_every_class_of_ours_is_written_somewhere(text):
    ours = "".join(path.read_text(encoding="utf-8") for path in build.OWN_FOLDER.glob("*.css"))
    classes = set(re.findall(r"\.(p-[\w-]+)", ours))
    assert len(classes) > 50
    assert sorted(name for name in classes if not re.search(rf"{re.escape(name)}(?![\w-])", text)) == []


def test_only_rules_for_what_is_written_are_kept(text, sheet):
    """What templates write is kept, as another test says; here the other way round."""
    begun = tuple(re.findall(r"fr-\w+--(?={)", text))  # whose end the template fills in
    assert "fr-alert--" in begun
    kept = trimming.WRITTEN
    assert sorted(each for each in kept if not (re.search(rf"{each}(?![\w-])", text) or each.startswith(begun))) == []
    asked = re.sub(r":not\([^)]*\)", "", sheet)
    assert set(re.findall(r"\.(fr-[\w-]+)", asked)) <= kept
    assert ".fr-radio-group input[type=radio]" in sheet


def test_nothing_is_fetched_for_a_field_that_is_empty(sheet):
    assert "search-cancel-button" not in sheet


def asking_for_descendants(parts: list[css.Part], *, is_guarded: bool = False) -> list[str]:
    """Selectors with :has() outside of `@supports`: a browser without it drops the whole rule."""
    found = []
    for part in parts:
        if isinstance(part, css.Rule):
            guarded = is_guarded or (part.at == "supports" and ":has(" in css.written(part.prelude))
            if not (part.at or guarded):
                found += [each for each in part.selectors if ":has(" in each]
            found += asking_for_descendants(part.body or [], is_guarded=guarded)
    return found


def test_what_only_newer_browsers_understand_is_guarded():
    """Firefox 115 and Safari before 15.4 know no :has(): what it shows must be there, or shown, without it."""
    assert asking_for_descendants(css.read("@media screen{.a:has(b),c{d:e}}")) == [".a:has(b)"]
    for path in build.OWN_FOLDER.glob("*.css"):
        assert asking_for_descendants(css.read(path.read_text(encoding="utf-8"))) == [], path.name


def test_a_theme_that_is_none_is_refused():
    with pytest.raises(ValueError, match="fluo"):
        build.compose("fluo", DIST, build.OWN_FOLDER)


def test_the_check_tells_what_to_run(settings):
    settings.THEME = "never-built"
    (message,) = checks.style_sheets_are_built(None)
    assert message.id == "portal.W001"
    assert "manage.py build_styles" in message.msg


def test_a_sheet_made_of_other_sources_is_not_current(tmp_path):
    own = tmp_path / "own"
    shutil.copytree(build.OWN_FOLDER, own)
    target = tmp_path / "target"
    assert not build.is_current("etat", DIST, own, target), "nothing is built yet"
    build.build(DIST, own, target)
    assert build.is_current("etat", DIST, own, target)
    (own / "tokens.css").write_text(":root { --gap: 0; }", encoding="utf-8")
    assert not build.is_current("etat", DIST, own, target)


def test_the_command_says_what_it_did(capsys):
    call_command("build_styles")
    call_command("build_styles")
    assert "Style sheets: current" in capsys.readouterr().out
