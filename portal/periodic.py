"""Work that comes back: each app registers its jobs when it is ready, `manage.py run_due` runs them all.

    periodic.register("directory.freshness", freshness.ask_all)

A job takes the time of the run, does only what is due, and says in a few words what it did, without names. It must
bear being run twice, or beside itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    Job = Callable[[datetime.datetime], str]

_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    """Add a job under its lasting name, `app.what`. Raises ValueError when another one has it."""
    if _jobs.setdefault(name, job) is not job:
        raise ValueError(f"two periodic jobs are called {name}")


def jobs() -> dict[str, Job]:
    """Every job, by name, in the order of the names."""
    return dict(sorted(_jobs.items()))
