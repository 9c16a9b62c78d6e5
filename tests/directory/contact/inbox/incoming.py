"""Mails as people, programs and servers send them to the portal."""

from __future__ import annotations

import itertools
from email.message import EmailMessage
from typing import TYPE_CHECKING

from directory.contact.thread import Side, reply_address
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest

_numbers = itertools.count(1)


def mail(sender: str, text: str, *, to: str = "demandes@portail.example", **headers: str) -> EmailMessage:
    """A mail; `In_Reply_To="<…>"` adds that header."""
    message = EmailMessage()
    named = {
        "From": sender,
        "To": to,
        "Subject": "Re: votre demande",
        "Message-ID": f"<{next(_numbers)}@ailleurs.example>",
    }
    for name, value in (named | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    return message


def sent_to(address: str) -> OutboxMessage:
    """The last mail of ours to this address."""
    return next(each for each in OutboxMessage.objects.order_by("-pk") if address in each.to)


def from_referent(request: ContactRequest, text: str = "Je vous appelle demain.", **headers: str) -> EmailMessage:
    """The referent answers the mail of the request: to the employer, and to the portal."""
    headers = {"In_Reply_To": sent_to(request.recipient_mailbox).message_id} | headers
    to = f"{request.email}, {reply_address(request, Side.RECIPIENT)}"
    return mail(f"Camille Exemple <{request.recipient_mailbox}>", text, to=to, **headers)


def from_employer(request: ContactRequest, text: str = "Une précision : 600 coffrets.", **headers: str) -> EmailMessage:
    """The employer answers the acknowledgement."""
    return mail(request.email, text, **({"In_Reply_To": sent_to(request.email).message_id} | headers))


def report(returned: OutboxMessage, *, action: str = "failed", whole: bool = False) -> bytes:
    """What a mail server sends back (RFC 3464): words, the status, the returned mail or its headers."""
    original = f"Message-ID: {returned.message_id}\r\nSubject: Demande\r\nTo: {returned.to[0]}\r\n"
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    lines = [
        "From: MAILER-DAEMON@mx.example", "To: demandes@portail.example", "Subject: Undelivered Mail",
        f"Message-ID: <{next(_numbers)}@mx.example>", "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="limit"', "",
        "--limit", "Content-Type: text/plain; charset=us-ascii", "", "This is the mail system.", "",
        "--limit", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example", "",
        f"Final-Recipient: rfc822; {returned.to[0]}", f"Action: {action}", "Status: 5.1.1", "",
        "--limit", f"Content-Type: {kind}", "", original, *(["Bonjour"] if whole else []), "",
        "--limit--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()
