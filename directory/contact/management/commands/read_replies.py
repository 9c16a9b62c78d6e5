"""Read the mailbox of replies, now. See docs/operating.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory.contact.inbox.mailboxes import MailboxLostError
from directory.contact.inbox.reading import read_replies


class Command(BaseCommand):
    """Read the mailbox that REPLIES_URL names, once. Several of these commands may run side by side."""

    help = "Attach the replies and returned mails of REPLIES_URL to their requests; put the others aside."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(read_replies(timezone.now()))
        except MailboxLostError as error:
            raise CommandError(f"The mailbox cannot be used now ({error}). Nothing is lost.") from None
