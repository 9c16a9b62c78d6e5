"""Plain text of what editors write, for the body of an entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wagtail.blocks import RichTextBlock
from wagtail.rich_text import get_text_for_indexing

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue

NOTHING = {"", "None"}  # Wagtail writes "None" for a part that was added to a block after the text was written
# Lists of nothing but links, with their heading: they lead away, and say nothing of the page that ends with them.
_ITEM = r"<li[^>]*>\s*<a\b[^>]*>[^<]*</a>\s*</li>"
LINKS = re.compile(rf"(?:<h\d[^>]*>[^<]*</h\d>\s*)?<(?P<list>ul|ol)[^>]*>\s*(?:{_ITEM}\s*)+</(?P=list)>", re.IGNORECASE)
PIECE_END = re.compile(r"</(?:p|h\d|li|blockquote)>|<br\s*/?>", re.IGNORECASE)
ADDRESS = re.compile(r"(?:/|https?://|mailto:|tel:)\S*")


def stream_text(value: StreamValue) -> str:
    """Everything a reader reads in a StreamField, a line for each piece; the addresses of links are left out."""
    found = (
        [rich_text(child.value.source)]
        if isinstance(child.block, RichTextBlock)
        else child.block.get_searchable_content(child.value)
        for child in value
    )
    pieces = (piece.strip() for pieces in found for piece in pieces)
    return "\n".join(piece for piece in pieces if piece not in NOTHING and not ADDRESS.fullmatch(piece))


def rich_text(html: str) -> str:
    """The words of a rich text, a line for each paragraph, heading and item; lists of links are left out."""
    text = get_text_for_indexing(PIECE_END.sub(r"\g<0>\n", LINKS.sub("", html)))
    return "\n".join(filter(None, map(str.strip, text.splitlines())))
