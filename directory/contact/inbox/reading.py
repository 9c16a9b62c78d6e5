"""Read the mailbox of replies: each mail becomes part of its request, or is put aside. `manage.py read_replies`."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import logging
import time
from collections import Counter
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import InterfaceError, OperationalError

from directory.contact.inbox import mailboxes, unreadable
from directory.contact.inbox.attaching import attach
from directory.contact.inbox.enclosed import MAX_MAIL
from directory.contact.inbox.outcome import Outcome
from portal.contained.calling import NotDoneError

if TYPE_CHECKING:
    from directory.contact.inbox.mailboxes import Inbox

logger = logging.getLogger(__name__)

MOST = 500  # mails in one run
SECONDS = 120  # after which a run leaves the rest to the next one
READ_DAYS = 30  # how long mails that were attached stay in their folder: attachments are found there
ASIDE_DAYS = 365


def read_replies(now: datetime.datetime) -> str:
    """The periodic job. Raises MailboxLostError when the mailbox cannot be used, ImproperlyConfigured."""
    if not settings.REPLIES_URL:
        return "no mailbox is named"
    with mailboxes.opened(settings.REPLIES_URL) as inbox:
        until = time.monotonic() + SECONDS
        waiting = itertools.takewhile(lambda _: time.monotonic() < until, inbox.waiting(MOST))
        outcomes = Counter(_read(inbox, key) for key in waiting)
        inbox.forget(mailboxes.READ, now - datetime.timedelta(days=READ_DAYS))
        for folder in (mailboxes.ASIDE, mailboxes.UNREADABLE):
            inbox.forget(folder, now - datetime.timedelta(days=ASIDE_DAYS))
    unreadable.forget(now - datetime.timedelta(days=ASIDE_DAYS))
    unreadable.tell(now)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()) if outcome)
    return told or "no mail"


def _read(inbox: Inbox, key: str) -> str:
    """Read one mail; what nobody can read is put away, and never keeps the others from being read."""
    raw = inbox.read(key, MAX_MAIL + 1)
    if raw is None:
        return ""
    try:
        reading = unreadable.begin(raw)
    except unreadable.BeingReadError:
        return ""
    if not reading.reason:
        try:
            outcome = attach(unreadable.read_in_child(raw), raw)
        except (OperationalError, InterfaceError):
            with contextlib.suppress(OperationalError, InterfaceError):
                reading.delete()
            raise  # the database is lost: the mail stays where it is, and is read again
        except NotDoneError as error:
            unreadable.give_up(reading, str(error))
        except Exception as error:  # noqa: BLE001 - whatever a mail holds, those behind it are read
            unreadable.give_up(reading, type(error).__name__)
    if reading.reason:
        logger.error("A mail that cannot be read is in %s: %s.", mailboxes.UNREADABLE, reading.reason)
        inbox.move(key, mailboxes.UNREADABLE)
        return "unreadable"
    inbox.move(key, mailboxes.ASIDE if outcome in {Outcome.ASIDE, Outcome.SURPLUS} else mailboxes.READ)
    reading.delete()
    return outcome
