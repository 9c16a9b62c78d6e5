"""The messages of a request: to who answers, and to the employer. Words in templates/emails; headers here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory.contact.addressing import files_of, mail_of, to_employer, to_mailbox
from directory.contact.deadlines import kept_for
from directory.contact.links import team
from directory.contact.links.employer import CONFIRMATION_DAYS, FOLLOW_UP_DAYS, Purpose, url_of
from directory.contact.thread import Side, reply_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from directory.contact.models import ContactRequest, RequestEvent, RequestFile
    from portal.mail.outbox import OutgoingMail


def messages_for(request: ContactRequest, files: Iterable[RequestFile] | None = None) -> tuple[OutgoingMail, ...]:
    """What leaves once the request is stored: the referent's message, then the employer's acknowledgement.

    Whoever knows its `files` gives them. The acknowledgement stays out without an address, or where too many
    went to it today (`ContactRequest.Flag.CROWDED`).
    """
    is_acknowledged = request.email and not request.is_crowded
    return (for_recipient(request, files), *([for_employer(request)] if is_acknowledged else []))


def for_recipient(request: ContactRequest, files: Iterable[RequestFile] | None = None) -> OutgoingMail:
    """Everything the employer wrote; a reply goes straight to them, and a copy to the portal when it reads replies."""
    files = files_of(request) if files is None else files
    return to_mailbox("contact_request", request, request.recipient_mailbox, files=files)


def for_employer(request: ContactRequest, *, is_confirmed: bool = False) -> OutgoingMail:
    """The reference, who answers and by when; a copy of what was sent once the employer `is_confirmed`.

    Before that, whoever typed the address may be a stranger to it: the mail holds no word of theirs, or we would carry
    their links to anybody under our name.
    """
    return to_employer("contact_acknowledgement", request, kept=kept_for(), is_confirmed=is_confirmed)


def team_answer(
    request: ContactRequest, text: str, *, thread: dict[str, str], link: str = "", copies: Sequence[str] = ()
) -> OutgoingMail:
    """What somebody of the team wrote at the desk, word for word; `thread` are the headers that hang it on.

    `link` stands for the employer's own one where others read along. Who gets a copy is named, and gets a mail apart.
    """
    named = {"Cc": ", ".join(copies)} if copies else {}
    reply_to = (request.recipient_mailbox, reply_address(request, Side.EMPLOYER))
    further = {"text": text.strip(), "follow_up_url": link or url_of(request)}
    return mail_of("contact_answer", request, to=(request.email,), reply_to=reply_to, headers=thread | named, **further)


def answer_copies(request: ContactRequest, text: str, copies: Sequence[str]) -> list[OutgoingMail]:
    """The same words for others, one mail each, without the employer's own link."""
    reply_to = (request.recipient_mailbox, reply_address(request, Side.EMPLOYER))
    return [
        mail_of("contact_answer_copy", request, to=(each,), reply_to=reply_to, text=text.strip()) for each in copies
    ]


def reassigned(request: ContactRequest, *, thread: dict[str, str]) -> OutgoingMail:
    """To the employer: somebody else answers now."""
    return to_employer("contact_reassigned", request, headers=thread)


def employer_wrote(request: ContactRequest, text: str, files: Iterable[RequestFile] = ()) -> OutgoingMail:
    """To who answers: what the employer added to the request, with the files that came along."""
    return to_mailbox("contact_employer_wrote", request, request.recipient_mailbox, files=files, text=text)


def unverified(request: ContactRequest, event: RequestEvent) -> OutgoingMail:
    """To who answers: somebody wrote from an address that nobody knows; whose words are they?"""
    mailbox, files = request.recipient_mailbox, files_of(event)
    further = {"event": event, "settle_url": team.settle_url(request, mailbox, event.pk or 0)}
    return to_mailbox("contact_unverified", request, mailbox, files=files, **further)


def withdrawn(request: ContactRequest) -> OutgoingMail:
    """To who answers: the employer asks for nothing any more."""
    return to_mailbox("contact_withdrawn", request, request.recipient_mailbox)


def confirmation(request: ContactRequest) -> OutgoingMail:
    """To the employer, whose address is to be proved before anybody reads the request: nothing of its text."""
    url = url_of(request, Purpose.CONFIRM)
    further = {"confirmation_url": url, "days": CONFIRMATION_DAYS}
    return mail_of("contact_confirmation", request, to=(request.email,), **further)


def new_link(request: ContactRequest) -> OutgoingMail:
    """To the employer: a fresh link to the follow-up page."""
    further = {"follow_up_url": url_of(request), "days": FOLLOW_UP_DAYS}
    return mail_of("contact_link", request, to=(request.email,), **further)


def reminder(request: ContactRequest, mailbox: str) -> OutgoingMail:
    """To who answers, or stands in: the promised day is over."""
    return to_mailbox("contact_reminder", request, mailbox)


def escalation(request: ContactRequest, supervisors: list[str]) -> list[OutgoingMail]:
    """To those who look after the requests, one mail each: the reminder changed nothing."""
    return [mail_of("contact_escalation", request, to=(each,)) for each in supervisors]


def undelivered(request: ContactRequest, supervisors: list[str], *, mailbox: str, is_moved: bool) -> list[OutgoingMail]:
    """To those who look after the requests: `mailbox` did not get it; `is_moved`: somebody else did since."""
    further = {"mailbox": mailbox, "is_moved": is_moved}
    return [mail_of("contact_undelivered", request, to=(each,), **further) for each in supervisors]
