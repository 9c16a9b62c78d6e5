"""The history of a request in words, as the team reads it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from directory.contact import results
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.workflow import settling
from portal.french import dates

State, Kind = ContactRequest.State, RequestEvent.Kind
MESSAGES = (Kind.ANSWER, Kind.EMPLOYER_MESSAGE)
AUTOMATIC = {"receipt": "Accusé de lecture", "calendar": "Avis d’agenda", "bulk": "Message de liste"}
RETURNED = {"team": "à la boîte du destinataire", "copy": "à qui en recevait une copie"}
DELIVERIES = {"waiting": "En attente d’envoi", "failed": "Non remise : prévenez l’employeur autrement"}


@dataclass(frozen=True)
class TimelineLine:
    """One line of the timeline. `look`: "message" (words that were exchanged), "note" or "step"."""

    heading: str
    event: RequestEvent
    look: str
    delivery: str = ""
    is_alarming: bool = False
    answers: tuple[tuple[str, str], ...] = ()  # to « de qui vient ce message ? »: (code, label)


def line_of(event: RequestEvent) -> TimelineLine:
    """An event as the team reads it."""
    is_message = event.kind in MESSAGES or (event.kind == Kind.UNVERIFIED and settling.is_open(event))
    look = "message" if is_message else "note" if event.kind == Kind.NOTE else "step"
    delivery = event.delivery
    said = DELIVERIES.get(delivery, "")
    if delivery == "sent" and event.outbox_message:
        at = timezone.localtime(event.outbox_message.sent_at)
        said = f"Partie le {dates.moment_label(at, today=timezone.localdate())}"
    alarming = delivery == "failed" or event.kind == Kind.BOUNCED
    if event.kind == Kind.BOUNCED:
        said = event.cause_label
    answers = tuple(settling.ANSWERS.items()) if settling.is_open(event) else ()
    return TimelineLine(heading_of(event), event, look, said, alarming, answers)


def planned_heading(event: RequestEvent) -> str:
    """« En pause jusqu’au 3 janvier (Sacha Modèle) », « Prochaine étape, le 3 janvier (Sacha Modèle) »."""
    on, today = event.data.get("on", ""), timezone.localdate()
    day = dates.day(datetime.date.fromisoformat(on), today=today) if on else ""
    if event.data.get("paused"):
        return f"En pause jusqu’au {day} ({event.actor_label})"
    return f"Prochaine étape{f', le {day}' if day else ''} ({event.actor_label})"


def heading_of(event: RequestEvent) -> str:
    """« Réponse de Sacha Modèle », « État : en échange → aboutie (Sacha Modèle) »."""
    who = event.actor_label
    if event.kind == Kind.STATE:
        states = [State(event.data[end]).label for end in ("from", "to") if event.data.get(end) in State.values]
        reason = event.data.get("reason", "")
        why = f", {ContactRequest.EndReason(reason).label}" if reason in ContactRequest.EndReason.values else ""
        return f"État : {' → '.join(states)}{why} ({who})"
    if event.kind == Kind.REASSIGNED:
        return f"Réattribuée : {event.data.get('to', '')} (par {who})"
    if event.kind == Kind.SHARED:
        return f"Part confiée : {event.data.get('to', '')} (par {who})"
    if event.kind == Kind.ANSWERED:
        return f"{who} : réponse donnée hors du portail"
    if event.kind == Kind.PLANNED:
        return planned_heading(event)
    if event.kind in {Kind.RESULTS, Kind.OUTCOME}:
        found = ", ".join(results.labels(event.data)) or "rien"
        return f"Résultats : {found} ({who})" if event.kind == Kind.RESULTS else f"Bilan de l’employeur : {found}"
    headings = {
        Kind.TURNED: "À nous de nouveau",
        Kind.PART_DONE: f"Part faite, selon {who}",
        Kind.DECLINED: f"« Pas pour moi », dit {who}",
        Kind.RECEIVED: "Demande reçue",
        Kind.CONFIRMED: "Adresse e-mail confirmée par l’employeur",
        Kind.TAKEN: f"Prise en charge par {who}",
        Kind.ANSWER: f"Réponse de {who}",
        Kind.EMPLOYER_MESSAGE: "Message de l’employeur",
        Kind.NOTE: f"Note interne, jamais envoyée ({who})",
        Kind.REMINDED: "Référent relancé par le portail",
        Kind.ESCALATED: "Responsables prévenus par le portail",
        Kind.BOUNCED: f"Message non remis {RETURNED.get(event.data.get('to', ''), 'à l’employeur')}",
        Kind.WITHDRAWN: "Retirée par l’employeur",
        Kind.UNVERIFIED: f"Message reçu de {event.actor_address or 'personne'}, expéditeur non vérifié",
        Kind.AUTOMATIC: f"{AUTOMATIC.get(event.data.get('automatic'), 'Réponse automatique')} de {event.actor_address}",
    }
    return headings[event.kind]


def unreached(events: list[RequestEvent]) -> RequestEvent | None:
    """The last mail that the employer did not get, unless they wrote since; as `with_unreached` of the queryset."""
    for event in reversed(events):
        if event.kind == Kind.EMPLOYER_MESSAGE:
            return None
        if event.kind == Kind.BOUNCED and event.data.get("to") not in RETURNED:
            return event
    return None


def absent_until(events: list[RequestEvent]) -> datetime.date | None:
    """Until when who answers is away, as the last automatic reply of the team says; None when that is over."""
    for event in reversed(events):
        if event.kind == Kind.REASSIGNED:
            return None
        if event.kind == Kind.AUTOMATIC and event.data.get("by") == "team" and event.data.get("absent_until"):
            until = datetime.date.fromisoformat(event.data["absent_until"])
            return until if until >= timezone.localdate() else None
    return None
