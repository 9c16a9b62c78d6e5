"""A name → all that it may mean, compared in one step. Pure.

Candidates are who bears the name (whole, without its article, or in former times) and communes whose longer name it
begins. The rule is in docs/decisions/0004: no candidate is dropped for the way it was found, only for weighing less
than one that bears the whole name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory.places.folding import LINKING_WORDS, without_article
from directory.places.index import PARTS, TOWN
from directory.places.rows import COMMUNE, PARTED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from directory.places.index import Gazetteer
    from directory.places.rows import Bearer

# A name that ended before this year holds nobody up who types a town at least as big as BIG_TOWN: Saint-Étienne,
# Le Bourget.
LIVING_MEMORY = 1996
BIG_TOWN = 10_000
# First words that begin hundreds of names: only the biggest of these are asked about.
MOST_OFGENERIC = 12
GENERIC = LINKING_WORDS | {"saint", "sainte", "saints", "saintes", "notre", "dame"}


def candidates(key: str, gazetteer: Gazetteer, inside: Collection[str] | None = None) -> list[Bearer]:
    """All that a folded name may mean, those who bear it first; `inside` keeps what lies in these departments."""
    bearing = _inside(_bearing(key, gazetteer), gazetteer, inside)
    if bearing:
        bearing = _remembered(bearing, gazetteer)
        # How many lived in a former commune is not known: beside it all first words count.
        weights = [_holding(each, gazetteer) for each in bearing if not each.became]
        begun = _inside(_begun(key, gazetteer, max(weights, default=-1)), gazetteer, inside)
        return list(dict.fromkeys([*bearing, *begun]))
    # Nobody bears it: first words count whatever their weight, and so does a name with an article less. « La Baule »
    # begins La Baule-Escoublac, and is one word more than Baule.
    found = _begun(key, gazetteer, -1)
    bare = without_article(key)
    if bare != key:
        found += gazetteer.bearers(bare)
    return _inside(found or _contracted(key, gazetteer), gazetteer, inside)


def _holding(bearer: Bearer, gazetteer: Gazetteer) -> int:
    """What a longer name must outweigh: « Vexin » is said of three departments, and of the town Vexin-sur-Epte too."""
    weight = gazetteer.weight(bearer)
    return min(weight, TOWN) if gazetteer.is_usual(bearer) else weight


def _bearing(key: str, gazetteer: Gazetteer) -> list[Bearer]:
    """Who bears a name; where nobody does, spaces are ignored: « lehavre »."""
    return gazetteer.bearers(key) or [
        bearer for name in gazetteer.near.alike(key) for bearer in gazetteer.bearers(name)
    ]


def _begun(key: str, gazetteer: Gazetteer, than: int) -> list[Bearer]:
    """Communes whose names begin with these words, and that weigh more than that. A letter alone is no word.

    « Dizy » is not the Dizy-Magenta that parted: its parts have names of their own.
    """
    if max(map(len, key.split()), default=0) < 2:
        return []
    is_telling = any(word not in GENERIC and len(word) > 1 for word in key.split())
    start = f"{key} "
    names = gazetteer.names.heavier(start, than) if is_telling else gazetteer.names.heaviest(start, MOST_OFGENERIC)
    return [
        bearer._replace(is_begun=True)
        for name in names
        for bearer in gazetteer.bearers(name)
        if bearer.kind == COMMUNE and bearer.became != PARTED and gazetteer.weight(bearer) > than
    ]


def _remembered(bearing: list[Bearer], gazetteer: Gazetteer) -> list[Bearer]:
    """Without names that ended long ago where a big town bears the same one today."""
    towns = [gazetteer.weight(each) for each in bearing if each.kind == COMMUNE and not each.became]
    biggest = max(towns, default=0)
    if biggest < BIG_TOWN:
        return bearing
    return [each for each in bearing if not (_is_faded(each) and gazetteer.weight(each) < biggest)]


def _is_faded(bearer: Bearer) -> bool:
    return bearer.ended is not None and bearer.ended < LIVING_MEMORY and bearer.became not in PARTS


def _contracted(key: str, gazetteer: Gazetteer) -> list[Bearer]:
    """Names from which only their linking words were left out: « chalon saone », « st germain laye »."""
    words = key.split()
    told = [word for word in words if word not in LINKING_WORDS]
    start = next((at for at, word in enumerate(words, 1) if word not in GENERIC), 0)
    if len(told) < 2 or not start:
        return []
    return [
        bearer
        for name in gazetteer.names.heavier(f"{' '.join(words[:start])} ", -1)
        if [word for word in name.split() if word not in LINKING_WORDS] == told
        for bearer in gazetteer.bearers(name)
    ]


def _inside(found: Iterable[Bearer], gazetteer: Gazetteer, inside: Collection[str] | None) -> list[Bearer]:
    if inside is None:
        return list(found)
    return [bearer for bearer in found if all(code in inside for code in gazetteer.departments_of(bearer))]
