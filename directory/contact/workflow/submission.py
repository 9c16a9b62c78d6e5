"""A request begins: one transaction stores it, its history and its messages; nothing is sent here."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.contact import abuse, deadlines, emails, references
from directory.contact.files import keeping, waiting
from directory.contact.models import ContactRequest
from directory.contact.models.event import EMPLOYER
from directory.contact.workflow import transitions
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime

    from directory.contact.enquiry import Enquiry
    from directory.contact.recipients import Recipient

logger = logging.getLogger(__name__)


def submit_contact_request(
    *,
    form_key: str,
    enquiry: Enquiry,
    recipient: Recipient,
    is_held: bool = False,
    is_crowded: bool = False,
    draft_key: str = "",
    now: datetime.datetime | None = None,
) -> ContactRequest:
    """Store a request with its files, which waited under `draft_key`, and the messages it causes: all, or nothing.

    A held one causes a single message, to the employer, who confirms the address: then `employer.confirm`
    lets the others leave. One whose address `is_crowded` is not acknowledged by mail.

    `form_key` names the form it came from: sent again, however close behind, it makes no second request but answers
    with the stored one. Raises what the database or the outbox raise.
    """
    try:
        with transaction.atomic():
            request = store(
                form_key=form_key,
                enquiry=enquiry,
                recipient=recipient,
                is_held=is_held,
                is_crowded=is_crowded,
                now=now,
            )
            sent = waiting.taken(draft_key) if draft_key else []
            files = keeping.keep(request.events.order_by("pk")[0], sent) if sent else []
            outbox.add(*([emails.confirmation(request)] if is_held else emails.messages_for(request, files)))
    except IntegrityError:
        stored = request_of_form(form_key)
        if stored is None:
            raise
        logger.info("Contact request %s was sent again.", stored.pk)
        return stored
    logger.info("Contact request %s is stored.", request.pk)
    return request


def store(
    *,
    form_key: str,
    enquiry: Enquiry,
    recipient: Recipient,
    is_held: bool = False,
    is_crowded: bool = False,
    now: datetime.datetime | None = None,
) -> ContactRequest:
    """The row and the first line of its history, without any message; IntegrityError for a form that made one."""
    now = now or timezone.now()
    request = ContactRequest.objects.create(
        reference=_free_reference(),
        form_key=form_key,
        received_at=now,
        turn_since=now,
        last_event_at=now,
        due_on=deadlines.due_on(timezone.localdate(now), recipient.department),
        disp=recipient.disp,
        referent=recipient.referent,
        recipient_name=recipient.name,
        recipient_mailbox=recipient.mailbox,
        route_reason=recipient.reason,
        is_held=is_held,
        flags=abuse.flags_for(enquiry.email, is_crowded=is_crowded),
        **enquiry.values(),
    )
    transitions.record(request, transitions.Kind.RECEIVED, EMPLOYER, now=now)
    return request


def request_of_form(form_key: str) -> ContactRequest | None:
    """The request that this form made already. A form has made none, nearly always: that is asked first, for less."""
    if not ContactRequest.objects.filter(form_key=form_key).exists():
        return None
    return ContactRequest.objects.select_related("referent").filter(form_key=form_key).first()


def _free_reference() -> str:
    while ContactRequest.objects.filter(reference=(reference := references.new_reference())).exists():
        pass
    return reference
