"""What the employer does to a stored request: each is one transaction, done once however often it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from directory.contact import deadlines, emails, results, turn_mails
from directory.contact.files import keeping
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import EMPLOYER
from directory.contact.workflow import transitions
from directory.contact.workflow.transitions import EndReason, Kind, State, Why
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from directory.contact.files.keeping import SentFile


@transaction.atomic
def employer_wrote(
    pk: int,
    text: str,
    *,
    message_id: str = "",
    is_told: bool = False,
    files: Sequence[SentFile] = (),
    now: datetime.datetime | None = None,
) -> RequestEvent:
    """Store the employer's words and mail them to who answers: it is our turn, and the clock starts.

    Also when the request is ended: it stays so, and waits at the desk for somebody to reopen it or to say « c’est vu ».

    `message_id` is that of the mail they came in: the same one again raises IntegrityError, and nothing is stored.
    `is_told`: that mail went to who answers as well. Raises NotPossibleError for an empty text.
    """
    if not text.strip():
        raise transitions.NotPossibleError("Écrivez votre message.")
    request = transitions.locked(pk)
    kind = transitions.Kind.EMPLOYER_MESSAGE
    event = transitions.record(request, kind, EMPLOYER, text=text.strip(), now=now, message_id=message_id)
    keeping.keep(event, files)
    if request.state != State.UNWANTED:
        transitions.ours(request, Why.WROTE, now=now)
    if not (request.is_held or is_told):
        outbox.add(emails.employer_wrote(request, event.text, event.files.all()))
    return event


@transaction.atomic
def add_message(pk: int, text: str, *, form_key: str, now: datetime.datetime | None = None) -> RequestEvent:
    """Keep what the employer adds and tell who answers; `form_key` names the form it came from.

    Raises NotPossibleError when the request has ended, or was not confirmed.
    """
    request = transitions.locked(pk)
    known = RequestEvent.objects.filter(request=request, message_id=form_key).first()
    if known is not None:
        return known
    transitions.check_open(request)
    if request.is_held:
        raise transitions.NotPossibleError("Confirmez d’abord votre adresse e-mail.")
    return employer_wrote(pk, text, message_id=form_key, now=now)


@transaction.atomic
def withdraw(pk: int, *, now: datetime.datetime | None = None) -> ContactRequest:
    """« Retirer ma demande »: it ends, and who answers is told, unless they never heard of it."""
    request = transitions.locked(pk)
    if request.end_reason == EndReason.WITHDRAWN:
        return request
    request = transitions.end(pk, State.CLOSED, EMPLOYER, reason=EndReason.WITHDRAWN, now=now)
    if not request.is_held:
        outbox.add(emails.withdrawn(request))
    return request


@transaction.atomic
def reopen(pk: int, text: str = "", *, now: datetime.datetime | None = None) -> ContactRequest:
    """« Rouvrir ma demande »: it is open again, our turn, and who answers is told; once however often it is sent.

    Raises NotPossibleError for what the team marked as unwanted.
    """
    request = transitions.locked(pk)
    if request.ended_at is None:
        return request
    if request.state == State.UNWANTED:
        raise transitions.NotPossibleError("Cette demande ne peut pas être rouverte.")
    request = transitions.reopen(pk, EMPLOYER, now=now)
    if text.strip():
        transitions.record(request, Kind.EMPLOYER_MESSAGE, EMPLOYER, text=text.strip(), now=now)
    if not request.is_held:
        outbox.add(turn_mails.reopened(request, text.strip()))
    return request


@transaction.atomic
def say_outcome(
    pk: int, outcome: ContactRequest.Outcome, said: Mapping[str, Any], *, now: datetime.datetime | None = None
) -> ContactRequest:
    """« Avez-vous abouti ? »: what came of it, as the employer says it; the last word counts, the same is said once."""
    request = transitions.locked(pk)
    found = results.cleaned(said) if outcome == ContactRequest.Outcome.YES else {}
    data = {"outcome": str(outcome), **found}
    last = request.events.filter(kind=Kind.OUTCOME).order_by("pk").last()
    if last is not None and last.data == data:
        return request
    request.outcome, request.results = outcome, request.results | found
    request.save(update_fields=["outcome", "results"])
    transitions.record(request, Kind.OUTCOME, EMPLOYER, now=now, data=data)
    return request


@transaction.atomic
def prefer(pk: int, *, is_quiet: bool) -> None:
    """Which mails the employer wants: each turn, or only what is essential."""
    ContactRequest.objects.filter(pk=pk).update(is_quiet=is_quiet)


@transaction.atomic
def confirm(pk: int, *, now: datetime.datetime | None = None) -> ContactRequest:
    """The employer's address is proved: the request leaves, and its days count, as if it came now."""
    now = now or timezone.now()
    request = transitions.locked(pk)
    if not request.is_held:
        return request
    transitions.check_open(request)
    request.is_held, request.received_at, request.turn_since = False, now, now
    request.due_on = deadlines.due_on(timezone.localdate(now), request.department_code)
    request.save(update_fields=["is_held", "received_at", "turn_since", "due_on"])
    transitions.record(request, Kind.CONFIRMED, EMPLOYER, now=now)
    outbox.add(emails.for_recipient(request), emails.for_employer(request, is_confirmed=True))
    return request


@transaction.atomic
def send_link(request: ContactRequest) -> None:
    """Send a fresh link to the address that the request holds, and to no other."""
    outbox.add(emails.confirmation(request) if request.is_held else emails.new_link(request))
