"""« Je vise cet établissement, cet atelier »: what a page of an establishment hands to the form, by slug."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.validators import slug_re

from directory.models import Establishment, Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator


class Aim(NamedTuple):
    """An establishment that is not closed, and one of its fresh workshops; either may be missing."""

    establishment: Establishment | None = None
    workshop: Workshop | None = None

    @property
    def label(self) -> str:
        """« Centre pénitentiaire de Caen-Ifs, Atelier bois »; empty for none."""
        return ", ".join(self._names())

    def _names(self) -> Iterator[str]:
        if self.establishment:
            yield self.establishment.name
        if self.workshop:
            yield self.workshop.name


def aim_of(establishment: str, workshop: str = "") -> Aim:
    """What two slugs mean; the unknown, closed or stale aims at nothing. Two queries at most, none without slugs."""
    if not slug_re.fullmatch(establishment):  # PostgreSQL refuses to look for some texts
        return Aim()
    place = Establishment.objects.exclude(status="closed").filter(slug=establishment).first()
    if place is None or not slug_re.fullmatch(workshop):
        return Aim(place)
    return Aim(place, place.workshops.fresh().filter(slug=workshop).first())
