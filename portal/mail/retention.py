"""Retention of sent mails: their words go first, then the row. Failed ones wait for an operator."""

from __future__ import annotations

import datetime

from django.conf import settings

from portal.mail.models import OutboxMessage


def forget_old(now: datetime.datetime) -> str:
    """The periodic job. A mail about something stays, without words, as long as that: its owner forgets both."""
    emptied = OutboxMessage.objects.filter(sent_at__lt=now - datetime.timedelta(days=settings.OUTBOX_WORDS_DAYS))
    count = emptied.exclude(text="").update(subject="", text="", html="", reply_to="")
    limit = now - datetime.timedelta(days=settings.OUTBOX_ROW_DAYS)
    of_nothing = OutboxMessage.objects.filter(about="")
    gone = of_nothing.filter(sent_at__lt=limit).delete()[0] + of_nothing.filter(failed_at__lt=limit).delete()[0]
    return f"{count} mails emptied, {gone} forgotten"
