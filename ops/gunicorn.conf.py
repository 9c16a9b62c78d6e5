"""Gunicorn: the portal is loaded and warmed once, then forked, and what all workers share stays shared.

What is loaded before the fork exists once instead of in each worker, and the first visitor of a new worker does not
wait for it. Frozen, no garbage collection walks through its million objects within a request, nor writes into the pages
that processes share.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

# A query that hangs gives its worker back: PostgreSQL ends it. Commands, which may take their time, know no such limit.
# The command of a release has a shorter one for locks (ops/release).
LIMITS = {"statement_timeout": "10s", "lock_timeout": "8s", "idle_in_transaction_session_timeout": "60s"}
PATIENCE = 12  # seconds: longer than the limits of a server that still sees to them; of one that does not, this is ours
# PostgreSQL compiles what it takes for long queries: half a second for lists that are answered in fifty milliseconds.
os.environ.setdefault("PGOPTIONS", " ".join(f"-c {name}={value}" for name, value in (LIMITS | {"jit": "off"}).items()))

# What all workers of this machine count, for /sante/mesures: files for each worker's place. A worker that follows
# another takes its place, and goes on counting where that one stopped.
NODE = os.environ.get("PORTAL_NODE", "1")
FOLDER = Path(os.environ.get("DATA_DIR", "var"), "mesures")
FOLDER.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(FOLDER))
place = {"taken": 0}  # the master's; each worker has one of its own
ROOM = 1 << 20  # bytes of such a file, as its library makes it: with holes, and mapped into memory
KINDS = ("counter", "histogram")  # of our measures

preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY") or 3)
control_socket_disable = True  # the nodes of a machine would fight over its one place in a home
max_requests = 2000  # whatever leaks goes with its worker
max_requests_jitter = 200


def hold_room(number: int) -> None:
    """Fill the holes of a place's files: whoever writes to one while the disk is full is killed by the kernel."""
    for kind in KINDS:
        with suppress(OSError), (FOLDER / f"{kind}_{NODE}-{number}.db").open("ab") as file:
            os.posix_fallocate(file.fileno(), 0, ROOM)


def pre_fork(server: Any, worker: Any) -> None:
    """Give the worker the first place that is free."""
    taken = {each.place for each in server.WORKERS.values()}
    worker.place = next(number for number in count(1) if number not in taken)
    hold_room(worker.place)


def post_fork(server: Any, worker: Any) -> None:
    """Count in the files of this place."""
    place["taken"] = worker.place


def on_starting(server: Any) -> None:
    """Refuse what would show old pages, and warm what workers read, before a port is opened: who answers is warm."""
    from django.core import checks  # noqa: PLC0415 - the application is loaded by then
    from prometheus_client import values  # noqa: PLC0415 - it reads the variable above when it is loaded

    from portal.web.patient_postgres.base import promise_answers  # noqa: PLC0415 - as below
    from portal.web.warming import warm  # noqa: PLC0415 - the application is loaded by then

    refused = [each for each in checks.run_checks(tags=["caches"], include_deployment_checks=True) if each.is_serious()]
    if refused:
        sys.exit("\n".join(str(each) for each in refused))
    hold_room(place["taken"])
    values.ValueClass = values.MultiProcessValue(process_identifier=lambda: f"{NODE}-{place['taken']}")
    promise_answers(PATIENCE)
    warm()
    gc.collect()
    gc.freeze()
