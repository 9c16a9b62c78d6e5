"""Who to name beside a page about some regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory.models import Referent

if TYPE_CHECKING:
    from collections.abc import Collection

    from directory.models import Region

SHOWN = 2  # the page of the region has all of them


def contacts_in(regions: Collection[Region]) -> list[Referent]:
    """The first referents of these regions, at most two; one query, none without regions."""
    return list(Referent.objects.first_in(regions)[:SHOWN]) if regions else []
