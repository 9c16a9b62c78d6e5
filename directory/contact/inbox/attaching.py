"""Which request a mail belongs to, and whose words it carries: docs/decisions says why.

A mail counts as the words of somebody when two things agree: its sender is an address that this side writes from, and
it carries what only a mail of ours gave away: the Message-ID it answers, or the signed reply address. Everything else
that names a request by its number is kept for the team, who are asked whose it is, and changes nothing until then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.contact import emails, references
from directory.contact.files import keeping
from directory.contact.inbox import bounces, mailboxes
from directory.contact.inbox.absence import absent_until
from directory.contact.inbox.enclosed import FULL, Enclosed, enclosed_in
from directory.contact.inbox.outcome import Outcome
from directory.contact.inbox.parsing import without_files
from directory.contact.inbox.senders import comparable
from directory.contact.models import ContactRequest, ReceivedMail, RequestEvent
from directory.contact.models.event import PORTAL, Author
from directory.contact.recipients import answerers, part_holders
from directory.contact.thread import read_address, request_key
from directory.contact.workflow import sharing, transitions
from directory.contact.workflow.employer import employer_wrote
from directory.contact.workflow.settling import is_open
from portal.french.clean_text import clean_text
from portal.mail import outbox
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from directory.contact.inbox.parsing import Incoming
    from directory.contact.models import RequestShare

_BETWEEN = r"[-\s.\u2010-\u2015\u2212]?"  # what keyboards and programs make of the hyphens of a reference
_TYPED_REFERENCE = re.compile(rf"(?=\b([0-9A-Z]{{3}}{_BETWEEN}[0-9A-Z]{{3}}{_BETWEEN}[0-9A-Z])\b)", re.IGNORECASE)
_MAX_LABEL = 150
_MAX_TYPED = 10  # references looked up of one subject
Kind = transitions.Kind
MOST_BY_MAIL = {
    Kind.UNVERIFIED: 50, Kind.AUTOMATIC: 50, Kind.EMPLOYER_MESSAGE: 200, Kind.ANSWER: 200, Kind.NOTE: 50,
}  # fmt: skip
_SURPLUS = {
    Kind.UNVERIFIED: "messages d’expéditeurs inconnus",
    Kind.AUTOMATIC: "réponses automatiques",
    Kind.EMPLOYER_MESSAGE: "messages de l’employeur",
    Kind.ANSWER: "réponses",
    Kind.NOTE: "messages de l’équipe",
}
_SOURCE_LENGTH = 300_000  # characters kept of a mail as it arrived


@dataclass(frozen=True)
class RequestMatch:
    """A request, and whether the mail proves that it answers one of ours."""

    request: ContactRequest
    is_proven: bool


def attach(mail: Incoming, raw: bytes = b"") -> Outcome:
    """Make a mail part of its request, once; `raw` is the mail as it arrived, with its files."""
    if mail.is_report:
        return bounces.read_report(mail)
    match = find(mail)
    if match is None:
        return Outcome.ASIDE
    if RequestEvent.objects.filter(request=match.request, message_id=mail.message_id).exists():
        return Outcome.REPEATED
    enclosed = enclosed_in(mail, raw)
    try:
        with transaction.atomic():
            return _attach(mail, match, enclosed, raw)
    except IntegrityError:  # another reader was quicker, or the request went in between
        return Outcome.REPEATED


def find(mail: Incoming) -> RequestMatch | None:
    """The request of a mail: by its reply address, by what it answers, or by a number in its subject."""
    stored = ContactRequest.objects.select_related("referent__account", "disp", "owner")
    for address in mail.addressed_to:
        read = read_address(address)
        request = stored.filter(reference=read[0]).first() if read else None
        if request:
            return RequestMatch(request, is_proven=True)
    ours = OutboxMessage.objects.filter(message_id__in=mail.refers_to).values_list("about", flat=True)
    keys = {request_key(each) for each in ours}
    keys |= set(RequestEvent.objects.filter(message_id__in=mail.refers_to).values_list("request", flat=True))
    if request := stored.filter(pk__in=keys - {None}).order_by("-pk").first():
        return RequestMatch(request, is_proven=True)
    for typed in _TYPED_REFERENCE.findall(mail.subject)[:_MAX_TYPED]:
        try:
            request = stored.filter(reference=references.read_reference(typed)).first()
        except ValueError:
            continue
        if request:
            return RequestMatch(request, is_proven=False)
    return None


def team_addresses(request: ContactRequest) -> set[str]:
    """Addresses from which who answers this request may write, in lower case."""
    found = {each.mailbox for each in answerers(request)}
    found |= {request.disp.mailbox} if request.disp else set()
    accounts = [request.owner, request.referent.account if request.referent else None]
    found |= {account.email for account in accounts if account and account.is_active}
    return {each.lower() for each in found if each}


def _is_among(sender: str, addresses: set[str]) -> bool:
    """Whether a sender writes from one of these mailboxes, however it is spelled."""
    return bool(sender) and comparable(sender) in {comparable(each) for each in addresses}


def _attach(mail: Incoming, match: RequestMatch, enclosed: Enclosed, raw: bytes) -> Outcome:
    request, kind = transitions.locked(match.request.pk), _kind(mail, match)
    if request.events.filter(kind=kind).exclude(message_id="").count() >= MOST_BY_MAIL[kind]:
        _tell_surplus(request, kind)
        return Outcome.SURPLUS
    files, left = keeping.fitting(request, enclosed.files)
    text = words(mail, enclosed.refused | {each.name: FULL for each in left})
    if kind == Kind.EMPLOYER_MESSAGE:
        is_told = _is_among(request.recipient_mailbox, set(mail.addressed_to))
        event = employer_wrote(request.pk, text, message_id=mail.message_id, is_told=is_told, files=files)
    else:
        event = _recorded(request, kind, mail, text)
        keeping.keep(event, files)
    source = clean_text(without_files(raw)[0].decode("utf-8", "replace"))[:_SOURCE_LENGTH]
    known = {"sender": mail.sender, "sender_name": mail.sender_name, "subject": mail.subject[:300]}
    ReceivedMail.objects.create(event=event, whole=mail.whole, source=source, **known)
    if kind == Kind.UNVERIFIED and not _is_asked(event, mail.sender):
        outbox.add(emails.unverified(request, event))
    return Outcome.ATTACHED


def _recorded(request: ContactRequest, kind: Kind, mail: Incoming, text: str) -> RequestEvent:
    """The line of the history that a mail of this kind makes; an answer of the team changes the request."""
    data: dict[str, str] = {}
    if kind in {Kind.ANSWER, Kind.NOTE}:
        part = None if _is_among(mail.sender, team_addresses(request)) else _part_of(mail, request)
        by = Author(f"{part.name if part else request.recipient_name} (par courriel)"[:_MAX_LABEL])
        if kind == Kind.ANSWER and not request.ended_at:
            transitions.mark_answered(request, by)
        if part:
            is_told = _is_among(request.recipient_mailbox, set(mail.addressed_to))
            sharing.part_answered(part, text, is_told=is_told)
    elif kind == Kind.AUTOMATIC:
        by, until = Author("une réponse automatique"), absent_until(f"{mail.subject}\n{text}", timezone.localdate())
        is_of_team = _is_among(mail.sender, team_addresses(request))
        data = {"automatic": mail.automatic, "by": "team" if is_of_team else "other"}
        data |= {"absent_until": until.isoformat()} if until else {}
    else:
        by = Author("un expéditeur non vérifié")
    return transitions.record(request, kind, by, text=text, data=data, message_id=mail.message_id)


def _is_asked(event: RequestEvent, sender: str) -> bool:
    """Whether who answers was asked already who this sender is, and has not said."""
    others = RequestEvent.objects.filter(request=event.request_id, kind=Kind.UNVERIFIED, mail__sender=sender)
    return any(is_open(each) for each in others.exclude(pk=event.pk))


def _kind(mail: Incoming, match: RequestMatch) -> Kind:
    """Whose words they are: of the team, to the employer or not; of the employer, a program, or nobody we know."""
    if mail.is_automatic:
        return Kind.AUTOMATIC
    request = match.request
    if match.is_proven and _is_among(mail.sender, team_addresses(request)):
        return Kind.ANSWER if request.email else Kind.NOTE
    if match.is_proven and _is_among(mail.sender, {request.email}):
        return Kind.EMPLOYER_MESSAGE
    if match.is_proven and _part_of(mail, request):
        return Kind.ANSWER if _is_among(request.email, set(mail.addressed_to)) else Kind.NOTE
    return Kind.UNVERIFIED


def _part_of(mail: Incoming, request: ContactRequest) -> RequestShare | None:
    """The part whose holder wrote: to the employer, or to who answers, which is for the team alone."""
    held = {comparable(address): part for address, part in part_holders(request).items()}
    return held.get(comparable(mail.sender)) if mail.sender else None


def _tell_surplus(request: ContactRequest, kind: Kind) -> None:
    """Say once in the history that further mails of this kind stay in the mailbox."""
    data = {"surplus": kind}
    if not request.events.filter(kind=Kind.NOTE, data=data).exists():
        text = (
            f"Cette demande a reçu par courriel {MOST_BY_MAIL[kind]} {_SURPLUS[kind]}. Les suivants ne sont plus "
            f"ajoutés ici : ils sont conservés dans la boîte du portail, dossier « {mailboxes.ASIDE} »."
        )
        transitions.record(request, Kind.NOTE, PORTAL, text=text, data=data)


def words(mail: Incoming, refused: Mapping[str, str]) -> str:
    """What the history keeps of a mail: its words, and which files could not be kept, and why."""
    text = mail.text or "(message sans texte)"
    if refused:
        named = "\n".join(f"- {name} ({reason.rstrip('.')})" for name, reason in refused.items())
        text += f"\n\nPièces jointes non conservées ici, à demander à l’expéditeur :\n{named}"
    return text
