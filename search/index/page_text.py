"""Plain text of what editors write, for the body of an entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wagtail.rich_text import get_text_for_indexing

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue

NOTHING = {"", "None"}  # Wagtail writes "None" for a part that was added to a block after the text was written
ADDRESS = re.compile(r"(?:/|https?://|mailto:|tel:)\S*")


def stream_text(value: StreamValue) -> str:
    """Everything a reader reads in a StreamField, a line for each piece; the addresses of links are left out."""
    pieces = (piece.strip() for piece in value.stream_block.get_searchable_content(value))
    return "\n".join(piece for piece in pieces if piece not in NOTHING and not ADDRESS.fullmatch(piece))


def rich_text(html: str) -> str:
    """The words of a rich text field."""
    return get_text_for_indexing(html).strip()
