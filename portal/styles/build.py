"""The portal's one style sheet a theme, put together from the design system's parts and our own layer.

The design system (DSFR) comes from the installed package django-dsfr; only the component parts that pages use are
taken. Its dark scheme, which it switches by script, is moved under `prefers-color-scheme`: dark needs no script and
never flashes. Every file the sheet points at lies beside it, so that hashed static files resolve all of them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

import tinycss2
from tinycss2.ast import Declaration, LiteralToken, URLToken

from portal.styles import css, fonts, trimming
from portal.styles.css import Rule

if TYPE_CHECKING:
    from tinycss2.ast import Node

    from portal.styles.css import Part

THEMES = ("etat", "neutre")
COMPONENTS = (
    "link", "button", "form", "input", "select", "checkbox", "radio", "skiplink", "header", "navigation", "breadcrumb",
    "search", "notice", "badge", "stepper", "alert", "pagination", "footer", "upload",
)  # fmt: skip
OWN_PARTS = (
    "tokens", "layout", "frame", "place", "combobox", "lists", "reading", "tables", "person", "actors", "form", "dated",
    "media", "articles",
    "conventions", "search", "print",
)  # fmt: skip
PORTAL = Path(__file__).resolve().parents[1]
OWN_FOLDER = PORTAL / "styles"
TARGET = PORTAL / "static" / "portal" / "dsfr"

COMMA = LiteralToken(0, 0, ",")
SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans"'
FONTS = {"etat": f"Marianne,{fonts.WAITING}", "neutre": SYSTEM_FONTS}
# Faces that no page of ours sets: light ones, bold italics, and the serif.
UNUSED_FACES = ("Light", "Medium_Italic", "Bold_Italic", "Spectral")
PICTURE = "data:image/svg+xml"
DARK = ":root[data-fr-theme=dark]"  # outside the scheme's own file: as it, such a rule would wait for a script
STAMP = re.compile(r"/\*! portal ([0-9a-f]{64}) \*/")


@dataclass
class Sheet:
    """One style sheet and what it points at: paths inside the design system's folder, and files made for it."""

    css: str
    files: set[str] = field(default_factory=set)
    made: dict[str, bytes] = field(default_factory=dict)


def design_system() -> Path:
    """Folder of the DSFR distribution; raise FileNotFoundError when django-dsfr is not installed."""
    spec = find_spec("dsfr")
    for place in (spec.submodule_search_locations or []) if spec else []:
        if (folder := Path(place) / "static" / "dsfr" / "dist").is_dir():
            return folder
    raise FileNotFoundError("django-dsfr is not installed: run `make setup`.")


def sources(dist: Path, own: Path) -> list[Path]:
    """Everything the sheets are made of, in the order of the cascade."""
    parts = [dist / "core" / "core.main.min.css"]
    parts += [dist / "component" / name / f"{name}.main.min.css" for name in COMPONENTS]
    parts += [dist / "scheme" / "scheme.min.css"]
    return parts + [own / f"{name}.css" for name in OWN_PARTS]


def fingerprint(dist: Path, own: Path) -> str:
    """SHA-256 of all sources and of these modules: another one means that the sheets must be built anew."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    ours = [Path(name) for name in (css.__file__, fonts.__file__, trimming.__file__)]
    for path in (*ours, trimming.CLASSES, *sorted((dist / "fonts").iterdir()), *sources(dist, own)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compose(theme: str, dist: Path, own: Path) -> Sheet:
    """Put one theme's sheet together; raise OSError when a part is missing, ValueError for an unknown theme."""
    if theme not in THEMES:
        raise ValueError(f"no such theme: {theme!r}")
    sheet = Sheet("")
    parts: list[Part] = css.read(fonts.WAITING_FACES) if theme == "etat" else []
    dark: list[Part] = []
    for path in sources(dist, own):
        read = css.read(path.read_text(encoding="utf-8"))
        read = css.without(read, lambda part: isinstance(part, Rule) and part.at == "charset")
        _name_fonts(read, theme)
        if path.is_relative_to(own):
            parts += read
            continue
        read = _with_fonts(read, theme)
        _gather(read, path.relative_to(dist).parent.as_posix(), sheet)
        read = _in_halves(read, dist, sheet)
        if path.parent.name == "scheme":
            parts.append(_in_the_dark(read + dark))
        else:
            for_light, for_dark = _by_scheme(read)
            parts += for_light
            dark += for_dark
    parts = trimming.without_unused(parts)
    named = {token.value for each in css.declarations(parts) for token in css.tokens_of(each.value) if _is_url(token)}
    sheet.files &= named
    sheet.made = {name: content for name, content in sheet.made.items() if name in named}
    sheet.css = f'@charset "UTF-8";/*! portal {fingerprint(dist, own)} */{css.write(parts)}\n'
    return sheet


def build(dist: Path, own: Path = OWN_FOLDER, target: Path = TARGET) -> list[Path]:
    """Write the sheets and the files they need; say which changed. What is no longer needed is removed."""
    if all(is_current(theme, dist, own, target) for theme in THEMES) and _is_whole(target):
        return []
    wanted: dict[Path, bytes] = {}
    for theme in THEMES:
        sheet = compose(theme, dist, own)
        wanted[target / f"{theme}.css"] = sheet.css.encode()
        wanted |= {target / name: (dist / name).read_bytes() for name in sheet.files}
        wanted |= {target / name: content for name, content in sheet.made.items()}
    changed = [path for path, content in wanted.items() if not path.is_file() or path.read_bytes() != content]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
    for path in target.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()
            changed.append(path)
    return changed


