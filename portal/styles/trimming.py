"""What a sheet need not hold: rules for what no template of ours writes, and custom properties that nothing reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tinycss2.ast import Declaration, LiteralToken

from portal.styles import css
from portal.styles.css import Rule

if TYPE_CHECKING:
    from portal.styles.css import Part

# The classes of the design system that pages write, as a test compares; the State's mark and columns are none of them.
CLASSES = Path(__file__).with_name("written_classes.txt")
WRITTEN = frozenset(CLASSES.read_text(encoding="utf-8").split())
# A field's cross is the browser's own: the design system's would be fetched before anybody types.
UNWANTED = "::-webkit-search-cancel-button"
_NEGATION = re.compile(r":not\([^)]*\)")
_CLASS = re.compile(r"\.(fr-[\w-]+)")
_CLASSES = re.compile(r"\[class[*^]=\"?\s*(fr-[\w-]+)\"?\]")


def without_unused(parts: list[Part]) -> list[Part]:
    """Drop the rules that no page meets, then the custom properties that nothing reads: most of the design system."""
    parts = _met(parts)
    while True:
        used = {name for each in css.declarations(parts) for name in _read_by(each)}
        if all(each.name in used for each in css.declarations(parts) if each.name.startswith("--")):
            return parts
        parts = css.without(parts, lambda part: _is_unread(part, used))  # noqa: B023 - used at once


def _met(parts: list[Part]) -> list[Part]:
    """The rules with those of their selectors that a page may meet."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, Rule) and part.at in css.OF_RULES and part.body:
            part.body = _met(part.body)
        elif isinstance(part, Rule) and not part.at:
            selectors = [each for each in css.split_at_commas(part.prelude) if _may_match(css.written(each))]
            if not selectors:
                continue
            part.prelude = [token for each in selectors for token in (*each, LiteralToken(0, 0, ","))][:-1]
        found.append(part)
    return found


def _may_match(selector: str) -> bool:
    asked = _NEGATION.sub("", selector)
    begun = [any(name.startswith(start) for name in WRITTEN) for start in _CLASSES.findall(asked)]
    return UNWANTED not in asked and WRITTEN.issuperset(_CLASS.findall(asked)) and all(begun)


def _is_unread(part: Rule | Declaration, used: set[str]) -> bool:
    return isinstance(part, Declaration) and part.name.startswith("--") and part.name not in used


def _read_by(declaration: Declaration) -> list[str]:
    """The custom properties that a declaration reads."""
    functions = [each for each in css.tokens_of(declaration.value) if each.type == "function"]
    return [css.written(css.split_at_commas(each.arguments)[0]) for each in functions if each.lower_name == "var"]
