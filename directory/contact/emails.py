"""The two messages of a request: to who answers, and to the employer. Words in templates/emails; headers here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from portal.mail.outbox import OutgoingMail, one_line

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest


def messages_for(request: ContactRequest) -> tuple[OutgoingMail, OutgoingMail]:
    """What leaves once the request is stored: the referent's message, then the employer's acknowledgement."""
    return for_recipient(request), for_employer(request)


def for_recipient(request: ContactRequest) -> OutgoingMail:
    """Everything the employer wrote; a reply goes straight to them."""
    words = _words("contact_request", request)
    return OutgoingMail(to=(request.recipient_mailbox,), reply_to=request.email, **words)


def for_employer(request: ContactRequest) -> OutgoingMail:
    """The reference, who answers and by when, and a copy of what was sent."""
    return OutgoingMail(to=(request.email,), **_words("contact_acknowledgement", request))


def _words(name: str, request: ContactRequest, **further: Any) -> dict[str, str]:
    """Subject, text and HTML of the message `name` of templates/emails."""
    context = {"contact_request": request} | further
    return {
        "subject": one_line(render_to_string(f"emails/{name}_subject.txt", context)),
        "text": render_to_string(f"emails/{name}.txt", context).strip() + "\n",
        "html": render_to_string(f"emails/{name}.html", context),
    }
