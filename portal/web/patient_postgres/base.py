"""A backend of Django whose connections wait so long and no longer (Django looks for it under this name).

What a query may take, the server itself sees to (`statement_timeout`). A server that is frozen, or behind a network
that swallows, sees to nothing: libpq would wait for as long as the kernel over there confirms what we send. A web
worker therefore gives up by its own clock, and does not ask again for some seconds, so that those who wait in its queue
are told at once. Commands, which may take their time, wait as ever.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from portal.web.circuit_breaker import CircuitBreaker

if TYPE_CHECKING:
    from psycopg.abc import PQGen

T = TypeVar("T")

SIGN_OF_LIFE = 3.0  # seconds for the question that begins each request: does it still answer?

logger = logging.getLogger(__name__)
breaker = CircuitBreaker(
    "reach",
    LocMemCache("reach of the database", {}),
    name="The database",
    instead="visitors are asked to come back",
    logger=logger,
    clock=time.monotonic,
)


class PatientConnection(psycopg.Connection[Any]):
    """Waits for each answer `patience` seconds, then closes itself: an answer that comes later belongs to nobody."""

    patience: float | None = None

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for the server's part of a conversation; OperationalError when it keeps silent."""
        try:
            return super().wait(gen, interval=interval, timeout=timeout or self.patience)
        except psycopg.OperationalError as error:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:  # a server that answers ends it
                self.pgconn.finish()
                breaker.record_failure(type(error).__name__)
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, whose connections are patient."""

    patience: float | None = None  # of the whole process; None: for ever

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, unless the server kept silent a moment ago."""
        if self.patience is None:
            return super().get_new_connection(conn_params)
        if breaker.is_open():
            raise OperationalError("the database did not answer a moment ago")
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.OperationalError as error:
            # One that refuses says so at once, and may be asked again at once: it may be starting.
            if isinstance(error, psycopg.errors.ConnectionTimeout) or breaker.has_failed:
                breaker.record_failure(type(error).__name__)
            raise
        breaker.record_success()
        connection.__class__ = PatientConnection  # Django connects by psycopg's own function
        connection.patience = self.patience
        return connection

    def is_usable(self) -> bool:
        """Whether it answers, within a moment."""
        if not isinstance(self.connection, PatientConnection):
            return bool(super().is_usable())
        self.connection.patience = SIGN_OF_LIFE
        try:
            return bool(super().is_usable())
        finally:
            self.connection.patience = self.patience


def promise_answers(seconds: float) -> None:
    """From now on, this process and those it forks wait so long for one answer of the server."""
    DatabaseWrapper.patience = seconds
