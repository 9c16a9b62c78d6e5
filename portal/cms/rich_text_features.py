"""What editors may write in a text: headings that keep their order, and nothing that changes the look."""

from __future__ import annotations

RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_TEXT = ["bold", "italic", "ul", "link"]
