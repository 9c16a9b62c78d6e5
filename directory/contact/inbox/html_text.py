"""The words of an HTML mail, with its quotations marked by « > » as in a plain one. Pure.

libxml2 reads in one pass and calls back; no tree is built, so depth costs nothing. The standard library's parser and
html5lib take quadratic time on unclosed tags or attributes.
"""

from __future__ import annotations

import re

from lxml import etree

_HIDDEN = {"style", "script", "head", "title"}
_BLOCKS = {"p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "hr", "blockquote", "pre"}
_EMPTY = {"br", "hr"}  # libxml2 calls their end too
_CELLS = {"td", "th"}
# Programs indent what a person writes by a blockquote without a line at its side.
_INDENTED = re.compile(r"border(-left)?\s*:\s*(none|0)|margin(-left)?\s*:\s*(0 0 0 )?\d+px\s*(;|\Z)", re.IGNORECASE)
_MAX_LINK = 500  # characters of an address that is told


def text_of_html(html: str) -> str:
    """Plain text of a page: blocks begin lines, quoted lines begin with « > », nothing is interpreted."""
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)
    parser.feed(html.encode("utf-8", "replace"))
    try:
        parser.close()
    except etree.XMLSyntaxError:  # nothing in it that it could read
        return ""
    return reader.text()


class _Reader:
    """What libxml2 calls; the pieces of a line are joined once, at the end."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, list[str]]] = [(0, [])]
        self.hidden, self.depth = 0, 0
        self.quoting: list[bool] = []  # of each open blockquote: whether it is a quotation
        self.link, self.linked = "", 0  # address of the open link, and where its words begin

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "body":  # the end of the head may be left out
            self.hidden = 0
        if tag in _HIDDEN:
            self.hidden += 1
        if tag == "blockquote":
            is_cited = "type" in attributes or "class" in attributes or "cite" in attributes
            self.quoting.append(is_cited or not _INDENTED.search(attributes.get("style", "")[:_MAX_LINK]))
            self.depth += self.quoting[-1]
        if tag in _CELLS:
            self.data(" ")
        if tag == "a":
            self.link, self.linked = attributes.get("href", "").strip(), len(self.lines[-1][1])
        if tag in _BLOCKS:
            self.lines.append((self.depth, []))

    def end(self, tag: str) -> None:
        if tag in _HIDDEN and self.hidden:
            self.hidden -= 1
        if tag == "blockquote" and self.quoting:
            self.depth -= self.quoting.pop()
        if tag == "a":
            self._tell_link()
        if tag in _BLOCKS - _EMPTY:
            self.lines.append((self.depth, []))

    def data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1][1].append(data)

    def _tell_link(self) -> None:
        """Add the address behind words that do not say it; addresses of e-mail and of the page itself say nothing."""
        link, self.link = self.link, ""
        said = "".join(self.lines[-1][1][self.linked :]).strip()
        is_address = " " not in said and "." in said and said.rstrip("/.…") in link
        if said and not is_address and len(link) <= _MAX_LINK and link.startswith(("http://", "https://")):
            self.data(f" ({link})")

    def close(self) -> None:
        """Asked for by lxml."""

    def text(self) -> str:
        told: list[str] = []
        for depth, pieces in self.lines:
            words = " ".join("".join(pieces).split())
            if words or (told and told[-1]):
                told.append(("> " if depth and words else "") + words)
        return "\n".join(told).strip()