def is_current(theme: str, dist: Path, own: Path = OWN_FOLDER, target: Path = TARGET) -> bool:
    """Whether the theme's sheet is there and made of today's sources."""
    sheet = target / f"{theme}.css"
    if not sheet.is_file():
        return False
    with sheet.open(encoding="utf-8") as file:
        stamp = STAMP.search(file.read(200))
    return stamp is not None and stamp[1] == fingerprint(dist, own)


def _is_whole(target: Path) -> bool:
    """Whether all that the sheets point at lies beside them, and nothing else does."""
    sheets = [target / f"{theme}.css" for theme in THEMES]
    named = {target / name for sheet in sheets for name in re.findall(r"url\(([^)#]+)\)", sheet.read_text("utf-8"))}
    return {path for path in target.rglob("*") if path.is_file()} == named.union(sheets)


def _with_fonts(parts: list[Part], theme: str) -> list[Part]:
    """Keep the faces that pages set, in the one format every browser reads; in the neutral theme none."""
    for each in css.declarations(parts):
        if each.lower_name == "src":
            sources = css.split_at_commas(each.value)
            kept = [source for source in sources if not any(_is_url(t) and t.value.endswith(".woff") for t in source)]
            each.value = [token for source in kept for token in (*source, COMMA)][:-1]

    def is_unused(part: Rule | Declaration) -> bool:
        if not isinstance(part, Rule) or part.at != "font-face":
            return False
        return theme == "neutre" or any(face in css.write(part.body or ()) for face in UNUSED_FACES)

    return css.without(parts, is_unused)


def _in_halves(parts: list[Part], dist: Path, sheet: Sheet) -> list[Part]:
    """Each face of a file as two: browsers fetch the one with the signs that a page writes."""
    found: list[Part] = []
    for part in parts:
        tokens = (token for each in css.declarations([part]) for token in css.tokens_of(each.value))
        name = next((token.value for token in tokens if _is_url(token)), "")
        if isinstance(part, Rule) and part.at == "font-face" and name:
            rule = css.write([part]).removesuffix("}")
            names = (name, name.replace(".woff2", "-rest.woff2"))
            for half, file in zip(fonts.halves((dist / name).read_bytes()), names, strict=True):
                sheet.made[file] = half.file
                found += css.read(f"{rule.replace(name, file)};unicode-range:{half.ranges}}}")
            sheet.files.discard(name)
        else:
            found.append(part)
    return found


def _name_fonts(parts: list[Part], theme: str) -> None:
    """The fonts of the theme in the place of the State's, which every list of fonts begins with."""
    for each in css.declarations(parts):
        names = [place for place, t in enumerate(each.value) if t.type == "ident" and t.lower_value == "marianne"]
        if names and len(css.split_at_commas(each.value)) > 1:
            each.value[names[0] : names[0] + 1] = tinycss2.parse_component_value_list(FONTS[theme])


def _by_scheme(parts: list[Part]) -> tuple[list[Part], list[Part]]:
    """The rules for any scheme, and those for the dark one alone; the latter keep the conditions around them."""
    light: list[Part] = []
    dark: list[Part] = []
    for part in parts:
        if not isinstance(part, Rule) or not part.body:
            light.append(part)
        elif part.at:
            within = _by_scheme(part.body)
            light.append(Rule(part.at, part.prelude, within[0]))
            dark += [Rule(part.at, part.prelude, within[1])] if within[1] else []
        else:
            is_dark = len(part.selectors) == 1 and part.selectors[0].startswith(DARK)
            (dark if is_dark else light).append(part)
    return light, dark


def _in_the_dark(parts: list[Part]) -> Rule:
    """These rules where the reader's system is dark."""
    text = css.write(parts).replace("[data-fr-theme=dark]", "[data-fr-scheme=system]")
    (rule,) = css.read(f"@media screen and (prefers-color-scheme:dark){{{text}}}")
    return cast("Rule", rule)


def _is_url(token: Node) -> bool:
    return bool(token.type == "url")


def _gather(parts: list[Part], folder: str, sheet: Sheet) -> None:
    """Make every address relative to the sheet, and note the file it names."""

    def moved(token: Node) -> Node:
        quoted = token.type == "function" and token.lower_name == "url"
        if not quoted and not _is_url(token):
            return token
        address = token.arguments[0].value if quoted else token.value
        if address.startswith("#"):
            return token
        if address.startswith(PICTURE):
            # The content policy lets nothing come from data: addresses; a file is as good, and is cached.
            content = unquote(address.partition(",")[2]).encode()
            name = f"pictures/{hashlib.sha256(content).hexdigest()[:12]}.svg"
            sheet.made[name] = content
        else:
            name = normpath(f"{folder}/{address}")
            sheet.files.add(name)
        return URLToken(token.source_line, token.source_column, name, f"url({name})")

    for each in css.declarations(parts):
        each.value = css.replaced(each.value, moved)
