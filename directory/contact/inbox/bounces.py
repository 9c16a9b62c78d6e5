"""Mails of a request that did not arrive: refused at once by a server, or returned later by a report.

When it was the mail to who answers, the request goes to the direction's mailbox, from there to the national one, and
those who look after the requests are told. A mail is dealt with once.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction

from directory.contact import emails
from directory.contact.inbox.causes import cause_of, reply_in, status_in
from directory.contact.inbox.outcome import Outcome
from directory.contact.inbox.reports import Failure
from directory.contact.inbox.senders import comparable
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import PORTAL
from directory.contact.recipients import direction_recipient, national_recipient
from directory.contact.supervisors import supervisors
from directory.contact.thread import PREFIX, request_key
from directory.contact.workflow import handover, transitions
from portal.mail import outbox
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    import datetime

    from directory.contact.inbox.parsing import Incoming
    from directory.contact.recipients import Recipient

logger = logging.getLogger(__name__)

MOST = 200  # in one run


def read_report(mail: Incoming) -> Outcome:
    """Attach a report to the request whose mail it returns; NOTHING and ASIDE leave no trace."""
    returned = OutboxMessage.objects.filter(message_id__in=mail.refers_to).first()
    if returned is None:
        return Outcome.ASIDE
    failed = {comparable(name): each for each in mail.failures for name in (each.also, each.recipient) if name}
    addresses = [each for each in returned.to if comparable(each) in failed]
    if request_key(returned.about) is None or not addresses:
        return Outcome.NOTHING
    done = [_attach(returned, each, failed[comparable(each)], message_id=mail.message_id) for each in addresses]
    return Outcome.BOUNCE if any(done) else Outcome.REPEATED


def take_back_refused(now: datetime.datetime) -> str:
    """The periodic job: mails of requests that a server refused for good while they were handed over."""
    known = RequestEvent.objects.filter(kind=transitions.Kind.BOUNCED).values("outbox_message")
    given_up = OutboxMessage.objects.failed().filter(about__startswith=PREFIX)
    count = 0
    new = given_up.exclude(pk__in=known.filter(outbox_message__isnull=False))
    for message in new.order_by("failed_at", "pk")[:MOST]:
        for address in [*message.refused, *message.pending]:
            said = message.last_error
            refusal = Failure(address, status_in(said) or reply_in(said), cause_of(status_in(said), said))
            count += _attach(message, address, refusal)
    return f"{count} refused mails noted"


@transaction.atomic
def _attach(returned: OutboxMessage, address: str, failure: Failure, *, message_id: str = "") -> bool:
    """Write it into the history, and find another mailbox when who answers got nothing; False when that was done."""
    request = ContactRequest.objects.filter(pk=request_key(returned.about)).first()
    if request is None:
        return False
    request = transitions.locked(request.pk)
    if request.events.filter(kind=transitions.Kind.BOUNCED, outbox_message=returned).exists():
        return False
    is_to_employer = address.lower() == request.email.lower()
    copied = request.events.exclude(copied_to="").values_list("copied_to", flat=True)
    is_copy = any(address.lower() in each.lower().split(", ") for each in copied)
    to = "employer" if is_to_employer else "copy" if is_copy else "team"
    data = {"to": to, "status": failure.status, "cause": failure.cause}
    try:
        with transaction.atomic():
            transitions.record(
                request,
                transitions.Kind.BOUNCED,
                PORTAL,
                data=data,
                message_id=message_id,
                outbox_message=returned,
            )
    except IntegrityError:
        return False
    logger.warning("A mail of contact request %s was not delivered: %s.", request.pk, failure.cause)
    if not is_to_employer and address.lower() == request.recipient_mailbox.lower() and not request.ended_at:
        _fall_back(request, address)
    return True


def _fall_back(request: ContactRequest, mailbox: str) -> None:
    """Give the request to the next mailbox that can be reached, and tell those who look after the requests."""
    to = _next_recipient(request, mailbox)
    if to:
        why = "le message à la boîte précédente n’a pas pu être remis."
        request = handover.reassign(request.pk, to, PORTAL, why=why)
    told = supervisors(request.disp)
    if told == [mailbox]:  # nobody but the mailbox that fails
        told = [settings.NATIONAL_MAILBOX]
    outbox.add(*emails.undelivered(request, told, mailbox=mailbox, is_moved=to is not None))


def _next_recipient(request: ContactRequest, mailbox: str) -> Recipient | None:
    """The direction, then the national team; None when both were tried."""
    reason = "La boîte précédente ne reçoit plus les messages."
    last = national_recipient()
    following = [direction_recipient(request.disp)] if request.disp else []
    tried = {mailbox.lower(), *(each.lower() for each in _returned_mailboxes(request))}
    for each in [*following, last]:
        if each.mailbox and each.mailbox.lower() not in tried:
            return replace(each, reason=reason, disp=request.disp)
    return None


def _returned_mailboxes(request: ContactRequest) -> list[str]:
    """Mailboxes to which a mail of this request was returned already."""
    events = request.events.filter(kind=transitions.Kind.BOUNCED, data__to="team").select_related("outbox_message")
    return [address for event in events if event.outbox_message for address in event.outbox_message.to]
