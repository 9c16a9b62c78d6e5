"""Sections that other apps add to a referent's sheet: what happens on its territory.

An app registers a filler when it is ready; it is given the regions of the territory and says what to show, and how.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from directory.models import Region


@dataclass(frozen=True)
class Section:
    """One part of the slot: a template, which writes no heading above level 3, and what it needs."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


_fillers: list[Callable[[Collection[Region]], Section | None]] = []


def register(filler: Callable[[Collection[Region]], Section | None]) -> None:
    """Let `filler` show what it has for some regions; None when it has nothing. Registering again changes nothing."""
    if filler not in _fillers:
        _fillers.append(filler)


def sections(regions: Collection[Region]) -> list[Section]:
    """What there is to show for these regions, in the order of registration."""
    return [section for filler in _fillers if (section := filler(regions))]
