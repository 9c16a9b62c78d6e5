"""Messages are stored with what they are about, in one transaction, and sent later by `manage.py drain_outbox`.

    with transaction.atomic():
        request = ContactRequest.objects.create(…)
        outbox.add(outbox.OutgoingMail(to=("referent@disp.example",), subject="…", text="…"))

A rollback forgets both; a commit keeps both, whatever the mail server does.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.db import router, transaction

from portal.mail import headers
from portal.mail.models import OutboxMessage

one_line = headers.one_line
"""Make a visitor's words fit for a subject, which refuses line breaks."""


@dataclass(frozen=True)
class OutgoingMail:
    """A mail as its author writes it: bare addresses, a subject of one line, a text and perhaps its HTML twin.

    `headers` are further ones, of `portal.mail.headers.ALLOWED`.
    """

    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def add(*mails: OutgoingMail) -> list[OutboxMessage]:
    """Store mails to be sent after the surrounding transaction commits; return them as stored.

    Raises ValueError, before anything is stored, on an invalid address, an empty recipient list, or a line break in
    a header; TransactionManagementError outside a transaction, where a mail could survive what it is about.
    """
    messages = [stored_form(mail) for mail in mails]
    if not transaction.get_connection(router.db_for_write(OutboxMessage)).in_atomic_block:
        raise transaction.TransactionManagementError("Mails are stored in the transaction of what they are about.")
    return OutboxMessage.objects.bulk_create(messages)


def stored_form(mail: OutgoingMail) -> OutboxMessage:
    """Check and normalise a mail; its Message-ID is fixed here, so that a repeat is recognised as one."""
    recipients = list(dict.fromkeys(headers.address(each) for each in mail.to))
    if not recipients:
        raise ValueError("A mail needs a recipient.")
    text = headers.body(mail.text)
    if not text.strip():
        raise ValueError("A mail needs a text.")
    return OutboxMessage(
        message_id=f"<{uuid.uuid4()}@{headers.domain_of(settings.DEFAULT_FROM_EMAIL)}>",
        to=recipients,
        pending=recipients,
        subject=headers.subject(mail.subject),
        text=text,
        html=headers.body(mail.html),
        reply_to=headers.address(mail.reply_to) if mail.reply_to else "",
        headers=headers.further(mail.headers),
    )
