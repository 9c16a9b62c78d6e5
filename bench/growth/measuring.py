"""Processor time, latency, queries and peak memory of something done again and again."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST, MOST = 1, 30  # rounds
SECONDS = 6.0  # for all rounds of one thing


def quantile(times: list[float], share: float) -> float:
    """The smallest time that so large a share does not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def megabytes(name: str) -> int:
    """VmRSS or VmHWM of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) // 1024


def measured(work: Callable[[], Any], *, warm: int = 2, most: int = MOST) -> dict[str, Any]:
    """The row of a thing: medians in milliseconds, p99 by the clock, queries of a round, peak memory added in MB."""
    for _ in range(warm):
        work()
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins here
    before = megabytes("VmRSS")
    work_times, clock_times, statements = [], [], []
    queries = None
    began = time.monotonic()
    while len(clock_times) < most and (len(clock_times) < LEAST or time.monotonic() - began < SECONDS):
        worked, start = time.process_time(), time.perf_counter()
        work()
        clock_times.append((time.perf_counter() - start) * 1000)
        work_times.append((time.process_time() - worked) * 1000)
    peak = megabytes("VmHWM") - before
    if clock_times[-1] < 20_000:  # a second look at what takes minutes tells nothing more
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            work()
        queries, statements = len(captured), sorted(captured.captured_queries, key=lambda each: -float(each["time"]))
    slowest = statements[0] if statements else {"time": "0", "sql": ""}
    return {
        "ms": round(quantile(work_times, 0.5), 1), "p50": round(quantile(clock_times, 0.5), 1),
        "p99": round(quantile(clock_times, 0.99), 1), "rounds": len(clock_times), "queries": queries, "peak MB": peak,
        "slowest query ms": round(float(slowest["time"]) * 1000), "slowest query": slowest["sql"][:160],
    }  # fmt: skip
