"""Probes of the ground: database, migrations, disk, shared cache, periodic work."""

from __future__ import annotations

import datetime
import shutil
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from portal.health import probing
from portal.models import DueJob
from portal.web import measures, shared_clock
from portal.web.shared_cache import SharedCache

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import GaugeMetricFamily

LEAST_FREE = 200_000_000  # bytes: the largest upload
LONGEST_SILENCE = datetime.timedelta(minutes=15)  # of periodic work that a timer starts each minute


def database() -> str:
    """Whether it takes what visitors send. Changes nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE portal_duejob SET failures = failures WHERE name = ''")
    return ""


def migrations() -> str:
    """Whether the database knows all that this code needs; one that knows more suits it."""
    return "" if _is_migrated() else "some are not applied"


@cache
def _applied() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError  # which is not remembered: they may be applied meanwhile


def _is_migrated() -> bool:
    try:
        _applied()
    except LookupError:
        return False
    return True


def disk() -> str:
    """Whether there is room for what people send and editors upload."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    return "" if free >= LEAST_FREE else f"{free // 1_000_000} MB free"


def shared_cache() -> str:
    """Whether the cache that all processes share answers; a portal of one process has none."""
    shared = caches["default"]
    shared.get("health")
    return shared.trouble if isinstance(shared, SharedCache) else ""


def media() -> str:
    """Whether the bucket of media answers; a folder is on the disk."""
    if reach := getattr(default_storage, "reach", None):
        reach()
    return ""


def periodic_work() -> str:
    """Whether `run_due` runs on some node, and would on this one."""
    if wrong := shared_clock.gone_wrong():
        return wrong
    now = shared_clock.shared_now()
    last = DueJob.objects.last_end(now)
    if last is None:
        return "never ran"
    silence = now - last
    return f"silent for {silence.total_seconds() / 60:.0f} minutes" if silence > LONGEST_SILENCE else ""


def troubles() -> Iterator[GaugeMetricFamily]:
    """Each probe, 1 when something is wrong."""
    vital, other = probing.troubles()
    values = dict.fromkeys(probing.names(), 0.0) | dict.fromkeys(vital | other, 1.0)
    yield measures.gauge("portal_trouble", "What a probe finds wrong", values, "probe")


def room() -> Iterator[GaugeMetricFamily]:
    """Of the disk."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    yield measures.gauge("portal_disk_free_bytes", "Room where DATA_DIR lies", {"data": float(free)}, "disk")


def jobs() -> Iterator[GaugeMetricFamily]:
    """How each periodic job fares."""
    held = list(DueJob.objects.all())
    succeeded = {each.name: each.succeeded_at.timestamp() for each in held if each.succeeded_at}
    took = {each.name: (each.ended_at - each.started_at).total_seconds() for each in held if each.ended_at}
    failed = {each.name: float(each.failures) for each in held}
    yield measures.gauge(
        "portal_job_success_timestamp_seconds", "Start of the last run that succeeded", succeeded, "job"
    )
    yield measures.gauge("portal_job_seconds", "Time of the last run that ended", took, "job")
    yield measures.gauge("portal_job_failures", "Failures in a row", failed, "job")


def register_all() -> None:
    """Those without which no visitor is served right are vital."""
    for read in (troubles, room, jobs):
        measures.register(f"health.{read.__name__}", read)
    probing.register("database", database, vital=True)
    probing.register("migrations", migrations, vital=True)
    probing.register("disk", disk, vital=True)
    probing.register("cache", shared_cache)
    probing.register("media", media)
    probing.register("periodic work", periodic_work)
