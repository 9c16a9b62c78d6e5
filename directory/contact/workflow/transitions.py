"""What happens to a stored request: each function is one transaction that changes it, writes its history and mails.

Anything that cannot be done in the present state raises `NotPossibleError` with a sentence in French for whoever
tried. Nothing is sent here: messages are stored beside the change (`portal.mail.outbox`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from directory.contact import deadlines, turn_mails
from directory.contact.models import ContactRequest, RequestEvent
from portal.french.words import capitalised
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime

    from directory.contact.models.event import Author
    from portal.mail.outbox import OutgoingMail

State, Kind, EndReason = ContactRequest.State, RequestEvent.Kind, ContactRequest.EndReason
Turn, Why = ContactRequest.Turn, ContactRequest.Why
UNIMPORTANT = (Kind.NOTE, Kind.REMINDED, Kind.ESCALATED, Kind.TURNED, Kind.UNVERIFIED, Kind.AUTOMATIC)
TURN_FIELDS = (
    "turn", "turn_since", "turn_why", "due_on", "next_step", "next_on", "reminded_at", "escalated_at", "told_late_at",
)  # fmt: skip
EMPLOYER_DAYS = 10  # working days that an employer is given to write, before we ask ourselves why nothing came


class NotPossibleError(Exception):
    """Refused; the message is a sentence in French that says why."""


class ChangedSinceError(NotPossibleError):
    """Somebody else acted since the page was read: « Sacha Modèle a répondu à 10 h 12. »"""


def locked(pk: int) -> ContactRequest:
    """The request, held until the transaction ends; raise ContactRequest.DoesNotExist."""
    return ContactRequest.objects.select_for_update(of=("self",)).select_related("referent", "disp", "owner").get(pk=pk)


def last_change(request: ContactRequest) -> RequestEvent | None:
    """The last thing that matters to whoever is about to act; notes and reminders do not."""
    return request.events.exclude(kind__in=UNIMPORTANT).order_by("pk").last()


def hold(pk: int, *, seen: int) -> ContactRequest:
    """Lock the request; raise ChangedSinceError when something changed since event `seen`, the last one on the page.

    So two people at once do not both answer, and a second click does not answer twice. Needs a transaction.
    """
    request = locked(pk)
    event = last_change(request)
    if event and event.pk > seen:
        raise ChangedSinceError(f"{capitalised(event.actor_label)} {event.deed} {event.when}.")
    return request


def record(
    request: ContactRequest,
    kind: RequestEvent.Kind,
    by: Author,
    *,
    text: str = "",
    now: datetime.datetime | None = None,
    **fields: Any,
) -> RequestEvent:
    """Write one line of history; the request's `last_event_at` follows, and is saved by the caller or here.

    `fields` are further ones of RequestEvent: data, message_id, outbox_message.
    """
    now = now or timezone.now()
    if request.last_event_at != now:  # a request that begins was stored with it
        request.last_event_at = now
        ContactRequest.objects.filter(pk=request.pk).update(last_event_at=now)
    return RequestEvent.objects.create(
        request=request, kind=kind, at=now, actor=by.user, actor_label=by.label, text=text, **fields
    )


def ours(request: ContactRequest, why: ContactRequest.Why, *, now: datetime.datetime | None = None) -> None:
    """Make it our turn, and start the clock; a clock that runs already runs on, and so does a promised first answer."""
    now = now or timezone.now()
    if request.turn != Turn.OURS:
        if request.answered_at is not None or request.ended_at is not None:
            request.due_on = deadlines.due_on(timezone.localdate(now), request.department_code)
        request.turn, request.turn_since = Turn.OURS, now
        request.reminded_at = request.escalated_at = request.told_late_at = None
    request.turn_why, request.next_step, request.next_on = why, "", None
    request.save(update_fields=TURN_FIELDS)


def theirs(request: ContactRequest, *, now: datetime.datetime | None = None) -> None:
    """Make it the employer's turn: they have been answered."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    request.turn, request.turn_since, request.turn_why = Turn.THEIRS, now, ""
    request.due_on = deadlines.due_on(today, request.department_code, EMPLOYER_DAYS)
    request.next_step, request.next_on = "", None
    request.reminded_at = request.escalated_at = request.told_late_at = None
    request.save(update_fields=TURN_FIELDS)


def nobody(request: ContactRequest) -> None:
    """Make it nobody's turn: the request has ended."""
    request.turn = request.turn_why = request.next_step = ""
    request.next_on = None
    request.save(update_fields=TURN_FIELDS)


