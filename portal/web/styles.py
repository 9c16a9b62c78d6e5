"""The portal's one style sheet a theme, put together from the design system's parts and our own layer.

The design system (DSFR) comes from the installed package django-dsfr; only the component parts that pages use are
taken. Its dark scheme, which it switches by script, is moved under `prefers-color-scheme`: dark needs no script and
never flashes. Every file the sheet points at is copied beside it, so that hashed static files resolve all of them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote

THEMES = ("etat", "neutre")
COMPONENTS = (
    "link", "button", "form", "input", "select", "checkbox", "radio", "skiplink", "header", "navigation", "breadcrumb",
    "search", "notice", "badge", "stepper", "alert", "pagination", "footer",
)  # fmt: skip
OWN_PARTS = (
    "tokens", "layout", "frame", "place", "combobox", "lists", "reading", "tables", "person", "actors", "form", "dated",
    "media", "articles",
    "conventions", "search", "print",
)  # fmt: skip
PORTAL = Path(__file__).resolve().parents[1]
OWN_FOLDER = PORTAL / "styles"
TARGET = PORTAL / "static" / "portal" / "dsfr"

SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",arial,sans-serif'
STATE_FONTS = re.compile(r"Marianne,\s*arial,\s*sans-serif", re.IGNORECASE)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
# Faces that no page of ours sets: light ones, bold italics, and the serif.
UNUSED_FACE = re.compile(r"Light|Medium_Italic|Bold_Italic|Spectral")
OLD_FORMAT = re.compile(r',\s*url\([^)]+\.woff\)\s*format\("woff"\)')
URL = re.compile(r"url\(([^)]+)\)")
PICTURE = re.compile(r"data:image/svg\+xml[^,]*,(.*)", re.DOTALL)
# Rules for the dark scheme outside the scheme's own file: as it, they would wait for a script.
DARK_RULE = re.compile(r"(?<=[}/]):root\[data-fr-theme=dark\][^{},]*\{[^{}]*\}")
# What no template of ours writes: some utilities, and the State's mark, which comes with header and footer.
UNUSED_RULE = re.compile(r"\.fr-(?:col|grid|artwork|enlarge|fi-|[mp][rlx]?-)|.*\.fr-logo\b", re.DOTALL)
RULE = re.compile(r"(?<=[{}])([^{}@;]+)\{[^{}]*\}")
_VALUE = r"""(?:"[^"]*"|'[^']*'|[^;{}"'])*"""
PROPERTY = re.compile(rf"(?<=[;{{])(--[\w-]+):{_VALUE}(?:;|(?=\}}))")
USED = re.compile(r"var\(\s*(--[\w-]+)")
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
STAMP = re.compile(r"/\*! portal ([0-9a-f]{64}) \*/")


@dataclass
class Sheet:
    """One style sheet and what it points at: paths inside the design system's folder, and pictures it had inside."""

    css: str
    files: set[str] = field(default_factory=set)
    pictures: dict[str, bytes] = field(default_factory=dict)


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
    """SHA-256 of all sources and of this module: another one means that the sheets must be built anew."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sources(dist, own):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compose(theme: str, dist: Path, own: Path) -> Sheet:
    """Put one theme's sheet together; raise OSError when a part is missing, ValueError for an unknown theme."""
    if theme not in THEMES:
        raise ValueError(f"no such theme: {theme!r}")
    sheet = Sheet("")
    light, dark = [], ""
    for path in sources(dist, own):
        css = path.read_text(encoding="utf-8").replace('@charset "UTF-8";', "")
        if path.is_relative_to(own):
            light.append(_lean(css))
        elif path.parent.name == "scheme":
            dark = (_gather(css, path, dist, sheet) + dark).replace("[data-fr-theme=dark]", "[data-fr-scheme=system]")
            light.append(f"@media screen and (prefers-color-scheme:dark){{{dark}}}")
        else:
            gathered = _gather(_fonts(css, theme), path, dist, sheet)
            dark += "".join(DARK_RULE.findall(gathered))
            light.append(DARK_RULE.sub("", gathered))
    css = "".join(light)
    css = without_unused(css)
    still_named = set(URL.findall(css))
    sheet.files &= still_named
    sheet.pictures = {name: content for name, content in sheet.pictures.items() if name in still_named}
    if theme == "neutre":
        css = STATE_FONTS.sub(SYSTEM_FONTS, css)
    sheet.css = f'@charset "UTF-8";/*! portal {fingerprint(dist, own)} */{css}\n'
    return sheet


def build(dist: Path, own: Path = OWN_FOLDER, target: Path = TARGET) -> list[Path]:
    """Write the sheets and the files they need; say which changed. What is no longer needed is removed."""
    wanted: dict[Path, bytes] = {}
    for theme in THEMES:
        sheet = compose(theme, dist, own)
        wanted[target / f"{theme}.css"] = sheet.css.encode()
        wanted |= {target / name: (dist / name).read_bytes() for name in sheet.files}
        wanted |= {target / name: content for name, content in sheet.pictures.items()}
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


def without_unused(css: str) -> str:
    """Drop the utilities that no page uses and the custom properties that nothing reads: half of the design system."""

    def rule(match: re.Match[str]) -> str:
        return "" if all(UNUSED_RULE.match(each.strip()) for each in match[1].split(",")) else match[0]

    css = RULE.sub(rule, css)
    while True:
        used = set(USED.findall(css))
        lean = PROPERTY.sub(lambda match: match[0] if match[1] in used else "", css)  # noqa: B023 - used at once
        if lean == css:
            return css
        css = lean


def _fonts(css: str, theme: str) -> str:
    """Keep the faces that pages set, in the one format every browser reads; none at all in the neutral theme."""

    def face(match: re.Match[str]) -> str:
        return "" if theme == "neutre" or UNUSED_FACE.search(match[0]) else OLD_FORMAT.sub("", match[0])

    return FONT_FACE.sub(face, css)


def _gather(css: str, path: Path, dist: Path, sheet: Sheet) -> str:
    """Make every address relative to the sheet, and note the file it names."""
    folder = path.relative_to(dist).parent.as_posix()

    def moved(match: re.Match[str]) -> str:
        address = match[1].strip("\"'")
        if address.startswith("#"):
            return match[0]
        if picture := PICTURE.fullmatch(address):
            # The content policy lets nothing come from data: addresses; a file is as good, and is cached.
            content = unquote(picture[1]).encode()
            name = f"pictures/{hashlib.sha256(content).hexdigest()[:12]}.svg"
            sheet.pictures[name] = content
            return f"url({name})"
        name = normpath(f"{folder}/{address}")
        sheet.files.add(name)
        return f"url({name})"

    return URL.sub(moved, css)


def _lean(css: str) -> str:
    """Our own part without comments, indentation and line ends."""
    return re.sub(r"\s*\n\s*", "", COMMENT.sub("", css))
