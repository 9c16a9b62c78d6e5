"""Build, follow, inspect and mend the search indices."""

from __future__ import annotations

import datetime
import sys
import time
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from search.engines import configured
from search.index import change_log, comparing, indexing, vectors
from search.index.protocol import SearchUnavailable
from search.meaning import encoder

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from search.index.position import Position
    from search.index.protocol import SearchEngine

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
            "--engine", choices=[engine.label for engine, _ in configured.followers()], help="only this one"
        )
        actions.add_parser("catch-up", help="follow what changed; build what is missing (for a timer)")
        actions.add_parser("status", help="say how far the indices are, and compare them with the database")
        actions.add_parser("repair", help="mend what differs from the database, without building anew")
        encode = actions.add_parser("encode", help="encode for the search by meaning what has no vectors yet")
        encode.add_argument("--forget", action="store_true", help="drop the vectors of texts that are no more, too")

    def handle(self, *, action: str, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        if action == "encode":
            self.encode(forget=options["forget"])
            return
        do = {"rebuild": self.rebuild, "catch-up": self.catch_up, "status": self.status, "repair": self.repair}[action]
        troubles = []
        for engine, breaker in configured.followers():
            if options.get("engine") not in (None, engine.label):
                continue
            try:
                trouble = do(engine)
            except SearchUnavailable as reason:
                trouble = str(reason)
            if action == "status" and breaker.trouble:
                since = datetime.datetime.fromtimestamp(breaker.trouble.since, datetime.UTC)
                self.tell(f"→ Not asked by visitors since {since:%Y-%m-%d %H:%M} UTC: {breaker.trouble.reason}")
            if trouble:
                troubles.append(f"{engine.label}: {trouble}")
        if action == "status":
            self.tell(f"→ Search by meaning: {configured.meaning()}")
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
        head = change_log.head()
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
        since = change_log.recorded_after(position.number) if position else None
        return f", since {(timezone.now() - since).total_seconds():.0f} s" if since else ""

    def encode(self, *, forget: bool) -> None:
        """Encode what the index of this machine holds without vectors, then have every engine take them."""
        ready = encoder.load()
        if isinstance(ready, str):
            raise CommandError(f"No search by meaning: {ready}.")
        start, engine = time.monotonic(), configured.embedded()
        indexing.catch_up(engine)
        count = vectors.encode_missing(engine.without_vectors)
        call_command("search_index", "catch-up", verbosity=0)
        self.tell(f"→ Encoded {counted(count, 'entry', 'entries')} in {time.monotonic() - start:.0f} s")
        if forget:
            self.tell(f"→ Forgot {counted(vectors.forget_unused(), 'vector', 'vectors')} that nothing needs")

    def repair(self, engine: SearchEngine) -> str:
        """Mend what differs."""
        mended = comparing.repair(engine)
        self.tell(f"→ Search index {engine.label}: {counted(mended, 'entry', 'entries')} mended")
        return ""
