"""The messages of a request: to who answers, and to the employer. Words in templates/emails; headers here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from directory.contact.answers import links
from directory.contact.answers.thread import Side, about, reply_address
from directory.contact.follow_up.links import CONFIRMATION_DAYS, FOLLOW_UP_DAYS, Purpose, url_of
from directory.contact.notices import kept_for
from portal.mail.outbox import OutgoingMail, one_line

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest


def messages_for(request: ContactRequest) -> tuple[OutgoingMail, OutgoingMail]:
    """What leaves once the request is stored: the referent's message, then the employer's acknowledgement."""
    return for_recipient(request), for_employer(request)


def for_recipient(request: ContactRequest) -> OutgoingMail:
    """Everything the employer wrote; a reply goes straight to them, and a copy to the portal when it reads replies."""
    return _to_mailbox("contact_request", request, request.recipient_mailbox)


def for_employer(request: ContactRequest) -> OutgoingMail:
    """The reference, who answers and by when, and a copy of what was sent."""
    reply_to = reply_address(request, Side.EMPLOYER)
    further = {"replies_are_read": bool(reply_to), "follow_up_url": url_of(request), "kept": kept_for()}
    words = _words("contact_acknowledgement", request, **further)
    return OutgoingMail(to=(request.email,), reply_to=reply_to, about=about(request), **words)


def answer(request: ContactRequest, text: str, *, thread: dict[str, str], link: str = "") -> OutgoingMail:
    """What somebody of the team wrote at the desk, word for word; `thread` are the headers that hang it on.

    `link` stands for the employer's own one where others read along.
    """
    reply_to = (request.recipient_mailbox, reply_address(request, Side.EMPLOYER))
    words = _words("contact_answer", request, text=text.strip(), follow_up_url=link or url_of(request))
    return OutgoingMail(to=(request.email,), reply_to=reply_to, about=about(request), headers=thread, **words)


def reassigned(request: ContactRequest, *, thread: dict[str, str]) -> OutgoingMail:
    """To the employer: somebody else answers now."""
    reply_to = reply_address(request, Side.EMPLOYER)
    words = _words("contact_reassigned", request, replies_are_read=bool(reply_to), follow_up_url=url_of(request))
    return OutgoingMail(to=(request.email,), reply_to=reply_to, about=about(request), headers=thread, **words)


def employer_wrote(request: ContactRequest, text: str) -> OutgoingMail:
    """To who answers: what the employer added to the request."""
    return _to_mailbox("contact_employer_wrote", request, request.recipient_mailbox, text=text)


def withdrawn(request: ContactRequest) -> OutgoingMail:
    """To who answers: the employer asks for nothing any more."""
    return _to_mailbox("contact_withdrawn", request, request.recipient_mailbox)


def confirmation(request: ContactRequest) -> OutgoingMail:
    """To the employer, whose address is to be proved before anybody reads the request: nothing of its text."""
    url = url_of(request, Purpose.CONFIRM)
    words = _words("contact_confirmation", request, confirmation_url=url, days=CONFIRMATION_DAYS)
    return OutgoingMail(to=(request.email,), about=about(request), **words)


def new_link(request: ContactRequest) -> OutgoingMail:
    """To the employer: a fresh link to the follow-up page."""
    words = _words("contact_link", request, follow_up_url=url_of(request), days=FOLLOW_UP_DAYS)
    return OutgoingMail(to=(request.email,), about=about(request), **words)


def reminder(request: ContactRequest, mailbox: str) -> OutgoingMail:
    """To who answers, or stands in: the promised day is over."""
    return _to_mailbox("contact_reminder", request, mailbox)


def escalation(request: ContactRequest, supervisors: list[str]) -> list[OutgoingMail]:
    """To those who look after the requests, one mail each: the reminder changed nothing."""
    words = _words("contact_escalation", request)
    return [OutgoingMail(to=(each,), about=about(request), **words) for each in supervisors]


def undelivered(request: ContactRequest, supervisors: list[str], *, mailbox: str, is_moved: bool) -> list[OutgoingMail]:
    """To those who look after the requests: `mailbox` did not get it; `is_moved`: somebody else did since."""
    words = _words("contact_undelivered", request, mailbox=mailbox, is_moved=is_moved)
    return [OutgoingMail(to=(each,), about=about(request), **words) for each in supervisors]


def _to_mailbox(name: str, request: ContactRequest, mailbox: str, **further: Any) -> OutgoingMail:
    """A mail of the team with links of its own; a reply goes to the employer, a copy to the portal."""
    words = _words(name, request, **links.addresses(request, mailbox), **further)
    reply_to = (request.email, reply_address(request, Side.RECIPIENT))
    return OutgoingMail(to=(mailbox,), reply_to=reply_to, about=about(request), **words)


def _words(name: str, request: ContactRequest, **further: Any) -> dict[str, str]:
    """Subject, text and HTML of the message `name` of templates/emails."""
    context = {"contact_request": request} | further
    return {
        "subject": one_line(render_to_string(f"emails/{name}_subject.txt", context)),
        "text": render_to_string(f"emails/{name}.txt", context).strip() + "\n",
        "html": render_to_string(f"emails/{name}.html", context),
    }
