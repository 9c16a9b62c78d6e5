"""Requests change hands: one at the desk, or all when who answers leaves. The next one and the employer are told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from directory.contact import emails, turn_mails
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import Author
from directory.contact.recipients import recipient_chosen
from directory.contact.workflow import transitions
from directory.contact.workflow.answering import thread_of
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime

    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet

    from directory.contact.recipients import Recipient
    from directory.models import Referent

State, Kind = transitions.State, transitions.Kind
CARRIED = (Kind.EMPLOYER_MESSAGE, Kind.ANSWER, Kind.NOTE)
CHANGED = [
    "referent", "disp", "recipient_name", "recipient_mailbox", "route_reason", "state", "owner", "taken_at",
    "reminded_at", "escalated_at", "told_late_at",
]  # fmt: skip


@transaction.atomic
def reassign(
    pk: int, to: Recipient, by: Author, *, why: str = "", now: datetime.datetime | None = None
) -> ContactRequest:
    """Give an open request to somebody else with all that was said about it; they and the employer are told by mail.

    It is theirs to take in charge, unless the exchange has begun; the promised day stays, and reminders start anew.
    `why` is for the team: it is kept as a note. Raises NotPossibleError when the request is theirs already, or ended.
    """
    request = transitions.locked(pk)
    transitions.check_open(request)
    if (request.referent, request.recipient_mailbox) == (to.referent, to.mailbox):
        raise transitions.NotPossibleError(f"La demande {request.grouped_reference} est déjà adressée {to.to_name}.")
    request.referent, request.disp = to.referent, to.disp
    request.recipient_name, request.recipient_mailbox, request.route_reason = to.name, to.mailbox, to.reason
    request.owner = request.reminded_at = request.escalated_at = None
    if request.state == State.TAKEN:
        request.state, request.taken_at = State.RECEIVED, None
    request.save(update_fields=CHANGED)
    carried = carried_of(request)
    office = to.referent.office if to.referent else to.name  # a post, not a person: this outlives who holds it
    transitions.record(request, Kind.REASSIGNED, by, now=now, data={"to": office})
    if why.strip():
        transitions.note(pk, by, f"Réattribuée : {why.strip()}", now=now)
    if not request.is_held:  # else nobody was told yet; its first mails will leave for whoever it is by then
        outbox.add(turn_mails.handed_over(request, carried))
        transitions.tell_employer(request, emails.reassigned(request, thread=thread_of(request)), is_essential=True)
    return request


def carried_of(request: ContactRequest) -> list[RequestEvent]:
    """What was said so far, oldest first: messages, answers and notes, for whoever takes the request over."""
    return list(request.events.filter(kind__in=CARRIED).exclude(text=""))


def open_requests(referent: Referent) -> QuerySet[ContactRequest]:
    """Requests that this referent has still to answer."""
    return ContactRequest.objects.still_open().filter(referent=referent)


@transaction.atomic
def hand_over(*, leaving: Referent, to: Referent, user: AbstractBaseUser) -> int:
    """Give the open requests of who leaves to `to`, or to the mailbox of its direction when `to` is vacant.

    Returns how many changed hands.
    """
    recipient = replace(recipient_chosen(to), reason=f"Demande reprise : {leaving.office} n’a plus de titulaire.")
    by, keys = Author.of(user), list(open_requests(leaving).order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        reassign(pk, recipient, by)
    return len(keys)
