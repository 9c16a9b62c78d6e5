"""The commands of docs/operating.md and its pages: the fenced blocks of shell, as they are written."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {"first hour": DOCS / "operating.md"} | {each.stem: each for each in sorted((DOCS / "operating").glob("*.md"))}


def sections(page: str) -> dict[str, list[str]]:
    """The blocks of a page, by the heading that they stand under."""
    parts = re.split(r"^## (.*)\n", PAGES[page].read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = zip(parts[1::2], parts[2::2], strict=True)
    return {heading: re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for heading, text in found}


def blocks(page: str) -> list[str]:
    """All blocks of a page, in their order."""
    return [block for each in sections(page).values() for block in each]
