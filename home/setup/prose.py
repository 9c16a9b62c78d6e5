"""Texts that the project brings along: TOML files of plain prose, turned into what StreamFields take.

In the files a paragraph may run over several lines; blank lines separate paragraphs; `## ` opens a heading, `- ` an
item of a list; `**bold**` and `[label](address)` are all the markup there is. Non-breaking spaces come on reading.
`PageRef`, `PictureRef`, `FileRef` and `ReferentRef` stand for what only exists once the site is made; `resolved`
replaces them.
"""

from __future__ import annotations

import re
import tomllib
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wagtail.models import Page

    from directory.models import Referent
    from portal.models import PortalDocument, PortalImage

Block = tuple[str, Any]
# French typography: a space that no line may break at, written plainly in the files.
UNBREAKABLE = re.compile(r" (?=[:;?!»%])|(?<=«) |(?<=\d) (?=\d{3}\b|h\b)|(?<=n°) ")


@dataclass(frozen=True)
class PageRef:
    """A page made under this key."""

    key: str


@dataclass(frozen=True)
class PictureRef:
    """A picture, by its name."""

    name: str


@dataclass(frozen=True)
class FileRef:
    """A document, by its name."""

    name: str


@dataclass(frozen=True)
class ReferentRef:
    """The sheet of a referent, by its slug."""

    slug: str


@dataclass(frozen=True)
class Known:
    """What references may be replaced by, under the names that texts use."""

    pages: Mapping[str, Page]
    pictures: Mapping[str, PortalImage]
    files: Mapping[str, PortalDocument]
    referents: Mapping[str, Referent]


def read(path: Path) -> dict[str, Any]:
    """Content of a TOML file, with non-breaking spaces."""
    with path.open("rb") as file:
        return _typeset(tomllib.load(file))


def _typeset(value: Any) -> Any:
    if isinstance(value, str):
        return UNBREAKABLE.sub("\u00a0", value)
    if isinstance(value, dict):
        return {name: _typeset(content) for name, content in value.items()}
    if isinstance(value, list):
        return [_typeset(content) for content in value]
    return value


def plain(prose: str) -> str:
    """One line of text from prose that runs over several."""
    return re.sub(r"[ \n]+", " ", prose).strip()


def paragraphs(prose: str) -> str:
    """Text without markup: each paragraph on one line, a blank line between them."""
    return "\n\n".join(plain(chunk) for chunk in re.split(r"\n\s*\n", prose.strip()))


def rich(prose: str) -> str:
    """HTML of the prose, as Wagtail stores rich text."""
    parts: list[str] = []
    for chunk in re.split(r"\n\s*\n", prose.strip()):
        if chunk.startswith("- "):
            items = re.split(r"\n(?=- )", chunk)
            parts.append("<ul>" + "".join(f"<li>{_inline(item[2:])}</li>" for item in items) + "</ul>")
        elif chunk.startswith("## "):
            parts.append(f"<h2>{_inline(chunk[3:])}</h2>")
        else:
            parts.append(f"<p>{_inline(chunk)}</p>")
    return "".join(parts)


def _inline(prose: str) -> str:
    prose = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", plain(prose))
    return re.sub(r"\[([^]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>', prose)


def block(entry: dict[str, Any]) -> Block:
    """The block of an entry, named by its first key; raise KeyError for a kind that does not exist."""
    kind = next(iter(entry))
    title = entry[kind]
    if kind in {"text", "note"}:
        return kind, rich(title)
    if kind in {"steps", "questions"}:
        return kind, {
            "title": plain(title),
            "items": [{"title": plain(each), "text": rich(answer)} for each, answer in entry["items"]],
        }
    if kind == "figures":
        names = ("value", "label", "scope")
        return "key_figures", {"title": title, "figures": [dict(zip(names, row, strict=True)) for row in entry["rows"]]}
    if kind == "table":
        return kind, {"caption": title, "rows": entry["rows"]}
    if kind == "chart":
        headings = zip(("label_heading", "value_heading", "share_heading"), entry["headings"], strict=True)
        rows = [{"label": label, "value": value, "share": Decimal(share)} for label, value, share in entry["rows"]]
        return kind, {"title": title, "caption": entry["caption"], "rows": rows} | dict(headings)
    if kind == "picture":
        return kind, {"image": PictureRef(title), "caption": plain(entry["caption"])}
    if kind == "quotation":
        return kind, {"text": plain(title), "author": entry["author"], "role": entry["role"]}
    if kind == "action":
        return kind, link(entry | {"label": title})
    if kind in SHOWN:
        return SHOWN[kind](entry)
    if kind == "place_form":
        return kind, {"title": title, "text": plain(entry["text"])}
    raise KeyError(f"no block of kind {kind!r}")


def _timeline(entry: dict[str, Any]) -> Block:
    moments = [{"when": when, "title": plain(title), "text": rich(text)} for when, title, text in entry["moments"]]
    return "timeline", {"title": plain(entry["timeline"]), "moments": moments}


def _gallery(entry: dict[str, Any]) -> Block:
    pictures = [{"image": PictureRef(name), "caption": plain(caption)} for name, caption in entry["pictures"]]
    return "gallery", {"title": plain(entry["gallery"]), "pictures": pictures}


def _video(entry: dict[str, Any]) -> Block:
    return "video", {
        "title": plain(entry["video"]),
        "image": PictureRef(entry["picture"]),
        "video": FileRef(entry["file"]),
        "captions": FileRef(entry["captions"]),
        "duration": entry["duration"],
        "transcript": rich(entry["transcript"]),
    }


def _document(entry: dict[str, Any]) -> Block:
    return "document", {"document": FileRef(entry["document"]), "title": plain(entry["title"]), "note": entry["note"]}


# Blocks that show something of the site: files, pages, sheets.
SHOWN: dict[str, Callable[[dict[str, Any]], Block]] = {
    "timeline": _timeline,
    "gallery": _gallery,
    "video": _video,
    "document": _document,
    "convention": lambda entry: ("convention", {"convention": PageRef(entry["convention"])}),
    "referent": lambda entry: ("referent", {"referent": ReferentRef(entry["referent"]), "text": plain(entry["text"])}),
}


def link(entry: dict[str, Any]) -> dict[str, Any]:
    """The link of an entry: to a page by its key, or to an address."""
    page = PageRef(entry["page"]) if "page" in entry else None
    target = {"page": page, "anchor": entry.get("anchor", ""), "address": entry.get("address", "")}
    return {"label": entry["label"]} | target


def resolved(value: Any, known: Known) -> Any:
    """The same value with every reference replaced; raise KeyError for one that leads nowhere."""
    if isinstance(value, PageRef):
        return known.pages[value.key]
    if isinstance(value, FileRef):
        return known.files[value.name]
    if isinstance(value, ReferentRef):
        return known.referents[value.slug]
    if isinstance(value, PictureRef):
        image = copy(known.pictures[value.name])
        image.contextual_alt_text, image.decorative = image.description, False
        return image
    if isinstance(value, dict):
        return {name: resolved(content, known) for name, content in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(resolved(content, known) for content in value)
    return value
