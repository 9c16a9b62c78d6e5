"""Sixteen connections at once to a node of its own, each reading the same kind of page again and again."""

from __future__ import annotations

import contextlib
import http.client
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.harness.on_postgres import free_port
from tests.harness.production.configuration import ROOT, procfile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONNECTIONS, EACH = 16, 25  # readers, and pages of each
START_SECONDS = 300
ADDRESSES = {
    "home": "/",
    "news": "/actualites/",
    "news, page 5": "/actualites/?page=5",
    "search": "/recherche/?q=travail",
    "place": "/trouver-un-referent/?lieu=76600",
    "form": "/contact/?lieu=76600",
}
AS_BEHIND_A_PROXY = {"Host": "localhost", "X-Forwarded-Proto": "https"}


def measured(environment: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """p50 and p99 of each kind of page, and their ratio."""
    with node(environment) as port:
        for name, path in ADDRESSES.items():
            read = partial(_read, port, path)
            with ThreadPoolExecutor(CONNECTIONS) as pool:
                list(pool.map(read, [3] * CONNECTIONS))  # now every worker is warm
                start = time.monotonic()
                found = list(pool.map(read, [EACH] * CONNECTIONS))
                took = time.monotonic() - start
            times = sorted(each for times, _ in found for each in times)
            p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
            yield (
                f"sixteen at once: {name}",
                {
                    "p50": round(p50, 1), "p99": round(p99, 1), "ratio": round(p99 / p50, 2), "rounds": len(times),
                    "a second": round(len(times) / took, 1), "not 200": sum(failed for _, failed in found),
                },
            )  # fmt: skip


@contextlib.contextmanager
def node(environment: Mapping[str, str]) -> Iterator[int]:
    """A web node as ops/ starts it, on a port of its own, until it answers."""
    port = free_port()
    listening = procfile()["web"].replace("127.0.0.1:8001", f"127.0.0.1:{port}")
    command = listening.replace("127.0.0.1:8003", f"127.0.0.1:{free_port()}").split()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=dict(environment), cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                _read(port, "/sante/vivant", 1)
                break
            time.sleep(0.5)
        yield port
    finally:
        process.terminate()
        process.wait()


def _read(port: int, path: str, times: int) -> tuple[list[float], int]:
    """Milliseconds of each page, and how many were no page. Workers close connections: each page has its own."""
    took, failed = [], 0
    for _ in range(times):
        start = time.perf_counter()
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", path, headers=AS_BEHIND_A_PROXY)
            answer = connection.getresponse()
            answer.read()
        took.append((time.perf_counter() - start) * 1000)
        failed += answer.status != 200
    return took, failed
