"""What the employer does to a stored request: each is one transaction, done once however often it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from directory.contact import deadlines, emails, workflow
from directory.contact.employer_messages import employer_wrote
from directory.contact.models import RequestEvent
from directory.contact.workflow import EMPLOYER, EndReason, Kind, State
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime

    from directory.contact.models import ContactRequest


@transaction.atomic
def add_message(pk: int, text: str, *, form_key: str, now: datetime.datetime | None = None) -> RequestEvent:
    """Keep what the employer adds and tell who answers; `form_key` names the form it came from.

    Raises NotPossibleError when the request has ended, or was not confirmed.
    """
    request = workflow.locked(pk)
    known = RequestEvent.objects.filter(request=request, message_id=form_key).first()
    if known is not None:
        return known
    workflow.check_open(request)
    if request.is_held:
        raise workflow.NotPossibleError("Confirmez d’abord votre adresse e-mail.")
    return employer_wrote(pk, text, message_id=form_key, now=now)


@transaction.atomic
def withdraw(pk: int, *, now: datetime.datetime | None = None) -> ContactRequest:
    """« Retirer ma demande »: it ends, and who answers is told, unless they never heard of it."""
    request = workflow.locked(pk)
    if request.end_reason == EndReason.WITHDRAWN:
        return request
    request = workflow.end(pk, State.CLOSED, EMPLOYER, reason=EndReason.WITHDRAWN, now=now)
    if not request.is_held:
        outbox.add(emails.withdrawn(request))
    return request


@transaction.atomic
def confirm(pk: int, *, now: datetime.datetime | None = None) -> ContactRequest:
    """The employer's address is proved: the request leaves, and its days count, as if it came now."""
    now = now or timezone.now()
    request = workflow.locked(pk)
    if not request.is_held:
        return request
    workflow.check_open(request)
    request.is_held, request.received_at = False, now
    request.due_on = deadlines.due_on(timezone.localdate(now), request.department_code)
    request.save(update_fields=["is_held", "received_at", "due_on"])
    workflow.record(request, Kind.CONFIRMED, EMPLOYER, now=now)
    outbox.add(*emails.messages_for(request))
    return request


@transaction.atomic
def send_link(request: ContactRequest) -> None:
    """Send a fresh link to the address that the request holds, and to no other."""
    outbox.add(emails.confirmation(request) if request.is_held else emails.new_link(request))
