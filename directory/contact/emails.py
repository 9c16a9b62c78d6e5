"""The messages of a request: to who answers, and to the employer. Words in templates/emails; headers here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from directory.contact.answers import links
from directory.contact.answers.thread import Side, about, reply_address
from portal.mail.outbox import OutgoingMail, one_line

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest


def messages_for(request: ContactRequest) -> tuple[OutgoingMail, OutgoingMail]:
    """What leaves once the request is stored: the referent's message, then the employer's acknowledgement."""
    return for_recipient(request), for_employer(request)


def for_recipient(request: ContactRequest) -> OutgoingMail:
    """Everything the employer wrote; a reply goes straight to them, and a copy to the portal when it reads replies."""
    words = _words("contact_request", request, **links.addresses(request, request.recipient_mailbox))
    reply_to = (request.email, reply_address(request, Side.RECIPIENT))
    return OutgoingMail(to=(request.recipient_mailbox,), reply_to=reply_to, about=about(request), **words)


def for_employer(request: ContactRequest) -> OutgoingMail:
    """The reference, who answers and by when, and a copy of what was sent."""
    reply_to = reply_address(request, Side.EMPLOYER)
    words = _words("contact_acknowledgement", request, replies_are_read=bool(reply_to))
    return OutgoingMail(to=(request.email,), reply_to=reply_to, about=about(request), **words)


def answer(request: ContactRequest, text: str, *, thread: dict[str, str]) -> OutgoingMail:
    """What somebody of the team wrote at the desk, word for word; `thread` are the headers that hang it on."""
    reply_to = (request.recipient_mailbox, reply_address(request, Side.EMPLOYER))
    words = _words("contact_answer", request, text=text.strip())
    return OutgoingMail(to=(request.email,), reply_to=reply_to, about=about(request), headers=thread, **words)


def reassigned(request: ContactRequest, *, thread: dict[str, str]) -> OutgoingMail:
    """To the employer: somebody else answers now."""
    reply_to = reply_address(request, Side.EMPLOYER)
    words = _words("contact_reassigned", request, replies_are_read=bool(reply_to))
    return OutgoingMail(to=(request.email,), reply_to=reply_to, about=about(request), headers=thread, **words)


def _words(name: str, request: ContactRequest, **further: Any) -> dict[str, str]:
    """Subject, text and HTML of the message `name` of templates/emails."""
    context = {"contact_request": request} | further
    return {
        "subject": one_line(render_to_string(f"emails/{name}_subject.txt", context)),
        "text": render_to_string(f"emails/{name}.txt", context).strip() + "\n",
        "html": render_to_string(f"emails/{name}.html", context),
    }
