"""Build, follow and inspect the search indices."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from search import changes, indexing, registry
from search.engines import in_use
from search.engines.protocol import SearchUnavailable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from search.engines.protocol import SearchEngine

SHOWN = 5  # keys named of those that differ


def counted(count: int, one: str, many: str) -> str:
    """« 1 entry », « 2 entries »."""
    return f"{count} {one if count == 1 else many}"


class Command(BaseCommand):
    help = "Build, follow and inspect the search indices of this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        rebuild = actions.add_parser("rebuild", help="build new indices; the old ones answer until they are ready")
        rebuild.add_argument(
            "--engine", choices=[engine.label for engine, _ in in_use.followers()], help="only this one"
        )
        actions.add_parser("catch-up", help="follow what changed; build what is missing (for a timer)")
        actions.add_parser("status", help="say how far the indices are, and compare them with the database")

    def handle(self, *, action: str, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        chosen = [engine for engine, _ in in_use.followers() if options.get("engine") in (None, engine.label)]
        troubles = []
        for engine in chosen:
            try:
                trouble = {"rebuild": self.rebuild, "catch-up": self.catch_up, "status": self.status}[action](engine)
            except SearchUnavailable as reason:
                trouble = str(reason)
            if trouble:
                troubles.append(f"{engine.label}: {trouble}")
        if troubles:
            raise CommandError("\n".join(troubles))

    def tell(self, line: str) -> None:
        """Say something, unless the command was asked to be quiet."""
        if self.verbosity:
            self.stdout.write(line)

    def rebuild(self, engine: SearchEngine) -> str:
        """Build and swap, showing how many entries are in."""
        start = time.monotonic()
        shows_progress = self.verbosity and sys.stdout.isatty()

        def progress(count: int) -> None:
            if shows_progress:
                self.stdout.write(f"\r  {engine.label}: {count} entries", ending="")

        count = indexing.rebuild(engine, progress)
        if shows_progress:
            self.stdout.write("\r", ending="")
        stored, took = counted(count, "entry", "entries"), time.monotonic() - start
        self.tell(f"→ Search index {engine.label}: {stored} in {took:.1f} s")
        return ""

    def catch_up(self, engine: SearchEngine) -> str:
        """Follow the log; build what the log does not lead to."""
        try:
            indexing.catch_up(engine)
        except indexing.NotBuilt:
            return self.rebuild(engine)
        indexing.report(engine)
        self.tell(f"→ Search index {engine.label}: current")
        return ""

    def status(self, engine: SearchEngine) -> str:
        """Compare with the log and with the database; return what is wrong."""
        head = changes.head()
        if reason := indexing.why_not_built(engine, head):
            return f"must be rebuilt: {reason}"
        position = engine.position()
        behind = head.position.number - position.number if position else 0
        held, expected = engine.keys(), {entry.key for entry in registry.all_entries()}
        holds, lags = counted(len(held), "entry", "entries"), counted(behind, "change", "changes")
        self.tell(f"→ Search index {engine.label}: {holds}, {lags} behind")
        missing, spare = sorted(expected - held), sorted(held - expected)
        differences = [
            f"{len(keys)} {what} ({', '.join(keys[:SHOWN])}{'…' if len(keys) > SHOWN else ''})"
            for keys, what in ((missing, "missing"), (spare, "too many"))
            if keys
        ]
        return "" if behind else ", ".join(differences)
