"""Mails that cannot be read: poison messages of the mailbox are tried in a child process, quarantined, and told once.

Before a mail is parsed it is written down by its digest. Whatever ends the reading, even the end of the machine, the
next run finds it there: it is tried once more, and then put into the folder UNREADABLE, where a person looks at it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from directory.contact.inbox import mailboxes
from directory.contact.inbox.parsing import Failure, Incoming
from directory.contact.links import desk
from directory.contact.models import MailReading
from directory.contact.supervisors import supervisors
from portal.contained import calling
from portal.mail import outbox
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from portal.mail.outbox import OutgoingMail

TRIES = 2
LEASE = datetime.timedelta(minutes=10)  # how long another reader may be at a mail
TELL_EVERY = datetime.timedelta(days=1)


class BeingReadError(Exception):
    """Another reader is at this mail."""


def read_in_child(raw: bytes) -> Incoming:
    """What `parsing.read_mail` takes of a mail. Raises NotDoneError when that needs too much, or fails."""
    answer = calling.call("directory.contact.inbox.parsing:read_as_json", raw)
    return _incoming(json.loads(answer))


def _incoming(read: Mapping[str, Any]) -> Incoming:
    lists = {name: tuple(value) for name, value in read.items() if isinstance(value, list)}
    lists |= {name: tuple(Failure(**each) for each in read[name]) for name in ("failures", "delays")}
    return Incoming(**{**read, **lists})


def begin(raw: bytes) -> MailReading:
    """Write down that this mail is about to be read; its `reason` is set when it is not to be tried any more.

    Raises BeingReadError.
    """
    now = timezone.now()
    reading, is_new = MailReading.objects.get_or_create(
        digest=hashlib.sha256(raw).hexdigest(), defaults={"started_at": now}
    )
    if is_new or reading.reason:
        return reading
    before = MailReading.objects.filter(pk=reading.pk, started_at__lt=now - LEASE)
    if not before.update(started_at=now, tries=reading.tries + 1):
        raise BeingReadError
    reading.refresh_from_db()
    if reading.tries > TRIES:
        give_up(reading, "interrupted")
    return reading


def give_up(reading: MailReading, reason: str) -> None:
    """Keep that this mail is not to be tried again."""
    reading.reason = reason[:40]
    reading.save(update_fields=["reason"])


@transaction.atomic
def tell(now: datetime.datetime) -> None:
    """Mail those who look after the requests about what was put away since the last time, once a day at most."""
    untold = MailReading.objects.exclude(reason="").filter(told_at=None)
    count = untold.count()
    if not count or MailReading.objects.filter(told_at__gt=now - TELL_EVERY).exists():
        return
    untold.update(told_at=now)
    outbox.add(*(mail_of(mailbox, count) for mailbox in supervisors(None)))


def mail_of(mailbox: str, count: int) -> OutgoingMail:
    """To those who look after the requests: so many mails could not be read."""
    words = {"count": count, "folder": mailboxes.UNREADABLE, "list_url": desk.list_url()}
    return mail_from("contact_unreadable", to=(mailbox,), **words)


def forget(before: datetime.datetime) -> None:
    """Forget mails that left the mailbox by then."""
    MailReading.objects.filter(started_at__lt=before).delete()
