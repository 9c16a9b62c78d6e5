"""Whose turn it is, until when and why: one clock for the whole life of a request, `due_on`.

Ours: the day by which we answer. The employer's: the day on which we ask ourselves why nothing came. Paused: the day on
which it is ours again. Each function changes a locked request and saves these fields; the caller writes the history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from directory.contact.models import ContactRequest
from directory.contact.workflow import transitions

if TYPE_CHECKING:
    import datetime

    from directory.contact.models.event import Author

Turn, Why = ContactRequest.Turn, ContactRequest.Why


@transaction.atomic
def plan(
    pk: int,
    by: Author,
    *,
    step: str,
    on: datetime.date | None,
    is_paused: bool = False,
    now: datetime.datetime | None = None,
) -> ContactRequest:
    """Say the next step and its date; `is_paused`: until then nobody is reminded, unless the employer writes.

    The first answer was promised: until it is given, a step moves no date and nothing pauses. Raises NotPossibleError.
    """
    now = now or timezone.now()
    request = transitions.locked(pk)
    transitions.check_confirmed(request)
    if not step.strip() and on is None:
        raise transitions.NotPossibleError("Écrivez la prochaine étape, ou sa date.")
    if on is not None and on <= timezone.localdate(now):
        raise transitions.NotPossibleError("Choisissez un jour à venir.")
    if is_paused and on is None:
        raise transitions.NotPossibleError("Choisissez jusqu’à quel jour la demande est en pause.")
    if is_paused and request.answered_at is None:
        raise transitions.NotPossibleError(
            "L’employeur attend une première réponse : répondez-lui avant de mettre la demande en pause."
        )
    request.next_step, request.next_on = step.strip(), on
    if on is not None and request.answered_at is not None:
        was = request.turn
        request.turn = Turn.PAUSED if is_paused else Turn.OURS
        request.due_on, request.turn_why = on, Why.PLANNED
        if was != request.turn:
            request.turn_since = now
        request.reminded_at = request.escalated_at = None
    request.save(update_fields=[*transitions.TURN_FIELDS])
    day = on.isoformat() if on else ""
    kind = transitions.Kind.PLANNED
    transitions.record(request, kind, by, text=step.strip(), now=now, data={"on": day, "paused": is_paused})
    return request


@transaction.atomic
def settle(pk: int, by: Author) -> ContactRequest:
    """« C’est vu »: what the employer wrote after the end asks for nothing."""
    request = transitions.locked(pk)
    if request.ended_at and request.turn:
        transitions.nobody(request)
        transitions.record(request, transitions.Kind.NOTE, by, text="Message lu après la fin : rien à faire.")
    return request
