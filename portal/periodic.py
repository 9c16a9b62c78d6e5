"""Periodic jobs: each app registers its own when it is ready, `manage.py run_due` runs them all.

    periodic.register("directory.freshness", freshness.ask_all)

A job takes the time of the run, does only what is due, and says in a few words what it did, without names. It must
bear being run twice and being killed: each has a process and a time limit of its own. `portal.models.DueJob` keeps it
from running beside itself, on another node too, and remembers how it ended.
"""

from __future__ import annotations

import datetime
import faulthandler
import logging
import multiprocessing
import os
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    Work = Callable[[datetime.datetime], str]

logger = logging.getLogger(__name__)

SECONDS = 300  # what a job may take, unless it says otherwise
_GRACE_SECONDS = 5  # for the child to write where it hung


class Turn(IntEnum):
    """When a job comes: what people wait for, the rest, and last what depends on other machines or on outsiders."""

    URGENT = 0
    USUAL = 1
    LAST = 2


@dataclass(frozen=True)
class Job:
    """Work, when its turn comes, how many seconds it may take, and how long its last success is good for."""

    work: Work
    turn: Turn = Turn.USUAL
    seconds: float = SECONDS
    every: datetime.timedelta = datetime.timedelta(0)

    def __call__(self, now: datetime.datetime) -> str:
        """Do it here and now."""
        return self.work(now)


class JobFailedError(Exception):
    """A job that ran in its own process failed, which is logged, or was stopped; says which."""


_jobs: dict[str, Job] = {}


def register(
    name: str,
    work: Work,
    *,
    turn: Turn = Turn.USUAL,
    seconds: float = SECONDS,
    every: datetime.timedelta = datetime.timedelta(0),
) -> None:
    """Add a job under its lasting name, `app.what`. Raises ValueError when another one has it."""
    if _jobs.setdefault(name, Job(work, turn, seconds, every)).work is not work:
        raise ValueError(f"two periodic jobs are called {name}")


def jobs() -> dict[str, Job]:
    """Every job, by name, in the order of their turns, then of the names."""
    return dict(sorted(_jobs.items(), key=lambda each: (each[1].turn, each[0])))


def run_apart(
    job: Job, now: datetime.datetime, *, meanwhile: Callable[[], None] = lambda: None, every: float = 60
) -> str:
    """Run a job in a process of its own, killed at its limit; `meanwhile` is called each so many seconds it takes.

    Raises JobFailedError. The process is forked: Django is loaded already, and no connection is shared.
    """
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    told, telling = forked.Pipe(duplex=False)
    process = forked.Process(target=_run, args=(job, now, telling))
    process.start()
    telling.close()
    left = job.seconds + _GRACE_SECONDS
    try:
        while process.is_alive() and left > 0:
            process.join(min(every, left))
            left -= every
            if process.is_alive() and left > 0:
                meanwhile()
        if told.poll():
            return str(told.recv())
    except EOFError:
        pass
    finally:
        process.kill()
        process.join()
    raise JobFailedError(f"exit code {process.exitcode}; limit {job.seconds} s")


def _run(job: Job, now: datetime.datetime, telling: Connection) -> None:
    """In the child: a watchdog that needs no Python ends it at its limit, and says where it stood."""
    faulthandler.dump_traceback_later(job.seconds, exit=True, file=2)
    try:
        telling.send(job(now))
    except Exception:
        logger.exception("A periodic job failed.")
        logging.shutdown()
        sys.stderr.flush()
        os._exit(2)
