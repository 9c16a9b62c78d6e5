"""Which request a mail belongs to, and whose words it carries: docs/decisions says why.

A mail counts as the words of somebody when two things agree: its sender is an address that this side writes from, and
it carries what only a mail of ours gave away: the Message-ID it answers, or the signed reply address. Everything else
that names a request by its number is kept for the team as a note, and changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from directory.contact import references, workflow
from directory.contact.answers import undelivered
from directory.contact.answers.links import answerers
from directory.contact.answers.thread import read_address, request_key
from directory.contact.employer_messages import employer_wrote
from directory.contact.models import ContactRequest, RequestEvent
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    from directory.contact.answers.parsing import Incoming

_TYPED_REFERENCE = re.compile(r"\b[0-9A-Z]{3}-?[0-9A-Z]{3}-?[0-9A-Z]\b", re.IGNORECASE)
_MAX_LABEL = 150


class Outcome(StrEnum):
    """What became of a mail."""

    ATTACHED = "attached"
    BOUNCE = "bounces"
    REPEATED = "repeated"  # attached before
    NOTHING = "nothing to keep"  # a delay, a report on a mail that is none of a request
    ASIDE = "aside"  # of no request that we know


@dataclass(frozen=True)
class Match:
    """A request, and whether the mail proves that it answers one of ours."""

    request: ContactRequest
    is_proven: bool


def attach(mail: Incoming) -> Outcome:
    """Make a mail part of its request, once."""
    if mail.is_report:
        return Outcome(undelivered.read_report(mail))
    match = find(mail)
    if match is None:
        return Outcome.ASIDE
    if RequestEvent.objects.filter(request=match.request, message_id=mail.message_id).exists():
        return Outcome.REPEATED
    try:
        with transaction.atomic():
            _attach(mail, match)
    except IntegrityError:  # another reader was quicker, or the request went in between
        return Outcome.REPEATED
    return Outcome.ATTACHED


def find(mail: Incoming) -> Match | None:
    """The request of a mail: by its reply address, by what it answers, or by a number in its subject."""
    stored = ContactRequest.objects.select_related("referent__account", "disp", "owner")
    for address in mail.addressed_to:
        read = read_address(address)
        request = stored.filter(reference=read[0]).first() if read else None
        if request:
            return Match(request, is_proven=True)
    ours = OutboxMessage.objects.filter(message_id__in=mail.refers_to).values_list("about", flat=True)
    keys = {request_key(each) for each in ours}
    keys |= set(RequestEvent.objects.filter(message_id__in=mail.refers_to).values_list("request", flat=True))
    if request := stored.filter(pk__in=keys - {None}).order_by("-pk").first():
        return Match(request, is_proven=True)
    for typed in _TYPED_REFERENCE.findall(mail.subject):
        try:
            request = stored.filter(reference=references.read_reference(typed)).first()
        except ValueError:
            continue
        if request:
            return Match(request, is_proven=False)
    return None


def team_addresses(request: ContactRequest) -> set[str]:
    """Addresses from which who answers this request may write, in lower case."""
    found = {each.mailbox for each in answerers(request)}
    found |= {request.disp.mailbox} if request.disp else set()
    accounts = [request.owner, request.referent.account if request.referent else None]
    found |= {account.email for account in accounts if account and account.is_active}
    return {each.lower() for each in found if each}


def _attach(mail: Incoming, match: Match) -> None:
    request, text = workflow.locked(match.request.pk), words(mail)
    if mail.is_automatic:
        label, said = "une réponse automatique", f"Réponse automatique de {mail.sender} :\n\n{text}"
        _note(request, mail, label, said)
    elif match.is_proven and mail.sender in team_addresses(match.request):
        by = workflow.Actor(f"{request.recipient_name} (par courriel)"[:_MAX_LABEL])
        if not request.ended_at:
            workflow.mark_answered(request, by)
        workflow.record(request, workflow.Kind.ANSWER, by, text=text, message_id=mail.message_id)
    elif match.is_proven and mail.sender == request.email.lower():
        is_told = request.recipient_mailbox.lower() in mail.addressed_to
        employer_wrote(request.pk, text, message_id=mail.message_id, is_told=is_told)
    else:
        said = f"Message reçu de {mail.sender or 'personne'}, expéditeur non vérifié :\n\n{text}"
        _note(request, mail, "un expéditeur non vérifié", said)


def _note(request: ContactRequest, mail: Incoming, label: str, text: str) -> None:
    workflow.record(request, workflow.Kind.NOTE, workflow.Actor(label), text=text, message_id=mail.message_id)


def words(mail: Incoming) -> str:
    """What the history keeps of a mail; attachments by their names only."""
    text = mail.text or "(message sans texte)"
    if mail.attachments:
        text += f"\n\nPièces jointes, non conservées ici : {', '.join(mail.attachments)}"
    return text
