"""The page behind the links of the mails to who answers. Mail scanners open links: a GET shows, a POST acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.contact.links import team
from directory.contact.links.team import Action
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.workflow import transitions
from portal.web.private_pages import of_one_request
from portal.web.signed_links import LinkExpiredError, LinkUnknownError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from directory.contact.recipients import Answerer

State, Kind = ContactRequest.State, RequestEvent.Kind
ACTS = {Action.TAKE: transitions.take, Action.ANSWERED: transitions.declare_answered}
TITLES = {Action.TAKE: "Prendre en charge", Action.ANSWERED: "Dire que vous avez répondu"}


@csrf_exempt  # the signed address is the whole authority: no cookie grants any, so there is none to borrow
@of_one_request
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, token: str, action: str) -> HttpResponse:
    """Ask before anything happens; a POST takes the request in charge, or notes that it was answered."""
    if action not in set(Action):
        raise Http404
    wanted = Action(action)
    try:
        found, answerer = team.opened(token)
    except LinkUnknownError:
        return _page(request, "problem", {"problem": "unknown"}, status=404)
    except LinkExpiredError:
        return _page(request, "problem", {"problem": "expired", "days": team.LINK_DAYS}, status=410)
    except team.LinkMovedError as moved:
        return _page(request, "problem", {"problem": "moved", "contact_request": moved.request}, status=410)
    situation = _situation(found, wanted)
    if request.method == "POST" and situation == "ask":
        try:
            found = ACTS[wanted](found.pk, answerer.author)
        except transitions.NotPossibleError:  # ended between the two looks
            found = team.opened(token)[0]
            situation = _situation(found, wanted)
        else:
            situation = "done"
    answered_url = reverse("contact:answer", args=[token, Action.ANSWERED])
    context = _context(found, answerer, wanted, situation) | {"answered_url": answered_url}
    return _page(request, "answer", context)


def _situation(request: ContactRequest, action: Action) -> str:
    """« ask » while the action is still to be done, else why it is not."""
    if request.ended_at:
        return "ended"
    if action is Action.TAKE:
        return "ask" if request.state == State.RECEIVED else "taken"
    return "answered" if request.state == State.TALKING else "ask"


def _context(request: ContactRequest, answerer: Answerer, action: Action, situation: str) -> dict[str, Any]:
    kinds = {"taken": [Kind.TAKEN, Kind.ANSWERED, Kind.ANSWER], "answered": [Kind.ANSWERED, Kind.ANSWER]}
    before = request.events.filter(kind__in=kinds.get(situation, [])).first()
    return {
        "contact_request": request,
        "answerer": answerer,
        "action": action,
        "title": TITLES[action],
        "situation": situation,
        "before": before,
        "by_you": before is not None and before.actor_label == answerer.author.label,
        "is_answered": request.state == State.TALKING,
    }


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context["crumbs"] = [("Répondre à une demande", "")]
    return render(request, f"contact/answers/{name}.html", context, status=status)
