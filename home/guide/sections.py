"""The guide's sections, rendered from its Markdown (CommonMark with tables) and searched by the words of the portal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from PIL import Image

from search.language import french

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from markdown_it.token import Token

PICTURES = "guide/"  # where the Markdown finds them, beside it
_MARKUP = re.compile(r"[*`_|#>]|\]\([^)]*\)|!?\[")

_SIGNS = re.compile(r" (?=[:;?!»](?:\s|$))|(?<=«) ")  # the file has plain spaces: they break no line of it


def source() -> Path:
    """The file that editors read on a forge, too."""
    return settings.BASE_DIR / "docs" / "editing.md"


@dataclass(frozen=True)
class Section:
    """One heading of the guide with all below it; the words before the first heading are « Pour commencer »."""

    slug: str
    title: str
    html: str
    lines: tuple[str, ...]  # the text, line by line, without the signs of Markdown

    @property
    def url(self) -> str:
        """Its page in the admin."""
        return reverse("guide_section", args=[self.slug])


@dataclass(frozen=True)
class Hit:
    """A section that answers a search, and the line that says most of it."""

    section: Section
    line: str


def sections() -> tuple[Section, ...]:
    """All sections in their order; read again when the file changes."""
    return _sections(source().stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _sections(_: int) -> tuple[Section, ...]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - who never reads the guide, as most processes, carries none of it

    text = _SIGNS.sub("\u00a0", source().read_text(encoding="utf-8"))
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Wide tables scroll, by keyboard too.
    markdown.add_render_rule("table_open", lambda *_: '<div class="p-guide-table" tabindex="0"><table>\n')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    tokens, lines = markdown.parse(text), text.splitlines()
    starts = [place for place, each in enumerate(tokens) if each.type == "heading_open" and each.tag == "h2"]
    titles = ["Pour commencer", *(tokens[place + 1].content for place in starts)]
    first = next((place + 3 for place, each in enumerate(tokens) if each.tag == "h1"), 0)
    begins, ends = [first, *(place + 3 for place in starts)], [*starts, len(tokens)]
    line_starts = [0, *(tokens[place].map[1] for place in starts)]  # type: ignore[index]  # headings have a place
    line_ends = [*(tokens[place].map[0] for place in starts), len(lines)]  # type: ignore[index]  # as above
    addresses = {_anchor(title): _slug(title) for title in titles}
    return tuple(
        Section(
            _slug(title),
            title,
            markdown.renderer.render(_at_home(tokens[begin:end], addresses), markdown.options, {}),
            tuple(filter(None, (_MARKUP.sub("", each).strip(" -") for each in lines[from_line:to_line]))),
        )
        for title, begin, end, from_line, to_line in zip(titles, begins, ends, line_starts, line_ends, strict=True)
    )


def search(query: str) -> list[Hit]:
    """Sections with the most of the words asked for, those that name them in their title first."""
    wanted = set(french.stems(query))
    ranked = []
    for place, section in enumerate(sections()):
        title = wanted & set(french.stems(section.title))
        text = wanted & set(french.stems(" ".join(section.lines)))
        if title | text:
            best = max(section.lines, key=lambda line: len(wanted & set(french.stems(line))), default="")
            ranked.append(((-len(title | text), -len(title), place), Hit(section, best)))
    ranked.sort(key=lambda each: each[0])
    return [hit for key, hit in ranked if key[0] == ranked[0][0][0]]


def picture(name: str) -> Path | None:
    """The file of a picture that the guide shows; None for any other name."""
    shown = {each.name for each in (source().parent / PICTURES).glob("*.webp")}
    return source().parent / PICTURES / name if name in shown else None


def _slug(title: str) -> str:
    return slugify(title.replace("’", " "))


def _anchor(title: str) -> str:
    """How a forge names a heading in an address: «\u00a0#écrire-une-actualité\u00a0»."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _at_home(tokens: Sequence[Token], addresses: dict[str, str]) -> Sequence[Token]:
    """Lead pictures and links between sections to the pages of the admin; give smaller headings their anchor."""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _slug(tokens[place + 1].content))
        if token.tag == "h3":
            token.tag = "h2"  # the section's title is that of the page
        for each in _within(token):
            if each.type == "image":
                _serve(each)
            elif each.type == "link_open" and (anchor := str(each.attrs["href"])).startswith("#"):
                each.attrSet("href", reverse("guide_section", args=[addresses[unquote(anchor[1:])]]))
    return tokens


def _within(token: Token) -> Iterator[Token]:
    yield token
    yield from token.children or ()


def _serve(image: Token) -> None:
    name = str(image.attrs["src"]).removeprefix(PICTURES)
    file = picture(name)
    if file is None:
        raise LookupError(f"the guide shows {name}, which is not in docs/{PICTURES}")
    with Image.open(file) as drawn:
        width, height = drawn.size
    image.attrs |= {
        "src": reverse("guide_picture", args=[name.removesuffix(".webp")]),
        "width": width,
        "height": height,
        "loading": "lazy",
    }
