"""One request: what the employer wrote, what happened since, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.contact.desk import reads
from directory.contact.desk.access import desk_view, manages_requests, visible_or_404, visible_to
from directory.contact.desk.forms import PlanForm
from directory.contact.desk.timeline import absent_until, line_of, unreached
from directory.contact.models import ContactRequest, RequestEvent, RequestRead
from directory.contact.retention import purging
from directory.contact.sectors import sector_label
from directory.contact.workflow import transitions

if TYPE_CHECKING:
    import datetime

    from django.http import HttpRequest, HttpResponse

State, Kind = ContactRequest.State, RequestEvent.Kind
SHOWN_READS = 5
SHOWN_OTHERS = 10


@dataclass(frozen=True)
class NextStep:
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
    events = list(found.events.select_related("outbox_message", "mail").defer("mail__source").prefetch_related("files"))
    changing = [each.pk for each in events if each.kind not in transitions.UNIMPORTANT]
    context = page_context(found, "Demande") | {
        "lines": [line_of(each) for each in events],
        "seen": max(changing, default=0),
        "step": next_step(found),
        "plan": PlanForm(),
        "shares": list(found.shares.all()) if any(each.kind == Kind.SHARED for each in events) else [],
        "others": list(visible_to(request.user).of_same_employer(found)[:SHOWN_OTHERS]),
        "is_open": found.ended_at is None,
        "flags": found.flag_labels,
        "unreached": unreached(events),
        "absent_until": absent_until(events),
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


def next_step(found: ContactRequest) -> NextStep | None:
    """« Prendre en charge », then « Répondre », then « Clore »; « Répondre » whenever the employer wrote.

    « Rouvrir » at the end; none before it is confirmed.
    """
    if found.is_held:
        return None
    if found.email and found.state == State.TALKING and found.is_ours:
        return NextStep("Répondre", reverse("desk:answer", args=[found.pk]), acts=False)
    if not found.email and found.state == State.TAKEN:
        return NextStep("J’ai répondu par téléphone", reverse("desk:declare_answered", args=[found.pk]), acts=True)
    name, label, acts = {
        State.RECEIVED: ("take", "Prendre en charge", True),
        State.TAKEN: ("answer", "Répondre", False),
        State.TALKING: ("close", "Clore", False),
    }.get(found.state, ("reopen", "Rouvrir", True))
    return NextStep(label, reverse(f"desk:{name}", args=[found.pk]), acts)
