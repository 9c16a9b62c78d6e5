from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal import periodic

if TYPE_CHECKING:
    from argparse import ArgumentParser

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run the periodic jobs. Made for a timer: what is not due is left alone, and a second run changes nothing.

    A job that fails is logged with its traceback and does not keep the others from running; the command then exits
    with an error.
    """

    help = "Do all periodic work that is due; safe to run as often as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="JOB", help="only these jobs")
        parser.add_argument("--list", action="store_true", dest="lists", help="only name the jobs")

    def handle(self, *, names: list[str], lists: bool, **_: Any) -> None:
        """Run and say what was done; raise CommandError when a name is unknown or a job failed."""
        jobs = periodic.jobs()
        if unknown := [name for name in names if name not in jobs]:
            raise CommandError(f"No such job: {', '.join(unknown)}. There are: {', '.join(jobs)}.")
        now, failed = timezone.now(), []
        for name in names or jobs:
            if lists:
                self.stdout.write(name)
                continue
            try:
                self.stdout.write(f"{name}: {jobs[name](now)}")
            except Exception:
                logger.exception("The periodic job %s failed.", name)
                failed.append(name)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}; the log says why.")
