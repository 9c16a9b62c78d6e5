"""Read the mailbox of replies: each mail becomes part of its request, or is put aside. `manage.py read_replies`."""

from __future__ import annotations

import datetime
import itertools
import json
import logging
import time
from collections import Counter
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import InterfaceError, OperationalError

from directory.contact.answers import mailboxes
from directory.contact.answers.attaching import Outcome, attach
from directory.contact.answers.parsing import MAX_BYTES, Failure, Incoming
from portal.contained import calling

if TYPE_CHECKING:
    from directory.contact.answers.mailboxes import Inbox

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
        inbox.forget(mailboxes.ASIDE, now - datetime.timedelta(days=ASIDE_DAYS))
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()) if outcome)
    return told or "no mail"


def read_in_child(raw: bytes) -> Incoming:
    """What `parsing.read_mail` takes of a mail. Raises NotDoneError when that needs too much, or fails.

    The parsers of HTML and of headers take quadratic time on mails made for it: a child process that is killed bounds
    them all.
    """
    read = json.loads(calling.call("directory.contact.answers.parsing:read_as_json", raw))
    lists = {name: tuple(value) for name, value in read.items() if isinstance(value, list)}
    return Incoming(**{**read, **lists, "failures": tuple(Failure(**each) for each in read["failures"])})


def _read(inbox: Inbox, key: str) -> str:
    """Read one mail; what nobody can read is put aside, and never keeps the others from being read."""
    raw = inbox.read(key, MAX_BYTES + 1)
    if raw is None:
        return ""
    try:
        outcome = attach(read_in_child(raw))
    except (OperationalError, InterfaceError):
        raise  # the database is lost: the mail stays where it is, and is read again
    except Exception as error:  # noqa: BLE001 - whatever a mail holds, those behind it are read
        reason = str(error) if isinstance(error, calling.NotDoneError) else type(error).__name__
        logger.error("A mail was put aside: %s.", reason)  # noqa: TRY400 - a traceback would quote it
        outcome = Outcome.ASIDE
    inbox.move(key, mailboxes.ASIDE if outcome is Outcome.ASIDE else mailboxes.READ)
    return outcome
