"""The pieces of a page in a tree of HTML: texts, tables, pictures, quotations; and what was left out. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i"}
DROPPED = {
    "script": "programme", "style": "", "iframe": "contenu d’un autre site", "object": "objet incorporé",
    "embed": "objet incorporé", "video": "vidéo ou son", "audio": "vidéo ou son", "form": "formulaire",
    "svg": "dessin", "canvas": "dessin", "math": "formule", "head": "", "title": "", "nav": "menu", "template": "",
    "noscript": "", "input": "", "select": "", "textarea": "", "button": "", "map": "", "link": "", "meta": "",
}  # fmt: skip
CONTAINERS = {
    "html", "body", "div", "section", "article", "main", "header", "footer", "aside", "figure", "center", "dl",
    "details", "fieldset", "address",
}  # fmt: skip
LEADS = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"]+", re.IGNORECASE)
DATA = re.compile(r"data:image/([a-z0-9.+-]+);base64,(.*)", re.IGNORECASE | re.DOTALL)
SHOWN = {"png": "png", "jpeg": "jpg", "jpg": "jpg", "gif": "gif", "webp": "webp", "avif": "avif"}
MOST_PIECES, MOST_PICTURES, MOST_CELLS, CELL = 500, 30, 3_000, 300


class Reading:
    """One document being read: its pieces so far, and how often what was left out."""

    def __init__(self, left_out: dict[str, int]) -> None:
        self.pieces: list[dict[str, Any]] = []
        self.left_out = dict(left_out)
        self.title = ""
        self.text: list[str] = []
        self.levels: list[int] = []
        self.pictures = 0

    def leave_out(self, what: str) -> None:
        """Count it; nothing that has no name to an editor."""
        if what:
            self.left_out[what] = self.left_out.get(what, 0) + 1

    def add(self, piece: dict[str, Any]) -> None:
        """A block of its own, after the text before it."""
        self.end_text()
        if len(self.pieces) < MOST_PIECES:
            self.pieces.append(piece)
        else:
            self.leave_out("bloc au-delà de ce qu’une page contient")

    def end_text(self) -> None:
        """What was read so far of a text is one block."""
        if self.text:
            whole, self.text = "".join(self.text), []
            if len(self.pieces) < MOST_PIECES:
                self.pieces.append({"kind": "text", "html": whole})
            else:
                self.leave_out("bloc au-delà de ce qu’une page contient")


def pieces_of(tree: HtmlElement, left_out: dict[str, int]) -> dict[str, Any]:
    """`title`, `pieces` (kind `text` with html, `table` with rows, `picture`, `quotation`) and `left_out` by name."""
    reading = Reading(left_out)
    for block in tree.xpath("//header[@id='title-block-header']"):  # what Word and Writer style as « Titre »
        reading.title = next((_words(each) for each in block.iter("h1")), "")
        block.drop_tree()
    levels = sorted({int(each.tag[1]) for each in tree.iter(*HEADINGS) if _words(each)})
    first = next((each for each in tree.iter(*HEADINGS) if _words(each)), None)
    if not reading.title and first is not None and first.tag == "h1" and len(list(tree.iter("h1"))) == 1:
        reading.title = _words(first)
        first.drop_tree()
        levels = levels[1:]
    reading.title = reading.title or next((_words(each) for each in tree.iter("title")), "")
    reading.levels = levels
    body = tree.find("body") if tree.find("body") is not None else tree
    _read(body, reading)
    reading.end_text()
    return {"title": reading.title[:255], "pieces": reading.pieces, "left_out": reading.left_out}


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _read(element: HtmlElement, reading: Reading) -> None:
    """The blocks of a container, one after the other; loose words in it are paragraphs."""
    _paragraph(escape(element.text or ""), reading)
    for child in element:
        if not isinstance(child.tag, str):
            pass
        elif child.tag in DROPPED:
            reading.leave_out(DROPPED[child.tag])
        elif child.tag in HEADINGS:
            _heading(child, reading)
        elif child.tag == "table":
            _table(child, reading)
        elif child.tag in ("ul", "ol"):
            reading.text.append(_list(child, reading))
        elif child.tag == "blockquote":
            if words := _words(child):
                reading.add({"kind": "quotation", "text": words})
        elif child.tag == "img":
            _picture(child, reading)
        elif child.tag in CONTAINERS:
            _read(child, reading)
        elif child.tag in ("hr", "figcaption"):
            pass  # a caption goes with its picture
        else:
            _inside_paragraph(child, reading)
        if child.tag != "p":
            _paragraph(escape(child.tail or ""), reading)


def _inside_paragraph(element: HtmlElement, reading: Reading) -> None:
    """A paragraph, and the pictures that Word and Writer put into it after their words."""
    _paragraph(_inline(element, reading), reading)
    for each in element.iter("img"):
        _picture(each, reading)


def _paragraph(words: str, reading: Reading) -> None:
    if words.strip(" \n\t\r\u00a0"):
        reading.text.append(f"<p>{words.strip()}</p>")


def _heading(element: HtmlElement, reading: Reading) -> None:
    """The highest level of the document becomes 2, all below it 3."""
    if not (words := _words(element)):
        return
    depth = reading.levels.index(int(element.tag[1])) if int(element.tag[1]) in reading.levels else 0
    if depth > 1:
        reading.leave_out("niveau de titre, ramené au niveau 3")
    tag = "h2" if depth == 0 else "h3"
    reading.text.append(f"<{tag}>{escape(words)}</{tag}>")
    for picture in element.iter("img"):
        _picture(picture, reading)


def _inline(element: HtmlElement, reading: Reading) -> str:
    """The words of an element with bold, italic, links and line breaks; other looks are left behind."""
    said = escape(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            said += _inline_child(child, reading)
        said += escape(child.tail or "")
    return re.sub(r"[ \t\r\n]+", " ", said)


def _inline_child(child: HtmlElement, reading: Reading) -> str:
    if child.tag in DROPPED:
        reading.leave_out(DROPPED[child.tag])
        return ""
    if child.tag == "br":
        return "<br/>"
    if child.tag == "img":
        return ""
    inner = _inline(child, reading)
    if child.tag in INLINE and inner.strip():
        return f"<{INLINE[child.tag]}>{inner}</{INLINE[child.tag]}>"
    if child.tag == "a" and inner.strip() and LEADS.fullmatch(address := (child.get("href") or "").strip()):
        return f'<a href="{escape(address)}">{inner}</a>'
    return inner


def _list(element: HtmlElement, reading: Reading) -> str:
    items = []
    for item in element.iterchildren("li"):
        words = _inline_without_lists(item, reading)
        below = "".join(_list(each, reading) for each in item.iterchildren("ul", "ol"))
        items.append(f"<li>{words}{below}</li>")
        for picture in item.iter("img"):
            _picture(picture, reading)
    return f"<{element.tag}>{''.join(items)}</{element.tag}>" if items else ""


def _inline_without_lists(item: HtmlElement, reading: Reading) -> str:
    said = escape(item.text or "")
    for child in item:
        if isinstance(child.tag, str) and child.tag not in ("ul", "ol"):
            said += (" " if said.strip() and child.tag in ("p", "div") else "") + _inline_child(child, reading)
        said += escape(child.tail or "")
    return re.sub(r"\s+", " ", said).strip()


def _table(element: HtmlElement, reading: Reading) -> None:
    """Rows of as many cells each; merged cells keep their words in the first, tables in tables become words."""
    rows: list[list[str | None]] = []
    if any(True for _ in element.iterdescendants("table")):
        reading.leave_out("tableau dans un tableau, ramené à ses mots")
    own = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    rows = [[] for _ in own]
    for y, row in enumerate(own):
        x = 0
        for cell in row.iterchildren("td", "th"):
            while x < len(rows[y]) and rows[y][x] is not None:
                x += 1
            down, right = _span(cell, "rowspan", len(own) - y), _span(cell, "colspan", 50)
            if down > 1 or right > 1:
                reading.leave_out("fusion de cases")
            words = _words(cell)
            if len(words) > CELL:
                reading.leave_out("fin d’une case trop longue")
            _fill(rows, x, y, (right, down), words[:CELL])
            x += right
    for picture in element.iter("img"):
        _picture(picture, reading)
    width = max((len(row) for row in rows), default=0)
    filled = [[cell or "" for cell in row] + [""] * (width - len(row)) for row in rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return
    if width * len(filled) > MOST_CELLS:
        reading.leave_out("tableau trop grand")
    elif width == 1 or len(filled) == 1:
        for row in filled:
            _paragraph(escape(" ".join(filter(None, row))), reading)
    else:
        caption = next((_words(each) for each in element.iterchildren("caption")), "")
        reading.add({"kind": "table", "rows": filled, "caption": caption[:160]})


def _span(cell: HtmlElement, name: str, most: int) -> int:
    value = cell.get(name) or "1"
    return max(1, min(int(value) if value.isdecimal() and len(value) < 5 else 1, most))


def _fill(rows: list[list[str | None]], x: int, y: int, size: tuple[int, int], words: str) -> None:
    right, down = size
    for below in range(down):
        row = rows[y + below]
        row.extend([None] * (x + right - len(row)))
        for beside in range(right):
            row[x + beside] = "" if below or beside else words


def _picture(element: HtmlElement, reading: Reading) -> None:
    """A picture that came with the document; those elsewhere are not fetched."""
    found = DATA.fullmatch(element.get("src") or "")
    if not found:
        reading.leave_out("image à aller chercher ailleurs")
        return
    if found[1].lower() not in SHOWN:
        reading.leave_out("image d’un format que les navigateurs ne montrent pas")
        return
    try:
        content = base64.b64decode(found[2], validate=False)
    except (binascii.Error, ValueError):
        content = b""
    if not content or reading.pictures >= MOST_PICTURES:
        reading.leave_out("image illisible" if not content else "image de trop")
        return
    reading.pictures += 1
    figure = next(element.iterancestors("figure"), None)
    alternative = " ".join((element.get("alt") or "").split())
    caption = next((_words(each) for each in figure.iter("figcaption")), "") if figure is not None else ""
    reading.add({
        "kind": "picture", "content": base64.b64encode(content).decode(), "extension": SHOWN[found[1].lower()],
        "alternative": alternative[:255], "caption": "" if caption == alternative else caption[:250],
    })  # fmt: skip
