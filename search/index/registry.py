"""Registry of entry sources. Apps register theirs when Django loads their `search_entries.py`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.cms.cached import cached, cached_rows
from search.query.facets import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from django.db.models import Model

    from search.index.entry import Kind, SearchEntry
    from search.index.sources import EntrySource

_sources: list[EntrySource] = []
_exempt: dict[type[Model], str] = {}
_value_names: dict[str, Callable[[], Mapping[str, str]]] = {}
MOST_ADDRESSES = 20_000  # kept by one process, some megabytes; beyond, they are asked each time


def register(source: EntrySource) -> None:
    """Offer the entries of a source."""
    _sources.append(source)


def exempt(model: type[Model], reason: str) -> None:
    """Say why a page type is not searched; `search.checks` refuses page types that nobody mentions."""
    _exempt[model] = reason


def name_values(facet: str, names: Callable[[], Mapping[str, str]]) -> None:
    """Say where the names of a facet's values are read: `names()` gives them by value, in one query at most."""
    _value_names[facet] = names


def value_names(facet: str) -> dict[str, str]:
    """What readers call the values of a facet, in its order; no query when they are known already."""
    if facet == "kind":
        return {code: kind.plural for code, kind in kinds().items()}
    names: dict[str, str] = {}
    if facet in _value_names:
        names = cached(f"search:names:{facet}", lambda: dict(_value_names[facet]()))
    return names | {EVERYWHERE: "Toute la France"} if facet == "region" else names


def sources() -> tuple[EntrySource, ...]:
    """Every source, in the order in which their kinds are listed."""
    return tuple(sorted(_sources, key=lambda source: source.kind.rank))


def exemptions() -> dict[type[Model], str]:
    """Page types that are not searched, with the reason."""
    return dict(_exempt)


def kinds() -> dict[str, Kind]:
    """Kinds by their code, in the order of the list."""
    return {source.kind.code: source.kind for source in sources()}


def all_entries() -> Iterator[SearchEntry]:
    """Every entry the public may find now."""
    for source in sources():
        yield from source.entries()


def entries(keys: Iterable[str]) -> Iterator[SearchEntry]:
    """The entries of these keys as they are now; keys of what is no more, or not public, yield nothing."""
    for prefix, ids in _by_prefix(keys).items():
        for source in sources():
            if source.prefix == prefix:
                yield from source.entries(ids)


def addresses(keys: Collection[str]) -> dict[str, str]:
    """Addresses of those entries that the public may see at this moment, as the database says.

    One query a prefix; none for keys that were asked about since content last changed.
    """
    # Filled as keys are asked for: it belongs to one generation, and ends with it.
    known: dict[str, str] = cached_rows(f"search:addresses:{timezone.localdate()}", dict)
    new = [key for key in keys if key not in known]
    read = _addresses(new) if new else {}
    if len(known) + len(new) <= MOST_ADDRESSES:
        known.update({key: read.get(key, "") for key in new})
    return {key: address for key in keys if (address := read.get(key) or known.get(key, ""))}


def _addresses(keys: Iterable[str]) -> dict[str, str]:
    found = {}
    for prefix, ids in _by_prefix(keys).items():
        source = next((each for each in _sources if each.prefix == prefix), None)
        if source:
            found |= {f"{prefix}:{pk}": address for pk, address in source.addresses(ids).items()}
    return found


def keys_touched_by(instance: Model) -> set[str]:
    """Keys of the entries that saving or deleting an object may change."""
    return {key for source in _sources for key in source.keys_touched_by(instance)}


def _by_prefix(keys: Iterable[str]) -> dict[str, list[str]]:
    grouped = defaultdict(list)
    for key in keys:
        prefix, _, pk = key.partition(":")
        grouped[prefix].append(pk)
    return grouped
