"""Delivery of the outbox: take messages one by one, hand them to Django's mail backend, note the outcome.

Several senders may run side by side. Each holds at most one message, through a lease: an UPDATE whose WHERE repeats
that the message is free, which works the same on SQLite and PostgreSQL. A sender that dies keeps its message until
the lease runs out; if the server had already accepted it, it goes out once more, with the same Message-ID.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
import time
import uuid
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import InterfaceError, InternalError, OperationalError, close_old_connections
from django.db.models import F
from django.utils import timezone

from portal.mail.models import OutboxMessage
from portal.mail.verdict import Verdict, error_name, verdict_on
from portal.web.shared_clock import shared_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)

DATABASE_LOST = (OperationalError, InterfaceError, InternalError)  # gone, or read-only: the last one
PAUSE = 1  # second between two looks at a lost database
SUPPRESSED = "DR, RN, NRN, OOF, AutoReply"  # all but NDR, the report that a mail did not arrive


@dataclass
class Tally:
    """What one pass did; `outage` names the error that ended it when the server itself did not answer."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    outage: str = ""

    @property
    def worked(self) -> bool:
        """Whether a message was tried at all."""
        return bool(self.sent or self.delayed or self.failed)

    def __add__(self, other: Tally) -> Tally:
        """Count both; the later one says whether there is an outage."""
        return Tally(self.sent + other.sent, self.delayed + other.delayed, self.failed + other.failed, other.outage)


class NothingSentError(Exception):
    """A mail backend took a message, raised nothing and sent nothing."""


def drain(should_stop: Callable[[], bool] = lambda: False) -> Tally:
    """Send what is due, until nothing is, the server is lost or `should_stop` says so (asked between messages).

    No message is leased before a connection stands: an outage costs none of them an attempt.
    """
    tally = Tally()
    while not (should_stop() or tally.outage) and OutboxMessage.objects.due(shared_now()).exists():
        connection = get_connection()
        try:
            connection.open()
            _send_over(connection, tally, should_stop)
        except OSError as error:  # smtplib's errors are OSErrors too; those of a single message never come here
            tally.outage = error_name(error)
        finally:
            with contextlib.suppress(OSError):  # nothing is owed any more to a session that ends badly
                connection.close()
    return tally


def _send_over(connection: BaseEmailBackend, tally: Tally, should_stop: Callable[[], bool]) -> None:
    """Send due messages over one open connection, as many as a server likes in one session."""
    for _ in range(settings.OUTBOX_BATCH):
        message = None if should_stop() else lease_next()
        if message is None:
            return
        verdict = _attempt(connection, message)
        _record(message, verdict, tally)
        if verdict.server_lost:
            tally.outage = verdict.error
        if verdict.session_over:
            return


def lease_next() -> OutboxMessage | None:
    """Take the message that has been due longest, or None; whoever loses a race for it takes the next one.

    All senders read the same clock: one that is ahead would take what another has in hand.
    """
    while True:
        now = shared_now()
        due = OutboxMessage.objects.due(now)
        first = due.order_by("next_attempt_at", "pk").values_list("pk", flat=True).first()
        if first is None:
            return None
        lease = uuid.uuid4()
        until = now + datetime.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
        if due.filter(pk=first).update(lease=lease, leased_until=until, attempts=F("attempts") + 1):
            return OutboxMessage.objects.get(pk=first)


def retry_failed() -> int:
    """Give every failed message a fresh start, refused recipients included; return how many."""
    now = timezone.now()
    count = 0
    for message in OutboxMessage.objects.failed():
        count += (
            OutboxMessage.objects.failed()
            .filter(pk=message.pk)
            .update(
                pending=[each for each in message.to if each in {*message.pending, *message.refused}],
                refused=[],
                attempts=0,
                next_attempt_at=now,
                failed_at=None,
            )
        )
    return count


def email(message: OutboxMessage) -> EmailMultiAlternatives:
    """The mail of a stored message: the same identifier, date and header at each attempt, whoever is still to serve.

    What cannot be delivered returns to the mailbox that the portal reads (REPLIES_ADDRESS), when there is one.
    """
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        from_email=settings.REPLIES_ADDRESS or None,
        to=message.pending,
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "To": ", ".join(message.to),
            "Message-ID": message.message_id,
            "Date": format_datetime(timezone.localtime(message.created_at)),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no automatic reply, please
            "X-Auto-Response-Suppress": SUPPRESSED,  # the same to Exchange, which knows no RFC 3834
        }
        | message.headers,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def delay_after(attempts: int) -> datetime.timedelta:
    """How long a message rests after its nth failed attempt: longer each time, then always the longest."""
    delays = settings.OUTBOX_DELAYS_SECONDS
    return datetime.timedelta(seconds=delays[min(attempts, len(delays)) - 1])


def _attempt(connection: BaseEmailBackend, message: OutboxMessage) -> Verdict:
    """Hand one message over and read what was answered."""
    error: Exception | None = None
    try:
        if connection.send_messages([email(message)]) == 0:
            raise NothingSentError  # noqa: TRY301 - read by the same lines as every other failure
    except Exception as caught:  # noqa: BLE001 - a message that cannot even be built must not stop those behind it
        error = caught
    return verdict_on(tuple(message.pending), error)


def _record(message: OutboxMessage, verdict: Verdict, tally: Tally) -> None:
    """Write down the outcome, if the message is still ours, and give the lease back."""
    now = timezone.now()
    refused = [*message.refused, *verdict.refused]
    outcome: dict[str, object] = {
        "lease": None,
        "leased_until": None,
        "pending": list(verdict.pending),
        "refused": refused,
        "last_error": verdict.error,
    }
    lifetime = datetime.timedelta(seconds=settings.OUTBOX_GIVE_UP_SECONDS)
    tried_enough = message.attempts >= len(settings.OUTBOX_DELAYS_SECONDS) and now - message.created_at >= lifetime
    if verdict.pending and not tried_enough:
        outcome["next_attempt_at"] = now + delay_after(message.attempts)
        tally.delayed += 1
        logger.warning("message %s rests after attempt %s: %s", message.pk, message.attempts, verdict.error)
    elif verdict.pending or refused:
        outcome["failed_at"] = now
        tally.failed += 1
        logger.error("message %s given up after attempt %s: %s", message.pk, message.attempts, verdict.error)
    else:
        outcome["sent_at"] = now
        tally.sent += 1
        logger.info("message %s sent at attempt %s", message.pk, message.attempts)
    if not _noted(message, outcome):
        logger.warning("message %s outlived its lease: another sender decides", message.pk)


def _noted(message: OutboxMessage, outcome: dict[str, object]) -> bool:
    """Whether it was still ours to note. A database that is lost is waited for: what left unnoted would leave again."""
    until = time.monotonic() + settings.OUTBOX_LEASE_SECONDS
    while True:
        try:
            return bool(OutboxMessage.objects.filter(pk=message.pk, lease=message.lease).update(**outcome))
        except DATABASE_LOST:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE)
            close_old_connections()
