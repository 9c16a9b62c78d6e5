"""The diagram of the actors: nodes in their order, links between them as lines, and what lights up. Pure.

Eight actors stand in a ring around the person; any other number in a grid, without lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from directory.models import Actor

# Where the ring has its nodes, in hundredths of its width and height, in reading order around the person.
PLACES = ((16, 16), (50, 8), (84, 16), (16, 50), (84, 50), (16, 84), (50, 92), (84, 84))
CENTRE = (50, 50)
STEPS = 20  # points of a line that are looked at
NODE = (15, 11)  # half the width and height of a node, and some room, so measured on a wide screen
PERSON = (11, 20)  # of the person's circle
BENDS = range(-72, 73, 6)  # how far a line may leave its chord
DETOUR = 16  # how much farther it goes for one point less that hits somebody


@dataclass(frozen=True)
class Neighbour:
    """Another actor, and what links them; `text` is the words of the one who said it."""

    actor: Actor
    text: str


@dataclass
class Node:
    """An actor as the diagram and the roles show it."""

    actor: Actor
    is_lit: bool = False
    links: list[Neighbour] = field(default_factory=list)

    @property
    def linked_names(self) -> str:
        """« SPIP, Région »: the others, each once."""
        return ", ".join(dict.fromkeys(link.actor.name for link in self.links))


@dataclass(frozen=True)
class Line:
    """A link between two nodes of the ring, as an SVG path."""

    path: str
    is_lit: bool


@dataclass(frozen=True)
class Diagram:
    """All there is to draw."""

    nodes: list[Node]
    lines: list[Line]

    @property
    def is_ring(self) -> bool:
        """Whether the number of actors makes a ring."""
        return len(self.nodes) == len(PLACES)


def diagram_of(actors: Sequence[Actor], lit: Collection[str] = ()) -> Diagram:
    """The diagram of these actors, read with their `links`; `lit` holds keys. Links with other actors are left out."""
    nodes = {actor.pk: Node(actor, str(actor.pk) in lit) for actor in actors}
    order = list(nodes)
    lines: dict[tuple[int, int], Line] = {}
    for one in nodes.values():
        for link in one.actor.links.all():
            other = nodes.get(link.other_id)
            if other is None or other is one:
                continue
            one.links.append(Neighbour(other.actor, link.text))
            other.links.append(Neighbour(one.actor, link.text))
            if len(nodes) == len(PLACES):
                ends = sorted((order.index(one.actor.pk), order.index(other.actor.pk)))
                lines[ends[0], ends[1]] = Line(curve(*ends), one.is_lit or other.is_lit)
    # What is lit is drawn last, above the rest.
    return Diagram(list(nodes.values()), sorted(lines.values(), key=lambda line: line.is_lit))


@cache
def curve(first: int, second: int) -> str:
    """From one place of the ring to another, bent as little as passes by the person and behind no third actor."""
    return f"M{PLACES[first][0]} {PLACES[first][1]}Q{{0:.1f}} {{1:.1f}} {PLACES[second][0]} {PLACES[second][1]}".format(
        *_bent(first, second, min(BENDS, key=lambda bend: DETOUR * _hits(first, second, bend) + abs(bend)))
    )


def _bent(first: int, second: int, bend: int) -> tuple[float, float]:
    """The point that draws the line away from the middle of its chord, at a right angle."""
    (x1, y1), (x2, y2) = PLACES[first], PLACES[second]
    length = math.hypot(x2 - x1, y2 - y1)
    return (x1 + x2) / 2 + bend * (y1 - y2) / length, (y1 + y2) / 2 + bend * (x2 - x1) / length


def _hits(first: int, second: int, bend: int) -> int:
    """How many points of the line lie outside of the drawing, in the person's circle or behind a third actor."""
    bent, hits = _bent(first, second, bend), 0
    for step in range(1, STEPS):
        share = step / STEPS
        parts = ((1 - share) ** 2, 2 * share * (1 - share), share**2)
        points = (PLACES[first], bent, PLACES[second])
        x, y = (sum(part * point[axis] for part, point in zip(parts, points, strict=True)) for axis in (0, 1))
        hits += not 0 < x < 100
        hits += math.hypot((x - CENTRE[0]) / PERSON[0], (y - CENTRE[1]) / PERSON[1]) < 1
        hits += any(
            abs(x - PLACES[other][0]) < NODE[0] and abs(y - PLACES[other][1]) < NODE[1]
            for other in range(len(PLACES))
            if other not in (first, second)
        )
    return hits
