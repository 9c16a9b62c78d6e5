"""Compact picker: the boxes of a multiple choice in columns, so that a region is one click and no scrolling."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple


class CompactChoices(CheckboxSelectMultiple):
    """Boxes side by side; `admin.css` says how."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "p-compact-choices"} | (attrs or {}), choices)
