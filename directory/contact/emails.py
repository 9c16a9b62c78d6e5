"""The two messages of a request: to who answers, and to the employer. Words in templates/emails; headers here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from portal.mail.outbox import OutgoingMail, one_line

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest
    from directory.contact.recipients import Recipient


def messages_for(request: ContactRequest, recipient: Recipient) -> tuple[OutgoingMail, OutgoingMail]:
    """What leaves once the request is stored: the referent's message, then the employer's acknowledgement."""
    return for_recipient(request, recipient), for_employer(request, recipient)


def for_recipient(request: ContactRequest, recipient: Recipient) -> OutgoingMail:
    """Everything the employer wrote; a reply goes straight to them."""
    words = _words(
        request,
        recipient,
        "emails/contact_request_subject.txt",
        "emails/contact_request.txt",
        "emails/contact_request.html",
    )
    return OutgoingMail(to=(request.recipient_mailbox,), reply_to=request.email, **words)


def for_employer(request: ContactRequest, recipient: Recipient) -> OutgoingMail:
    """The reference, who answers and by when, and a copy of what was sent."""
    words = _words(
        request,
        recipient,
        "emails/contact_acknowledgement_subject.txt",
        "emails/contact_acknowledgement.txt",
        "emails/contact_acknowledgement.html",
    )
    return OutgoingMail(to=(request.email,), **words)


def _words(request: ContactRequest, recipient: Recipient, subject: str, text: str, html: str) -> dict[str, str]:
    context = {"contact_request": request, "recipient": recipient}
    return {
        "subject": one_line(render_to_string(subject, context)),
        "text": render_to_string(text, context).strip() + "\n",
        "html": render_to_string(html, context),
    }
