"""The embedded engine: search, follow changes, build a new index file beside the old one."""

from __future__ import annotations

import contextlib
import fcntl
import socket
import time
from typing import TYPE_CHECKING, TypeVar

from search.engines.embedded.index import EmbeddedIndex, UnreadableIndex
from search.index.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from search.index.position import Changes, Position
    from search.query.plan import SearchQuery
    from search.query.ranking import Weighed
    from search.query.results import SearchResults
    from search.query.understanding import ParsedQuery

Answer = TypeVar("Answer")


class NoIndex(SearchUnavailable):
    """Nothing was built yet."""


class EmbeddedEngine:
    """The newest index file of a folder.

    Files are named by the time they were finished and never written over: a rebuild makes another one, and those who
    still read the old one keep it open until they are done.
    """

    label = "embedded"
    builds_itself = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.name = f"embedded:{socket.gethostname()}:{self.folder}"[-120:]

    def _current(self) -> EmbeddedIndex | None:
        paths = sorted(self.folder.glob("index-*.sqlite3"))
        return EmbeddedIndex(paths[-1]) if paths else None

    def _ask(self, question: Callable[[EmbeddedIndex], Answer]) -> Answer:
        """Put a question to the newest index; once more when a rebuild removed it between finding and opening it."""
        for attempt in (1, 2):
            index = self._current()
            if index is None:
                break
            try:
                return question(index)
            except SearchUnavailable:
                if attempt == 2 or index.path.exists():
                    raise
        raise NoIndex("embedded index: there is none")

    def position(self) -> Position | None:
        """Where the newest index stands; None when there is none, or one that cannot be read."""
        try:
            return self._ask(lambda index: index.position())
        except (NoIndex, UnreadableIndex):
            return None

    def has_reached(self, position: Position) -> bool:
        """Whether the newest index stands there."""
        return self.position() == position

    def apply(self, changes: Changes) -> None:
        """Bring the newest index further."""
        self._ask(lambda index: index.apply(changes))

    def search(self, query: SearchQuery) -> SearchResults:
        """Ask the newest index."""
        return self._ask(lambda index: index.search(query))

    def explain(self, query: SearchQuery) -> tuple[ParsedQuery, list[Weighed]]:
        """How the newest index understands a query, and all that it weighs for it, the best first."""
        return self._ask(lambda index: index.explain(query))

    def titles_starting_with(self, typed: str, limit: int) -> list[tuple[str, str, str]]:
        """(key, kind, title) of entries of the newest index whose titles hold a word that begins so."""
        return self._ask(lambda index: index.titles_starting_with(typed, limit))

    def without_vectors(self, most: int) -> list[str]:
        """Keys of entries of the newest index of which no passage was encoded yet, so many at most."""
        return self._ask(lambda index: index.without_vectors(most))

    def keys(self) -> set[str]:
        """Keys of everything the newest index holds."""
        return self._ask(lambda index: index.keys())

    def digests(self) -> dict[str, str]:
        """A digest of each entry of the newest index, by key."""
        return self._ask(lambda index: index.digests())

    def is_outdated(self) -> bool:
        """Whether the newest index was made by other rules than those of this code."""
        try:
            return self._ask(lambda index: index.position()) is None
        except NoIndex:
            return False

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the right to build: one process of this machine at a time, the others wait."""
        with contextlib.ExitStack() as stack:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                lock = stack.enter_context((self.folder / "lock").open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX)
            except OSError as error:
                raise SearchUnavailable(f"embedded index: {error.strerror}") from error
            yield

    @contextlib.contextmanager
    def rebuilding(self, position: Position) -> Iterator[EmbeddedIndex]:
        """A new file beside the old one; taken by its name when finished, removed on an error."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for left_over in self.folder.glob("building-*"):
            left_over.unlink(missing_ok=True)
        newest = self._current()
        after = int(newest.path.stem.removeprefix("index-")) + 1 if newest else 0  # the clock may have been set back
        stamp = f"{max(time.time_ns(), after):020}.sqlite3"
        index = EmbeddedIndex.create(self.folder / f"building-{stamp}", position)
        try:
            yield index
            index.finish()
        except BaseException:
            index.path.unlink(missing_ok=True)
            raise
        finished = index.path.rename(self.folder / f"index-{stamp}")
        for old in self.folder.glob("index-*.sqlite3"):
            if old.name < finished.name:
                old.unlink(missing_ok=True)
