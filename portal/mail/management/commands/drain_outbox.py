from __future__ import annotations

import contextlib
import datetime
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from portal.mail import waiting
from portal.mail.delivery import DATABASE_LOST, Tally, drain, retry_failed
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator


class Command(BaseCommand):
    """Send the stored mails: one pass, or pass after pass until SIGTERM or Ctrl-C."""

    help = "Send the mails stored in the outbox. Several of these commands may run side by side."
    requires_system_checks = ["mail"]  # a fault in a page must not keep mail from leaving

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="keep sending until SIGTERM or Ctrl-C")
        parser.add_argument("--interval", type=seconds, default=2.0, help="seconds between two passes (2)")
        parser.add_argument("--status", action="store_true", help="say what waits and send nothing")
        parser.add_argument("--release-held", action="store_true", help="let leave what a restore held first")
        parser.add_argument("--retry-failed", action="store_true", help="give failed messages a fresh start first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["status"]:
            self.stdout.write(status())
            return
        if options["release_held"]:
            self.stdout.write(f"released: {waiting.release_held()}")
        if options["retry_failed"]:
            self.stdout.write(f"tried again: {retry_failed()}")
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
            self.stdout.write(f"Mails are written to files in {shown(Path(settings.EMAIL_FILE_PATH))}.")
        with stopped_by_signals() as stop:
            if options["forever"]:
                self.send_forever(stop, options["interval"])
            else:
                self.send_once(stop)

    def send_once(self, stop: threading.Event) -> None:
        """Make one pass; a mail server that cannot be used is an error of the command."""
        tally = drain(stop.is_set)
        self.stdout.write(summary(tally))
        if tally.outage:
            raise CommandError(f"Cannot send now ({tally.outage}). Nothing is lost: {status()}")

    def send_forever(self, stop: threading.Event, interval: float) -> None:
        """Make pass after pass; rest longer and longer while the mail server or the database cannot be used."""
        self.say("started")
        total, outage, pause = Tally(), "", interval
        while not stop.is_set():
            close_old_connections()
            try:
                tally = drain(stop.is_set)
                if tally.worked:
                    self.say(summary(tally))
            except DATABASE_LOST as error:
                tally = Tally(outage=type(error).__name__)
            total += tally
            if tally.outage and not outage:
                self.say(f"Cannot send now ({tally.outage}); trying on.")
            elif outage and tally.worked and not tally.outage:
                self.say("Sending again.")
            outage = tally.outage if tally.outage or tally.worked else outage  # an idle pass proves nothing
            pause = min(pause * 2, max(interval, settings.OUTBOX_LONGEST_PAUSE_SECONDS)) if tally.outage else interval
            stop.wait(pause)
        self.say(f"stopped; {summary(total)}")

    def say(self, line: str) -> None:
        """Write a dated line at once, also into a file."""
        self.stdout.write(f"{timezone.localtime():%H:%M:%S} {line}")
        self.stdout.flush()


def summary(tally: Tally) -> str:
    """What a pass did and what it leaves."""
    figures = OutboxMessage.objects.figures(timezone.now())
    line = f"sent={tally.sent} delayed={tally.delayed} failed={tally.failed} waiting={figures['waiting']}"
    if figures["failed"]:
        line += f"; {figures['failed']} given up in all: `drain_outbox --retry-failed` tries again"
    return line


def status() -> str:
    """The outbox in one line: counts, then the age of the oldest message that waits."""
    figures = OutboxMessage.objects.figures(timezone.now())
    oldest = figures.pop("oldest")
    figures["sent"] = OutboxMessage.objects.exclude(sent_at=None).count()
    age = datetime.timedelta(seconds=int(oldest.total_seconds()))
    return " ".join([*(f"{name}={count}" for name, count in figures.items()), f"oldest={age}"])


def shown(path: Path) -> Path:
    """The path as short as it can be read: from the project's folder when it lies there."""
    return path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path


def seconds(text: str) -> float:
    """A positive number of seconds."""
    value = float(text)
    if not 0 < value <= 3600:
        raise ValueError("between 0 and 3600")
    return value


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event set by the first SIGTERM or SIGINT, so that the current message is finished; a second Ctrl-C insists."""
    stop = threading.Event()

    def ask(number: int, _frame: object) -> None:
        stop.set()
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
