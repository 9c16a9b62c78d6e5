"""One request: what the employer wrote, what happened since, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory import wording
from directory.contact import workflow
from directory.contact.desk import reads
from directory.contact.desk.access import desk_view, manages_requests, visible_or_404
from directory.contact.models import ContactRequest, RequestEvent, RequestRead
from directory.contact.retention import purging
from directory.contact.sectors import sector_label

if TYPE_CHECKING:
    import datetime

    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

State, Kind = ContactRequest.State, RequestEvent.Kind
SHOWN_READS = 5
MESSAGES = (Kind.ANSWER, Kind.EMPLOYER_MESSAGE)
DELIVERIES = {"waiting": "En attente d’envoi", "failed": "Non remise : prévenez l’employeur autrement"}


@dataclass(frozen=True)
class Line:
    """One line of the timeline. `look`: "message" (words that were exchanged), "note" or "step"."""

    heading: str
    event: RequestEvent
    look: str
    delivery: str = ""
    is_alarming: bool = False


@dataclass(frozen=True)
class Step:
    """The one next thing to do; a POST when it acts at once, else a page."""

    label: str
    url: str
    acts: bool


@desk_view
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a request; that it was read is noted."""
    found = visible_or_404(request.user, pk)
    reads.note(request.user, [pk], RequestRead.Kind.PAGE)
    events = list(found.events.select_related("outbox_message"))
    changing = [each.pk for each in events if each.kind not in workflow.UNIMPORTANT]
    context = page_context(found, "Demande") | {
        "lines": [line_of(each) for each in events],
        "seen": max(changing, default=0),
        "step": next_step(found),
        "is_open": found.ended_at is None,
        "flags": found.flag_labels,
        "erased_on": erased_on(found),
        "sector": sector_label(found.sector),
        "reads": found.reads.all()[:SHOWN_READS] if manages_requests(request.user) else [],
    }
    return render(request, "contact/desk/detail.html", context)


def erased_on(found: ContactRequest) -> datetime.date:
    """The day on which it is forgotten, unless something happens before."""
    unwanted = found.state == State.UNWANTED
    months = settings.REQUEST_KEPT_MONTHS_UNWANTED if unwanted else settings.REQUEST_KEPT_MONTHS
    return timezone.localdate(purging.months_before(found.last_event_at, -months))


def page_context(found: ContactRequest, title: str) -> dict[str, Any]:
    """What every page about one request needs; its title names neither person nor organisation (browsers keep it)."""
    return {
        "page_title": title,
        "page_subtitle": found.grouped_reference,
        "header_icon": "mail",
        "breadcrumbs_items": [],
        "found": found,
        "detail_url": reverse("desk:detail", args=[found.pk]),
    }


def next_step(found: ContactRequest) -> Step | None:
    """« Prendre en charge », then « Répondre », then « Clore »; « Rouvrir » at the end; none before it is confirmed."""
    if found.is_held:
        return None
    name, label, acts = {
        State.RECEIVED: ("take", "Prendre en charge", True),
        State.TAKEN: ("answer", "Répondre", False),
        State.TALKING: ("close", "Clore", False),
    }.get(found.state, ("reopen", "Rouvrir", True))
    return Step(label, reverse(f"desk:{name}", args=[found.pk]), acts)


def line_of(event: RequestEvent) -> Line:
    """An event as the team reads it."""
    look = "message" if event.kind in MESSAGES else "note" if event.kind == Kind.NOTE else "step"
    delivery = event.delivery
    said = DELIVERIES.get(delivery, "")
    if delivery == "sent" and event.outbox_message:
        at = timezone.localtime(event.outbox_message.sent_at)
        said = f"Partie le {wording.day(at.date(), today=timezone.localdate())} à {at.hour} h {at:%M}"
    alarming = delivery == "failed" or event.kind == Kind.BOUNCED
    return Line(heading_of(event), event, look, said, alarming)


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
    if event.kind == Kind.ANSWERED:
        return f"{who} : réponse donnée hors du portail"
    headings = {
        Kind.RECEIVED: "Demande reçue",
        Kind.CONFIRMED: "Adresse e-mail confirmée par l’employeur",
        Kind.TAKEN: f"Prise en charge par {who}",
        Kind.ANSWER: f"Réponse de {who}",
        Kind.EMPLOYER_MESSAGE: "Message de l’employeur",
        Kind.NOTE: f"Note interne, jamais envoyée ({who})",
        Kind.REMINDED: "Référent relancé par le portail",
        Kind.ESCALATED: "Responsables prévenus par le portail",
        Kind.BOUNCED: f"Message non remis {'à la boîte du destinataire' if _was_for_team(event) else 'à l’employeur'}",
        Kind.WITHDRAWN: "Retirée par l’employeur",
    }
    return headings[event.kind]


def _was_for_team(event: RequestEvent) -> bool:
    return bool(event.data.get("to") == "team")


def draft_for(user: AbstractBaseUser, found: ContactRequest) -> str:
    """How an answer begins and ends: with the name the public may know, or the post."""
    sheet = found.referent
    own = sheet is not None and sheet.account_id == user.pk
    signed = sheet.display_name if own else workflow.Actor.of(user).label
    return f"Bonjour,\n\n\n\nCordialement,\n{signed}"
