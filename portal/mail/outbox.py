"""Transactional outbox: mails are stored with what they are about, and sent later by `manage.py drain_outbox`.

    with transaction.atomic():
        request = ContactRequest.objects.create(…)
        outbox.add(outbox.OutgoingMail(to=("referent@disp.example",), subject="…", text="…"))

A rollback forgets both; a commit keeps both, whatever the mail server does.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, router, transaction

from portal.french.clean_text import clean_text
from portal.mail import headers
from portal.mail.models import OutboxMessage


@dataclass(frozen=True)
class OutgoingMail:
    """A mail as its author writes it: bare addresses, a subject of one line, a text and perhaps its HTML twin.

    `headers` are further ones, of `portal.mail.headers.ALLOWED`. `about` names what the mail belongs to, such as
    « contact:12 »: it is found again, and forgotten, by it. A mail with a key `once` is stored the first time only.
    """

    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    reply_to: str | tuple[str, ...] = ""
    headers: dict[str, str] = field(default_factory=dict)
    about: str = ""
    once: str | None = None


def add(*mails: OutgoingMail) -> list[OutboxMessage]:
    """Store mails to be sent after the surrounding transaction commits; return those that were stored, in order.

    Raises ValueError, before anything is stored, on an invalid address, an empty recipient list, or a line break in
    a header; TransactionManagementError outside a transaction, where a mail could survive what it is about.
    """
    messages = [stored_form(mail) for mail in mails]
    if not transaction.get_connection(router.db_for_write(OutboxMessage)).in_atomic_block:
        raise transaction.TransactionManagementError("Mails are stored in the transaction of what they are about.")
    if all(message.once is None for message in messages):
        return OutboxMessage.objects.bulk_create(messages)
    return [message for message in messages if _stored(message)]


def _stored(message: OutboxMessage) -> bool:
    """Store one mail; False when one with its key is there, also when another process stores it at this moment."""
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if not OutboxMessage.objects.filter(once=message.once).exists():
            raise
        return False
    return True


def stored_form(mail: OutgoingMail) -> OutboxMessage:
    """Check and normalise a mail; its Message-ID is fixed here, so that a repeat is recognised as one."""
    recipients = list(dict.fromkeys(headers.address(each) for each in mail.to))
    if not recipients:
        raise ValueError("A mail needs a recipient.")
    answer_to = (mail.reply_to,) if isinstance(mail.reply_to, str) else mail.reply_to
    text = clean_text(mail.text)
    if not text.strip():
        raise ValueError("A mail needs a text.")
    return OutboxMessage(
        message_id=f"<{uuid.uuid4()}@{headers.domain_of(settings.DEFAULT_FROM_EMAIL)}>",
        to=recipients,
        pending=recipients,
        subject=headers.subject(mail.subject),
        text=text,
        html=clean_text(mail.html),
        reply_to=", ".join(headers.address(each) for each in answer_to if each),
        headers=headers.further(mail.headers),
        about=mail.about,
        once=mail.once,
    )
