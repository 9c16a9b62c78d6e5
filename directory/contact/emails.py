"""The two messages of a request: to who answers, and to the employer. Words in templates/emails; headers here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    return _mail("contact_request", request, recipient, to=request.recipient_mailbox, reply_to=request.email)


def for_employer(request: ContactRequest, recipient: Recipient) -> OutgoingMail:
    """The reference, who answers and by when, and a copy of what was sent."""
    return _mail("contact_acknowledgement", request, recipient, to=request.email, reply_to="")


def _mail(name: str, request: ContactRequest, recipient: Recipient, *, to: str, reply_to: str) -> OutgoingMail:
    context: dict[str, Any] = {
        "contact_request": request,
        "recipient": recipient,
    }
    return OutgoingMail(
        to=(to,),
        subject=one_line(render_to_string(f"emails/{name}_subject.txt", context)),
        text=render_to_string(f"emails/{name}.txt", context).strip() + "\n",
        html=render_to_string(f"emails/{name}.html", context),
        reply_to=reply_to,
    )
