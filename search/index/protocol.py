"""Protocol of search engines: the promise each keeps. `tests/engines` asks the same of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from search.index.position import Changes, Position
    from search.query.plan import SearchQuery
    from search.query.results import SearchResults


class SearchUnavailable(Exception):  # noqa: N818 - a state of the engine, not a mistake of ours
    """The engine cannot answer now: it refuses the connection, takes too long, or holds no index. Another may."""


class Searcher(Protocol):
    """Whatever answers a query."""

    def search(self, query: SearchQuery) -> SearchResults:
        """Ranked hits, equals newest first. Raise SearchUnavailable, and nothing else, when another engine may help."""


class Index(Protocol):
    """Something that follows the change log."""

    def position(self) -> Position | None:
        """How far it has followed; None when there is no index, or one made by another version of this code."""

    def apply(self, changes: Changes) -> None:
        """Store and forget entries and move to `changes.upto`, all at once; do nothing when already further."""


class SearchEngine(Searcher, Index, Protocol):
    """A whole engine: it answers, follows, and can be rebuilt while it answers."""

    label: str  # what the operator calls it
    name: str  # which index it is, among all nodes: what the change log knows it by
    builds_itself: bool  # whether a missing index is built by whoever notices, in the request even

    def has_reached(self, position: Position) -> bool:
        """Whether the index stands exactly there; may answer from what this process knows already."""

    def alone(self) -> AbstractContextManager[None]:
        """Held by whoever builds, where two builds at once would be in each other's way."""

    def rebuilding(self, position: Position) -> AbstractContextManager[Index]:
        """An empty index at a position, to be filled; it replaces the old one at the end, or vanishes on an error."""

    def keys(self) -> set[str]:
        """Keys of everything the index holds."""

    def digests(self) -> dict[str, str]:
        """A digest of everything the index holds, by key: see `search.index.digests`."""

    def is_outdated(self) -> bool:
        """Whether there is an index, made by other rules than those of this code: another mapping or analysis."""
