"""Several answer one request: parts of it are given to others, who do them or say « pas pour moi ». One owner stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from directory.contact import turn_mails
from directory.contact.models import RequestShare
from directory.contact.supervisors import supervisors
from directory.contact.workflow import transitions
from directory.contact.workflow.handover import carried_of
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime

    from directory.contact.models.event import Author
    from directory.contact.recipients import Recipient

Kind, State = transitions.Kind, RequestShare.State
MOST = 20  # parts of one request


@transaction.atomic
def share(pk: int, to: Recipient, part: str, by: Author, *, now: datetime.datetime | None = None) -> RequestShare:
    """Ask somebody to take a part of an open request: they get all of it by mail, and see it at the desk.

    Asked again, they are asked for the part as it is said now. Raises NotPossibleError.
    """
    request = transitions.locked(pk)
    transitions.check_confirmed(request)
    if not part.strip():
        raise transitions.NotPossibleError("Dites quelle part de la demande vous lui confiez : un site, un sujet.")
    if to.mailbox.lower() == request.recipient_mailbox.lower():
        raise transitions.NotPossibleError(f"La demande entière est déjà adressée {to.to_name}.")
    if request.shares.exclude(mailbox=to.mailbox).count() >= MOST:
        raise transitions.NotPossibleError(f"Une demande se partage entre {MOST} personnes au plus.")
    asked = {"part": part.strip(), "state": State.ASKED, "said": "", "at": now or timezone.now(), "reminded_at": None}
    values = {"referent": to.referent, "disp": to.disp, "name": to.name, **asked}
    shared, _ = RequestShare.objects.update_or_create(request=request, mailbox=to.mailbox, defaults=values)
    office = to.referent.office if to.referent else to.name  # a post, not a person
    transitions.record(request, Kind.SHARED, by, text=part.strip(), now=now, data={"to": office})
    outbox.add(turn_mails.shared(request, shared, carried_of(request)))
    return shared


@transaction.atomic
def part_done(pk: int, share_pk: int, by: Author, *, said: str = "") -> RequestShare:
    """« Ma part est faite », with a word for the owner, who is told by mail."""
    return _close(pk, share_pk, by, State.DONE, said)


def part_answered(share: RequestShare, said: str, *, is_told: bool) -> None:
    """Its holder wrote: nobody reminds them any more, and the owner reads it, unless that mail went there too."""
    if share.state != State.ASKED:
        return
    share.state, share.said = State.ANSWERED, said.strip()[:500]
    share.save(update_fields=["state", "said"])
    if not is_told:
        outbox.add(turn_mails.part_closed(share.request, share))


@transaction.atomic
def decline_part(pk: int, share_pk: int, by: Author, *, said: str) -> RequestShare:
    """« Pas pour moi » about a part: why, and who else; the owner is told by mail; NotPossibleError when empty."""
    if not said.strip():
        raise transitions.NotPossibleError("Dites pourquoi, et à qui vous proposez de confier cette part.")
    return _close(pk, share_pk, by, State.DECLINED, said)


def _close(pk: int, share_pk: int, by: Author, state: RequestShare.State, said: str) -> RequestShare:
    request = transitions.locked(pk)
    shared = RequestShare.objects.filter(request=request, pk=share_pk).first()
    if shared is None:
        raise transitions.NotPossibleError("Cette part n’existe plus.")
    if shared.state == state:
        return shared
    shared.state, shared.said = state, said.strip()[:500]
    shared.save(update_fields=["state", "said"])
    kind = Kind.PART_DONE if state == State.DONE else Kind.DECLINED
    transitions.record(request, kind, by, text=f"{shared.part}\n{shared.said}".strip())
    outbox.add(turn_mails.part_closed(request, shared))
    return shared


@transaction.atomic
def decline(pk: int, by: Author, *, reason: str, proposal: str) -> None:
    """« Pas pour moi » about the whole request: those who look after requests are told why, and who else is proposed.

    Nothing else changes: until somebody hands it over, the clock runs where it is. Raises NotPossibleError.
    """
    request = transitions.locked(pk)
    transitions.check_confirmed(request)
    if not reason.strip():
        raise transitions.NotPossibleError("Dites pourquoi cette demande n’est pas pour vous.")
    proposed = f"\nProposition : {proposal.strip()}" if proposal.strip() else ""
    event = transitions.record(request, Kind.DECLINED, by, text=f"{reason.strip()}{proposed}")
    outbox.add(*turn_mails.declined(request, supervisors(request.disp), event))
