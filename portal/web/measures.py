"""Measures (Prometheus): what a process counts while it answers, and what is read when somebody asks for it.

    measures.SEARCHES.labels("spare").inc()
    measures.register("mail.outbox", outbox)        # yields families of gauges, without names or addresses

prometheus_client was chosen, without django-prometheus: that one wants to stand between Django and its database and
cache, in the place of our own cache. The workers of a machine share files (PROMETHEUS_MULTIPROC_DIR, which
ops/gunicorn.conf.py names); commands and tests count for themselves.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Read = Callable[[], Iterable[GaugeMetricFamily]]

logger = logging.getLogger(__name__)

ANSWERS = Histogram(
    "portal_answer_seconds",
    "Time until an answer was ready",
    ["view", "method", "status"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
QUERIES = Histogram("portal_queries", "Queries of one answer", ["view"], buckets=(0, 1, 2, 5, 10, 20, 50, 100))
CACHE = Counter("portal_cache_reads", "Reads of the shared cache: hit, miss, lost (out of reach)", ["answer"])
SEARCHES = Counter(
    "portal_searches", "Searches where there are two engines: the first one, or the spare one", ["engine"]
)

_readers: dict[str, Read] = {}


def register(name: str, read: Read) -> None:
    """Add what is read when measures are asked for."""
    _readers[name] = read


class _Readers:
    """All that was registered, as Prometheus' library collects it."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, read in sorted(_readers.items()):
            try:
                yield from list(read())
            except Exception as error:  # noqa: BLE001 - one that fails must not hide the others
                logger.error("The measures %s cannot be read: %s", name, type(error).__name__)  # noqa: TRY400 - one line


def gauge(name: str, told: str, values: Mapping[str, Any], label: str) -> GaugeMetricFamily:
    """A family of gauges: values by the label."""
    family = GaugeMetricFamily(name, told, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def exposition() -> bytes:
    """All measures of this machine, in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(_Readers())  # type: ignore[arg-type]  # it asks for `collect` alone
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
        return generate_latest(registry)
    return generate_latest(REGISTRY) + generate_latest(registry)
