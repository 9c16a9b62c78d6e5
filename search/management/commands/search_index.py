"""Build, follow, inspect and mend the search indices."""

from __future__ import annotations

import datetime
import sys
import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from search import changes, comparing, indexing
from search.engines import in_use
from search.engines.protocol import SearchUnavailable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from search.engines.protocol import SearchEngine
    from search.position import Position

SHOWN = 5  # keys named of those that differ


def counted(count: int, one: str, many: str) -> str:
    """« 1 entry », « 2 entries »."""
    return f"{count} {one if count == 1 else many}"


class Command(BaseCommand):
    help = "Build, follow, inspect and mend the search indices of this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        rebuild = actions.add_parser("rebuild", help="build new indices; the old ones answer until they are ready")
        rebuild.add_argument(
            "--engine", choices=[engine.label for engine, _ in in_use.followers()], help="only this one"
        )
        actions.add_parser("catch-up", help="follow what changed; build what is missing (for a timer)")
        actions.add_parser("status", help="say how far the indices are, and compare them with the database")
        actions.add_parser("repair", help="mend what differs from the database, without building anew")

    def handle(self, *, action: str, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        do = {"rebuild": self.rebuild, "catch-up": self.catch_up, "status": self.status, "repair": self.repair}[action]
        troubles = []
        for engine, outage in in_use.followers():
            if options.get("engine") not in (None, engine.label):
                continue
            try:
                trouble = do(engine)
            except SearchUnavailable as reason:
                trouble = str(reason)
            if action == "status" and outage.trouble:
                since = datetime.datetime.fromtimestamp(outage.trouble.since, datetime.UTC)
                self.tell(f"→ Not asked by visitors since {since:%Y-%m-%d %H:%M} UTC: {outage.trouble.reason}")
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
        if engine.is_outdated():
            return "must be rebuilt: another mapping or analysis made it"
        if reason := indexing.why_not_built(engine, head):
            return f"must be rebuilt: {reason}"
        position = engine.position()
        behind = head.position.number - position.number if position else 0
        holds, lags = counted(len(engine.keys()), "entry", "entries"), counted(behind, "change", "changes")
        self.tell(f"→ Search index {engine.label}: {holds}, {lags} behind{self.lag(position)}")
        if behind:  # what differs now is what it has still to follow
            return ""
        found = comparing.differences(engine)
        return ", ".join(
            f"{len(keys)} {what} ({', '.join(keys[:SHOWN])}{'…' if len(keys) > SHOWN else ''})"
            for keys, what in ((found.missing, "missing"), (found.spare, "too many"), (found.stale, "differing"))
            if keys
        )

    def lag(self, position: Position | None) -> str:
        """How long the oldest change that was not followed has waited."""
        since = changes.recorded_after(position.number) if position else None
        return f", since {(timezone.now() - since).total_seconds():.0f} s" if since else ""

    def repair(self, engine: SearchEngine) -> str:
        """Mend what differs."""
        mended = comparing.repair(engine)
        self.tell(f"→ Search index {engine.label}: {counted(mended, 'entry', 'entries')} mended")
        return ""