@transaction.atomic
def take(pk: int, by: Author, *, now: datetime.datetime | None = None) -> ContactRequest:
    """« Je prends en charge ». Taking twice is once: who has taken it stays its owner."""
    now = now or timezone.now()
    request = locked(pk)
    check_confirmed(request)
    if request.state == State.RECEIVED:
        request.state, request.taken_at, request.owner = State.TAKEN, now, by.user
        request.save(update_fields=["state", "taken_at", "owner"])
        record(request, Kind.TAKEN, by, now=now)
        tell_employer(request, turn_mails.taken(request))
    return request


def tell_employer(request: ContactRequest, mail: OutgoingMail, *, is_essential: bool = False) -> None:
    """Mail the employer about a turn, unless they only want what is essential, or gave no address."""
    if request.email and (is_essential or not request.is_quiet):
        outbox.add(mail)


@transaction.atomic
def declare_answered(pk: int, by: Author, *, now: datetime.datetime | None = None) -> ContactRequest:
    """« J’ai répondu », outside of the portal: the request is in exchange, and no reminder leaves any more."""
    request = locked(pk)
    check_confirmed(request)
    if request.turn != Turn.THEIRS:
        mark_answered(request, by, now=now)
        record(request, Kind.ANSWERED, by, now=now)
        tell_employer(request, turn_mails.answered_elsewhere(request))
    return request


def mark_answered(request: ContactRequest, by: Author, *, now: datetime.datetime | None = None) -> None:
    """Put a locked request in exchange: it is the employer's turn. The caller writes the history.

    The first answer, and who took it, are kept.
    """
    now = now or timezone.now()
    request.state = State.TALKING
    request.taken_at = request.taken_at or now
    if request.answered_at is None:
        received, answered = timezone.localdate(request.received_at), timezone.localdate(now)
        request.answered_at = now
        request.answer_days = deadlines.working_days_between(received, answered, request.department_code)
    request.owner = request.owner or by.user
    request.save(update_fields=["state", "taken_at", "answered_at", "answer_days", "owner"])
    theirs(request, now=now)


@transaction.atomic
def end(
    pk: int,
    state: ContactRequest.State,
    by: Author,
    *,
    reason: ContactRequest.EndReason | str = "",
    text: str = "",
    now: datetime.datetime | None = None,
) -> ContactRequest:
    """Close: « aboutie », « sans suite » (which asks for a reason) or « indésirable ».

    The employer is told why, and how to reopen it; of « indésirable » nobody is.
    """
    now = now or timezone.now()
    request = locked(pk)
    check_open(request)
    if state not in ContactRequest.ENDED:
        raise ValueError(f"{state} does not end a request")
    if state == State.CLOSED and reason not in EndReason.values:
        raise NotPossibleError("Dites pourquoi la demande reste sans suite.")
    before, request.state, request.ended_at = request.state, state, now
    request.end_reason = reason if state == State.CLOSED else ""
    request.save(update_fields=["state", "ended_at", "end_reason"])
    kind = Kind.WITHDRAWN if reason == EndReason.WITHDRAWN else Kind.STATE
    nobody(request)
    record(request, kind, by, text=text, now=now, data={"from": before, "to": state, "reason": request.end_reason})
    if not request.is_held and state != State.UNWANTED:
        is_withdrawn = reason == EndReason.WITHDRAWN
        mail = turn_mails.withdrawal(request) if is_withdrawn else turn_mails.closed(request)
        tell_employer(request, mail, is_essential=True)
    return request


@transaction.atomic
def reopen(pk: int, by: Author, *, now: datetime.datetime | None = None) -> ContactRequest:
    """Take an ended request up again, in the state that its history deserves."""
    request = locked(pk)
    if request.state not in ContactRequest.ENDED:
        raise NotPossibleError("Cette demande est déjà ouverte.")
    before = request.state
    request.state = State.TALKING if request.answered_at else State.TAKEN if request.taken_at else State.RECEIVED
    request.ended_at, request.end_reason = None, ""
    request.save(update_fields=["state", "ended_at", "end_reason"])
    ours(request, Why.REOPENED, now=now)
    record(request, Kind.STATE, by, now=now, data={"from": before, "to": request.state})
    return request


@transaction.atomic
def note(pk: int, by: Author, text: str, *, now: datetime.datetime | None = None) -> RequestEvent:
    """Write an internal note: never sent, never shown to the employer."""
    if not text.strip():
        raise NotPossibleError("Écrivez la note.")
    return record(locked(pk), Kind.NOTE, by, text=text.strip(), now=now)


def check_open(request: ContactRequest) -> None:
    """Refuse what only an open request bears."""
    if request.state in ContactRequest.ENDED:
        raise NotPossibleError(f"Cette demande est terminée ({request.get_state_display()}).")


def check_confirmed(request: ContactRequest) -> None:
    """Refuse what only an open request bears whose employer has confirmed the address."""
    check_open(request)
    if request.is_held:
        raise NotPossibleError("L’employeur n’a pas encore confirmé son adresse e-mail.")
