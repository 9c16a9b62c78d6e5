"""The diagram of the actors: nodes in their order, links between them as lines, and what lights up. Pure.

Eight actors stand in a ring around the person; any other number in a grid, without lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from directory.models import Actor

# Where the ring has its nodes, in hundredths of its width and height, in reading order around the person.
PLACES = ((16, 16), (50, 8), (84, 16), (16, 50), (84, 50), (16, 84), (50, 92), (84, 84))
CENTRE = (50, 50)
BEND = 0.35  # how far a line leaves its chord, as a share of the way to the person or of the chord
CLEAR = 26  # a chord whose middle is nearer to the person than this is bent away from them


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


def curve(first: int, second: int) -> str:
    """From one place of the ring to another: bent towards the person, or around them where it would cross them."""
    (x1, y1), (x2, y2) = PLACES[first], PLACES[second]
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    away = (middle[0] - CENTRE[0], middle[1] - CENTRE[1])
    distance = math.hypot(*away)
    if distance < 1:
        away, share = (y1 - y2, x2 - x1), BEND
    else:
        share = CLEAR / distance if distance < CLEAR else -BEND
    bend = (middle[0] + share * away[0], middle[1] + share * away[1])
    return f"M{x1} {y1}Q{bend[0]:.1f} {bend[1]:.1f} {x2} {y2}"
