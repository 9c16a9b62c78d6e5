"""Search for a visitor: the engine's answer, as far as the database shows it at this moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from search.engines import configured
from search.index import registry

if TYPE_CHECKING:
    from search.query.plan import SearchQuery
    from search.query.results import SearchResults

ROUNDS = 5  # an index this far from the database is broken: its hidden hits are dropped without asking again


def find(query: SearchQuery) -> SearchResults:
    """Search, and compare what was found with the database, one query a kind of key.

    What the public may not see any more is withheld and the engine asked again, so that counts and pages are those of
    what can be read. Addresses come from the database too: a page that moved a second ago is reached.
    """
    engine = configured.searcher()
    results = engine.search(query)
    for _ in range(ROUNDS):
        keys = (results.found or frozenset()) | results.by_meaning | {hit.key for hit in results.hits}
        addresses = registry.addresses(keys)
        hidden = frozenset(keys - addresses.keys())
        if not hidden:
            break
        query = query.without(hidden)
        results = engine.search(query)
    shown = tuple(replace(hit, url=addresses[hit.key]) for hit in results.hits if hit.key in addresses)
    return replace(results, hits=shown)
