"""Two requests are one: words, files and parts of the second go to the first, and the second ends as a duplicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from directory.contact.models import RequestEvent
from directory.contact.models.event import EMPLOYER
from directory.contact.workflow import transitions
from directory.contact.workflow.handover import CARRIED

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest
    from directory.contact.models.event import Author

Kind = transitions.Kind


@transaction.atomic
def merge(pk: int, into: ContactRequest, by: Author) -> ContactRequest:
    """End the request `pk` as a duplicate of `into`, whose history gets its words; the employer is told by its end.

    Raises NotPossibleError when one of them has ended, waits for a confirmation, or both are the same.
    """
    if pk == into.pk:
        raise transitions.NotPossibleError("C’est la demande elle-même : donnez le numéro de l’autre.")
    first, second = sorted((pk, into.pk))  # always in one order: two people who merge crosswise wait for each other
    held = {key: transitions.locked(key) for key in (first, second)}
    request, kept = held[pk], held[into.pk]
    transitions.check_confirmed(request)
    transitions.check_confirmed(kept)
    for each in list(request.events.filter(kind__in=CARRIED)):
        _move_files(each, _copy(each, kept))
    text = f"Reprise de la demande {request.grouped_reference} :\n\n{request.message}"
    said = transitions.record(kept, Kind.EMPLOYER_MESSAGE, EMPLOYER, text=text)
    request.files.filter(event__kind=Kind.RECEIVED).update(request=kept, event=said)
    there = set(kept.shares.values_list("mailbox", flat=True)) | {kept.recipient_mailbox}
    request.shares.exclude(mailbox__in=there).update(request=kept)
    if request.is_ours:
        transitions.ours(kept, transitions.Why.WROTE)
    transitions.record(kept, Kind.NOTE, by, text=f"Réunie avec la demande {request.grouped_reference}.")
    transitions.record(request, Kind.NOTE, by, text=f"Réunie avec la demande {kept.grouped_reference}.")
    return transitions.end(pk, transitions.State.CLOSED, by, reason=transitions.EndReason.DUPLICATE)


def _copy(event: RequestEvent, to: ContactRequest) -> RequestEvent:
    """The same words at the same time, in the history of another request; its mail stays with the first."""
    same = {name: getattr(event, name) for name in ("kind", "at", "actor", "actor_label", "text", "copied_to")}
    return RequestEvent.objects.create(request=to, **same)


def _move_files(event: RequestEvent, to: RequestEvent) -> None:
    """Its files go along: the first request is forgotten sooner."""
    event.files.update(request=to.request, event=to)
