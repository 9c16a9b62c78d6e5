"""The words of an HTML mail, with its quotations marked by « > » as in a plain one. Pure."""

from __future__ import annotations

from html.parser import HTMLParser

_HIDDEN = {"style", "script", "head", "title"}
_BLOCKS = {"p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "hr", "blockquote", "pre"}


def text_of_html(html: str) -> str:
    """Plain text of a page: blocks begin lines, quoted lines begin with « > », nothing is interpreted."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = [(0, "")]
        self.hidden, self.depth = 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":  # the end of the head may be left out
            self.hidden = 0
        if tag in _HIDDEN:
            self.hidden += 1
        if tag == "blockquote":
            self.depth += 1
        if tag in _BLOCKS:
            self.lines.append((self.depth, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN and self.hidden:
            self.hidden -= 1
        if tag == "blockquote" and self.depth:
            self.depth -= 1
        if tag in _BLOCKS:
            self.lines.append((self.depth, ""))

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            depth, line = self.lines[-1]
            self.lines[-1] = (depth, line + data)

    def text(self) -> str:
        told: list[str] = []
        for depth, line in self.lines:
            words = " ".join(line.split())
            if words or (told and told[-1]):
                told.append(("> " if depth and words else "") + words)
        return "\n".join(told).strip()
