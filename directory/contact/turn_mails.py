"""The mails of turns: what the employer is told at each, and what who answers must know when it is theirs again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from directory.contact.addressing import files_of, mail_of, to_employer, to_mailbox
from directory.contact.end_reasons import REASONS
from directory.contact.links import desk
from directory.contact.links.employer import Purpose, url_of
from directory.contact.thread import Side, reply_address

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest, RequestEvent, RequestShare
    from portal.mail.outbox import OutgoingMail


def taken(request: ContactRequest) -> OutgoingMail:
    """To the employer: somebody takes care of it."""
    return to_employer("contact_taken", request)


def late(request: ContactRequest) -> OutgoingMail:
    """To the employer: the promised day is over, and whom we asked."""
    return to_employer("contact_late", request)


def answered_elsewhere(request: ContactRequest) -> OutgoingMail:
    """To the employer: who answers says they did, outside of the portal; here is what to do if nothing came."""
    return to_employer("contact_answered", request)


def closed(request: ContactRequest) -> OutgoingMail:
    """To the employer: how it ended, why, and how to reopen it."""
    return to_employer("contact_closed", request, reason=REASONS.get(request.end_reason, ""))


def withdrawal(request: ContactRequest) -> OutgoingMail:
    """To the employer: the request is withdrawn, as they asked."""
    return to_employer("contact_withdrawal", request)


def outcome_question(request: ContactRequest) -> OutgoingMail:
    """To the employer, once, two weeks after the end: what came of it?"""
    return to_employer("contact_outcome", request, outcome_url=url_of(request, Purpose.OUTCOME))


def handed_over(request: ContactRequest, carried: list[RequestEvent]) -> OutgoingMail:
    """To whoever takes it over: what was asked, and all that was said since. No mail of a new request."""
    mailbox, files = request.recipient_mailbox, files_of(request)
    return to_mailbox("contact_handover", request, mailbox, files=files, carried=carried)


def silence(request: ContactRequest, mailbox: str) -> OutgoingMail:
    """To who answers: the employer says nothing any more, or a planned day has come."""
    return to_mailbox("contact_silence", request, mailbox)


def reopened(request: ContactRequest, text: str) -> OutgoingMail:
    """To who answers: the employer has reopened the request."""
    return to_mailbox("contact_reopened", request, request.recipient_mailbox, text=text)


def shared(request: ContactRequest, share: RequestShare, carried: list[RequestEvent]) -> OutgoingMail:
    """To whom a part is given: which one, the whole request, all that was said, and the files at the desk."""
    return _to_part("contact_share", request, share, carried=carried)


def part_reminder(request: ContactRequest, share: RequestShare) -> OutgoingMail:
    """To whom a part was given: nobody said yet what became of it."""
    return _to_part("contact_part_reminder", request, share)


def _to_part(name: str, request: ContactRequest, share: RequestShare, **further: Any) -> OutgoingMail:
    reply_to = (request.recipient_mailbox, reply_address(request, Side.RECIPIENT))
    files = [(each.label, desk.file_url(each)) for each in files_of(request)]
    return mail_of(name, request, to=(share.mailbox,), reply_to=reply_to, share=share, files=files, **further)


def part_closed(request: ContactRequest, share: RequestShare) -> OutgoingMail:
    """To who answers: a part is done, or refused."""
    return to_mailbox("contact_part", request, request.recipient_mailbox, share=share)


def declined(request: ContactRequest, supervisors: list[str], event: RequestEvent) -> list[OutgoingMail]:
    """To those who look after the requests: who answers says « pas pour moi »."""
    return [mail_of("contact_declined", request, to=(each,), event=event) for each in supervisors]
