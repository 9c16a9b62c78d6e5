from __future__ import annotations

import argparse
import datetime
import logging
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal import periodic
from portal.models import DueJob
from portal.periodic import JobFailedError
from portal.web import shared_clock

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

logger = logging.getLogger(__name__)

LEASE_SECONDS = 30  # more than a job may take, for its process to be ended and its outcome to be written


def note(how: Callable[[str, datetime.datetime, str], None], name: str, told: str) -> None:
    """Write down how a job ended; without a database the log says it."""
    try:
        how(name, shared_clock.shared_now(), told)
    except DatabaseError:
        logger.exception("The outcome of the periodic job %s could not be stored.", name)


class Command(BaseCommand):
    """Run the periodic jobs. Made for a timer: what is not due is left alone, and a second run changes nothing.

    A job that fails or takes too long is logged and does not keep the others from running; the command then exits
    with an error. While a job takes more than a minute, urgent ones are done again each minute. What another run holds,
    here or on another node, and what succeeded lately enough, is passed over; a job that is named runs in any case.
    """

    help = "Do all periodic work that is due; safe to run as often as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="JOB", help="only these jobs")
        parser.add_argument("--list", action="store_true", dest="lists", help="only name the jobs")
        parser.add_argument(
            "--apart",
            action=argparse.BooleanOptionalAction,
            default=bool(getattr(parser, "called_from_command_line", False)),
            help="each job in a process that is killed at its time limit (the default, except from Python)",
        )

    def handle(self, *, names: list[str], lists: bool, apart: bool, **_: Any) -> None:
        """Run and say what was done; raise CommandError when a name is unknown, a job failed, or the clock is wrong.

        By a clock that is wrong, what is to be kept would be erased, and what is to come published.
        """
        jobs = periodic.jobs()
        if unknown := [name for name in names if name not in jobs]:
            raise CommandError(f"No such job: {', '.join(unknown)}. There are: {', '.join(jobs)}.")
        if not lists and (wrong := shared_clock.gone_wrong()):
            raise CommandError(f"Nothing was done on this node: {wrong}.")
        failed: dict[str, None] = {}  # a set in order
        chosen = names or list(jobs)
        urgent = [name for name in chosen if jobs[name].turn == periodic.Turn.URGENT]

        def run(name: str) -> None:
            job, again = jobs[name], [] if jobs[name].turn == periodic.Turn.URGENT else urgent
            every = datetime.timedelta(0) if name in names else job.every
            try:
                now = shared_clock.shared_now()
                if not DueJob.objects.take(name, now, job.seconds + LEASE_SECONDS, every):
                    return
                if apart:
                    told = periodic.run_apart(job, now, meanwhile=lambda: [run(each) for each in again])
                else:
                    told = job(now)
            except Exception as error:
                logger.exception("The periodic job %s failed.", name)
                failed[name] = None
                note(
                    DueJob.objects.failed,
                    name,
                    str(error) if isinstance(error, JobFailedError) else type(error).__name__,
                )
            else:
                note(DueJob.objects.done, name, told)
                self.stdout.write(f"{name}: {told}")

        for name in chosen:
            if lists:
                self.stdout.write(name)
            else:
                run(name)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}; the log says why.")
