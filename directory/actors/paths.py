"""What a reader chose on the page of the actors, and the steps of the person's path with the actors they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.blocks import StreamValue, StructValue

    from directory.models import Actor


@dataclass(frozen=True)
class PathStep:
    """One step: what its block says, and its actors as far as they are published."""

    block: StructValue
    actors: list[Actor]


def choice_in(starts: StreamValue, asked: str) -> StructValue | None:
    """The situation that the address asks for; None when it asks for none, or for one that does not exist."""
    return next((start.value for start in starts if asked and start.value["key"] == asked), None)


def lit_by(choice: StructValue | None) -> frozenset[str]:
    """Keys of the actors that a situation lights."""
    return frozenset(choice["actors"] or ()) if choice else frozenset()


def steps_of(stream: StreamValue, actors: Iterable[Actor]) -> list[PathStep]:
    """The steps in their order."""
    published = {str(actor.pk): actor for actor in actors}
    return [
        PathStep(each.value, [published[key] for key in each.value["actors"] or () if key in published])
        for each in stream
    ]
